from collections.abc import Callable
from datetime import timedelta

import pytest

from bridge.errors import Misconfigured, NotPermitted
from bridge.flow.people.signing_in import TooOften, Unknown, Welcome, reader_of
from bridge.people.accounts import Identity
from bridge.people.preferences import Preferences, Theme
from bridge.people.roles import Reader, Role
from bridge.people.sessions import Visit
from tests.flow.people.peopling import ADMIN, ANA, BEN, HERE, PASSWORD, WHY, People

ELSEWHERE = Visit(address="198.51.100.7")
NEW = "another phrase to remember"


def test_who_gives_the_password_is_signed_in(people: People) -> None:
    people.add(ANA, Role.APPROVER)
    welcome = people.welcome("ana example")
    found = people.sign_ins.session(welcome.secret)
    assert found is not None
    assert reader_of(found) == Reader(name=ANA, roles=frozenset({Role.APPROVER}))
    assert people.account(ANA).seen_at == people.watch.now


def test_what_the_browser_holds_is_not_what_is_kept(people: People) -> None:
    secret = people.welcome(ADMIN).secret
    with people.store.reading() as view:
        rows = view.people.accounts._session.connection().exec_driver_sql(
            "SELECT * FROM web_session"
        )
        assert secret not in str(rows.all())


WRONG = [
    (ADMIN, "a horse reads quarterly book"),
    (ADMIN, ""),
    (ADMIN, PASSWORD + "\x00"),
    (ADMIN, "\ud800"),
    (ADMIN, "x" * 1_000_000),
    ("Mallory", PASSWORD),
    ("", PASSWORD),
    ("\x00\ud800", PASSWORD),
    ("%", PASSWORD),
    ("x" * 1_000_000, PASSWORD),
]


def test_others_are_not_told_what_was_wrong(people: People) -> None:
    answers = [people.sign_ins.sign_in(name, password, HERE) for name, password in WRONG]
    assert answers == [Unknown()] * len(WRONG)


def test_who_has_no_password_here_does_not_sign_in_with_one(people: People) -> None:
    people.administering().add(ANA, WHY)
    assert people.sign_ins.sign_in(ANA, "", HERE) == Unknown()
    assert people.sign_ins.sign_in(ANA, "nobody signs in with this", HERE) == Unknown()


def test_who_is_disabled_does_not_sign_in_and_is_signed_out(people: People) -> None:
    people.add(ANA)
    secret = people.welcome(ANA).secret
    people.administering().disable(ANA, "she left")
    assert people.sign_ins.session(secret) is None
    assert people.sign_ins.sign_in(ANA, PASSWORD, HERE) == Unknown()
    people.administering().enable(ANA, "she is back")
    assert people.sign_ins.session(secret) is None
    assert isinstance(people.sign_ins.sign_in(ANA, PASSWORD, HERE), Welcome)


def test_what_the_browser_held_before_opens_nothing_after_signing_in(people: People) -> None:
    """What an attacker plants in a browser beforehand is of no use to him."""
    people.add(ANA)
    planted = people.welcome(ANA).secret
    welcome = people.welcome(ADMIN, held=planted)
    assert welcome.secret != planted
    assert people.sign_ins.session(planted) is None


def test_a_session_ends_when_nobody_asks_for_a_while(people: People) -> None:
    secret = people.welcome(ADMIN).secret
    people.watch.on(minutes=29)
    assert people.sign_ins.session(secret) is not None
    people.watch.on(minutes=29)
    assert people.sign_ins.session(secret) is not None
    people.watch.on(minutes=30)
    assert people.sign_ins.session(secret) is None


def test_a_session_ends_after_a_working_day_however_busy(people: People) -> None:
    secret = people.welcome(ADMIN).secret
    for _ in range(25):
        people.watch.on(minutes=28)
        assert people.sign_ins.session(secret) is not None
    people.watch.on(minutes=20)
    assert people.sign_ins.session(secret) is None


def test_who_gets_other_roles_or_another_password_signs_in_anew(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    administering = people.administering()
    changes: tuple[Callable[[], object], ...] = (
        lambda: administering.grant(ANA, Role.OPERATOR, WHY),
        lambda: administering.revoke(ANA, Role.VIEWER, WHY),
        lambda: administering.set_password(ANA, PASSWORD, WHY),
    )
    for change in changes:
        secret = people.welcome(ANA).secret
        change()
        assert people.sign_ins.session(secret) is None


def test_after_ten_wrong_passwords_a_name_is_not_heard_for_a_while(people: People) -> None:
    people.add(ANA)
    for name in (ANA, "Mallory"):  # whether there is such a name makes no difference
        for _ in range(10):
            assert people.sign_ins.sign_in(name, "wrong", HERE) == Unknown()
        people.watch.on(minutes=5)
        assert people.sign_ins.sign_in(name, PASSWORD, ELSEWHERE) == TooOften(timedelta(minutes=10))
        people.watch.on(minutes=-5)
    assert isinstance(people.sign_ins.sign_in(ADMIN, PASSWORD, HERE), Welcome)
    people.watch.on(minutes=15)
    assert isinstance(people.sign_ins.sign_in(ANA, PASSWORD, HERE), Welcome)


def test_who_signs_in_has_all_attempts_again(people: People) -> None:
    people.add(ANA)
    for _ in range(2):
        for _ in range(9):
            people.sign_ins.sign_in(ANA, "wrong", HERE)
        assert isinstance(people.sign_ins.sign_in(ANA, PASSWORD, HERE), Welcome)


def test_after_fifty_wrong_passwords_an_address_is_not_heard_for_a_while(people: People) -> None:
    for number in range(50):
        assert people.sign_ins.sign_in(f"Name {number}", "wrong", ELSEWHERE) == Unknown()
    assert isinstance(people.sign_ins.sign_in(ADMIN, PASSWORD, ELSEWHERE), TooOften)
    assert isinstance(people.sign_ins.sign_in(ADMIN, PASSWORD, HERE), Welcome)


def test_who_signs_out_is_signed_out(people: People) -> None:
    one, other = people.welcome(ADMIN), people.welcome(ADMIN)
    people.sign_ins.sign_out(one.secret)
    people.sign_ins.sign_out("nothing")
    assert people.sign_ins.session(one.secret) is None
    assert people.sign_ins.session(other.secret) is not None


def test_a_person_ends_the_other_sessions(people: People) -> None:
    people.add(BEN)
    one, other, of_ben = people.welcome(ADMIN), people.welcome(ADMIN), people.welcome(BEN)
    assert len(people.sign_ins.sessions(people.account(ADMIN))) == 2
    people.sign_ins.end_others(one.session)
    (left,) = people.sign_ins.sessions(people.account(ADMIN))
    assert left.id == one.session.id
    assert people.sign_ins.session(other.secret) is None
    assert people.sign_ins.session(of_ben.secret) is not None


def test_a_password_holds_for_a_quarter_of_an_hour_for_what_counts(people: People) -> None:
    welcome = people.welcome(ADMIN)
    assert people.sign_ins.is_proved(welcome.session)
    people.watch.on(minutes=15)
    assert not people.sign_ins.is_proved(welcome.session)
    assert people.sign_ins.prove(welcome.session, "wrong") == Unknown()
    assert isinstance(people.sign_ins.prove(welcome.session, PASSWORD), Welcome)
    later = people.sign_ins.session(welcome.secret)
    assert later is not None
    assert people.sign_ins.is_proved(later)


def test_a_session_that_was_taken_does_not_help_to_guess_the_password(people: People) -> None:
    welcome = people.welcome(ADMIN)
    for _ in range(10):
        assert people.sign_ins.prove(welcome.session, "wrong") == Unknown()
    assert isinstance(people.sign_ins.prove(welcome.session, PASSWORD), TooOften)


def test_a_person_changes_the_own_password_with_the_old_one(people: People) -> None:
    welcome = people.welcome(ADMIN)
    sign_ins = people.sign_ins
    assert sign_ins.change_password(welcome.session, "wrong", NEW) == Unknown()
    with pytest.raises(Misconfigured, match="the own name"):
        sign_ins.change_password(welcome.session, PASSWORD, "Ada-Admin 1234567")
    assert isinstance(sign_ins.change_password(welcome.session, PASSWORD, NEW), Welcome)
    assert sign_ins.session(welcome.secret) is None
    assert sign_ins.sign_in(ADMIN, PASSWORD, HERE) == Unknown()
    assert isinstance(sign_ins.sign_in(ADMIN, NEW, HERE), Welcome)


def test_who_signs_in_elsewhere_has_no_password_to_change(people: People) -> None:
    identity = Identity(issuer="https://id.example.com", subject="42")
    with people.store.transaction("joined") as tx:
        account = tx.people.accounts.make(ANA, "first sign-in", identity=identity)
    answer = people.sign_ins.begin(account, HERE)
    assert isinstance(answer, Welcome)
    with pytest.raises(NotPermitted, match="the identity provider keeps the password"):
        people.sign_ins.change_password(answer.session, "", NEW)
    with pytest.raises(Misconfigured, match="signs in at the identity provider"):
        people.administering().set_password(ANA, NEW, WHY)


def test_a_person_keeps_how_the_console_is_to_look(people: People) -> None:
    welcome = people.welcome(ADMIN)
    chosen = Preferences(theme=Theme.DARK, single_keys=False, time_zone="Europe/Zurich")
    people.sign_ins.prefer(welcome.session, chosen)
    found = people.sign_ins.session(welcome.secret)
    assert found is not None
    assert reader_of(found).prefers == chosen


def test_signing_in_writes_nothing_into_the_ledger(people: People) -> None:
    before = people.entries()
    people.sign_ins.sign_in(ADMIN, "wrong", HERE)
    people.sign_ins.sign_out(people.welcome(ADMIN).secret)
    assert people.entries() == before
