from datetime import UTC, datetime, timedelta

import pytest

from bridge.errors import Misconfigured, NotPermitted
from bridge.flow.people.tokens import Tokens
from bridge.people.roles import Permission, Role
from bridge.people.tokens import Scope, Wish
from tests.flow.people.peopling import ADMIN, ANA, BEN, WHY, People


def a_wish(people: People, *scopes: Scope, label: str = "nightly export", days: int = 30) -> Wish:
    expires_at = people.watch.now + timedelta(days=days)
    return Wish(label=label, scopes=frozenset(scopes or {Scope.READ}), expires_at=expires_at)


def test_a_token_may_what_its_scope_says_as_far_as_its_person_may(people: People) -> None:
    people.add(ANA, Role.APPROVER)
    tokens = Tokens(people.store)
    issued = tokens.issue(ANA, a_wish(people, Scope.TRIAGE))
    reader = tokens.reader(issued.text)
    assert reader is not None
    assert (reader.name, reader.permissions) == (
        ANA,
        frozenset({Permission.SEE, Permission.TRIAGE}),
    )
    people.administering().revoke(ANA, Role.APPROVER, WHY)
    later = tokens.reader(issued.text)
    assert later is not None
    assert later.permissions == frozenset()


def test_a_token_that_only_checks_sees_nothing(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    tokens = Tokens(people.store)
    reader = tokens.reader(tokens.issue(ANA, a_wish(people, Scope.CHECK)).text)
    assert reader is not None
    assert (reader.may(Permission.CHECK), reader.may(Permission.SEE)) == (True, False)


def test_the_text_of_a_token_is_kept_nowhere(people: People) -> None:
    issued = Tokens(people.store).issue(ADMIN, a_wish(people))
    with people.store.reading() as view:
        connection = view.people.accounts._session.connection()
        kept = [
            connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            for table in ("api_token", "ledger_entry")
        ]
    assert issued.text not in str(kept)
    assert issued.text.startswith("rb_")


def test_what_is_no_token_opens_nothing(people: People) -> None:
    for text in ("", "rb_", "rb_wrong", "Bearer", "rb_" + "x" * 1_000_000, "rb_\x00", "rb_\ud800"):
        assert Tokens(people.store).reader(text) is None


def test_a_token_opens_nothing_from_its_last_moment_on(people: People) -> None:
    tokens = Tokens(people.store)
    issued = tokens.issue(ADMIN, a_wish(people, days=1))
    people.watch.on(hours=23, minutes=59)
    assert tokens.reader(issued.text) is not None
    people.watch.on(minutes=1)
    assert tokens.reader(issued.text) is None


def test_when_a_token_was_used_last_is_kept(people: People) -> None:
    tokens = Tokens(people.store)
    issued = tokens.issue(ADMIN, a_wish(people))
    people.watch.on(hours=2)
    tokens.reader(issued.text)
    with people.store.reading() as view:
        (found,) = view.people.tokens.all(people.account(ADMIN))
    assert found.used_at == people.watch.now


def test_a_token_is_revoked_by_its_person_and_by_an_administrator(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    people.add(BEN, Role.APPROVER)
    tokens = Tokens(people.store)
    first, second = (tokens.issue(ANA, a_wish(people)) for _ in range(2))
    with pytest.raises(NotPermitted, match="this takes the role admin"):
        tokens.revoke(BEN, first.token.id, WHY)
    tokens.revoke(ANA, first.token.id, "no longer used")
    tokens.revoke(ADMIN, second.token.id, "she left")
    assert (tokens.reader(first.text), tokens.reader(second.text)) == (None, None)
    with pytest.raises(Misconfigured, match="it was revoked on 2026-01-15"):
        tokens.revoke(ANA, first.token.id, WHY)
    assert people.entries()[-2:] == [("TOKEN_REVOKED", ANA), ("TOKEN_REVOKED", ADMIN)]


def test_who_is_disabled_has_no_token_either(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    tokens = Tokens(people.store)
    issued = tokens.issue(ANA, a_wish(people))
    people.administering().disable(ANA, "she left")
    assert tokens.reader(issued.text) is None
    with pytest.raises(NotPermitted, match="disabled"):
        tokens.issue(ANA, a_wish(people))


def test_who_is_enabled_again_signs_in_anew_and_issues_tokens_anew(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    tokens = Tokens(people.store)
    issued, secret = tokens.issue(ANA, a_wish(people)), people.welcome(ANA).secret
    people.administering().disable(ANA, "she left")
    people.administering().enable(ANA, "she is back")
    assert tokens.reader(issued.text) is None
    assert people.sign_ins.session(secret) is None
    with people.store.reading() as view:
        revoked = view.people.accounts.register().history[-2]
    assert (revoked.what, revoked.whom, revoked.by) == (
        f"token revoked: token {issued.token.id}",
        ANA,
        ADMIN,
    )
    assert people.store.verify() == ()


def test_a_token_that_slept_while_its_person_was_disabled_wakes_no_more(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    tokens = Tokens(people.store)
    issued = tokens.issue(ANA, a_wish(people))
    with people.store.transaction("by an earlier version") as tx:
        tx.people.accounts.disable(people.account(ANA), "she left")
    people.administering().enable(ANA, "she is back")
    assert tokens.reader(issued.text) is None


def test_nobody_gets_a_token_for_what_he_may_not(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    for scope in (Scope.TRIAGE, Scope.RULES, Scope.DECIDE, Scope.SIGN, Scope.RUN, Scope.ADMIN):
        with pytest.raises(NotPermitted, match="this takes the role"):
            Tokens(people.store).issue(ANA, a_wish(people, Scope.READ, scope))


UNFIT = [
    ("", {Scope.READ}, 30),
    ("x" * 81, {Scope.READ}, 30),
    ("a\nb", {Scope.READ}, 30),
    ("\x00", {Scope.READ}, 30),
    ("for nothing", set(), 30),
    ("for ever", {Scope.READ}, 367),
    ("yesterday's", {Scope.READ}, 0),
]


@pytest.mark.parametrize(("label", "scopes", "days"), UNFIT)
def test_a_token_says_what_it_is_for_and_until_when(
    label: str, scopes: set[Scope], days: int
) -> None:
    now = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
    wish = Wish(label=label, scopes=frozenset(scopes), expires_at=now + timedelta(days=days))
    with pytest.raises(Misconfigured):
        wish.fit(now)


def test_who_is_not_known_revokes_nothing(people: People) -> None:
    with pytest.raises(Misconfigured, match="there is no such token"):
        Tokens(people.store).revoke(ADMIN, 99, WHY)


def test_a_password_that_an_administrator_sets_revokes_the_tokens_of_its_person(
    people: People,
) -> None:
    people.add(ANA, Role.VIEWER)
    tokens = Tokens(people.store)
    old, short = tokens.issue(ANA, a_wish(people)), tokens.issue(ANA, a_wish(people, days=1))
    other = tokens.issue(ADMIN, a_wish(people))
    people.watch.on(days=2)
    people.administering().set_password(ANA, "another phrase to know", WHY)
    assert tokens.reader(old.text) is None
    assert tokens.reader(other.text) is not None
    with people.store.reading() as view:
        (revoked,) = [one for one in view.people.tokens.all() if one.revoked_at]
        told = view.people.accounts.register().holders[ANA]
    assert revoked.id == old.token.id
    assert told.tokens == {short.token.id}
