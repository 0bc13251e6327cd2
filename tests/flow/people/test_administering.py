from collections.abc import Callable

import pytest
from sqlalchemy import text

from bridge.errors import Misconfigured, NotPermitted
from bridge.people.accounts import Origin
from bridge.people.roles import Role
from tests.flow.people.peopling import ADMIN, ANA, BEN, CHEAP, PASSWORD, WHY, People


def test_whoever_has_the_machine_makes_the_first_administrator(nobody: People) -> None:
    made = nobody.administering("root").first(ADMIN, PASSWORD)
    (grant,) = made.grants
    assert (grant.role, grant.by, grant.origin) == (Role.ADMIN, "root", Origin.SET_UP)
    assert nobody.entries() == [
        ("ACCOUNT_MADE", "root"),
        ("ACCOUNT_CHANGED", "root"),
        ("ROLE_GRANTED", "root"),
    ]


def test_there_is_one_first_administrator_only(people: People) -> None:
    with pytest.raises(NotPermitted, match="there is an administrator already"):
        people.administering("root").first("Mallory", PASSWORD)


def test_without_an_account_nobody_is_administered(nobody: People) -> None:
    with pytest.raises(Misconfigured, match="there is no account yet"):
        nobody.administering("root").add(ANA, WHY)


def test_an_administrator_adds_people_and_gives_them_roles(people: People) -> None:
    people.add(ANA, Role.APPROVER, Role.VIEWER)
    found = people.account("ána EXAMPLE")
    assert (found.name, found.roles) == (ANA, frozenset({Role.APPROVER, Role.VIEWER}))
    assert {(grant.by, grant.reason) for grant in found.grants} == {(ADMIN, WHY)}
    assert people.store.verify() == ()


def test_two_people_do_not_share_the_letters_of_a_name(people: People) -> None:
    people.add(ANA)
    for name in ("ANA  example", "Ána-Example", "anaexample"):
        with pytest.raises(Misconfigured, match="Ana Example has an account here"):
            people.add(name)


def test_nobody_grants_a_role_to_himself(people: People) -> None:
    with pytest.raises(NotPermitted, match="nobody grants a role to himself"):
        people.administering("ada  ADMIN").grant(ADMIN, Role.APPROVER, WHY)


def test_who_is_no_administrator_changes_nobody(people: People) -> None:
    people.add(ANA, *(role for role in Role if role is not Role.ADMIN))
    people.add(BEN)
    administering = people.administering(ANA)
    acts: tuple[Callable[[], object], ...] = (
        lambda: administering.add("Mallory", WHY),
        lambda: administering.grant(BEN, Role.ADMIN, WHY),
        lambda: administering.revoke(ADMIN, Role.ADMIN, WHY),
        lambda: administering.disable(BEN, WHY),
        lambda: administering.set_password(BEN, PASSWORD, WHY),
    )
    for act in acts:
        with pytest.raises(NotPermitted, match="this takes the role admin") as refused:
            act()
        assert refused.value.roles == (Role.ADMIN,)
    assert people.account(BEN).roles == frozenset()


def test_who_has_no_account_or_a_disabled_one_changes_nobody(people: People) -> None:
    people.add(ANA, Role.ADMIN)
    people.administering().disable(ANA, "she left")
    for who in ("Mallory", ANA):
        with pytest.raises(NotPermitted, match="has no account here, or one that is disabled"):
            people.administering(who).enable(ANA, WHY)


def test_the_last_administrator_keeps_the_role_and_stays_enabled(people: People) -> None:
    people.add(ANA, Role.ADMIN)
    people.administering(ANA).revoke(ADMIN, Role.ADMIN, WHY)
    for act in (people.administering(ANA).disable, _revoking(people)):
        with pytest.raises(NotPermitted, match="Ana Example is the last administrator"):
            act(ANA, WHY)


def _revoking(people: People) -> Callable[[str, str], object]:
    return lambda name, why: people.administering(name).revoke(name, Role.ADMIN, why)


def test_where_all_administrators_are_gone_there_is_a_way_back_in(people: People) -> None:
    with people.store.transaction("gone") as tx:
        tx.people.accounts.disable(people.account(ADMIN), "by the identity provider")
    found = people.administering("root").first(ADMIN, PASSWORD)
    assert (found.is_enabled, found.roles) == (True, frozenset({Role.ADMIN}))
    assert people.store.verify() == ()


def test_a_role_is_given_and_taken_once(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    with pytest.raises(Misconfigured, match="Ana Example is viewer already"):
        people.administering().grant(ANA, Role.VIEWER, WHY)
    people.administering().revoke(ANA, Role.VIEWER, "she left finance")
    with pytest.raises(Misconfigured, match="Ana Example is not viewer"):
        people.administering().revoke(ANA, Role.VIEWER, WHY)


def test_what_is_done_to_people_has_a_reason(people: People) -> None:
    people.add(ANA)
    for reason in ("", "  ", "\x00", "x" * 5000):
        with pytest.raises(Misconfigured, match="the reason"):
            people.administering().grant(ANA, Role.VIEWER, reason)


def test_what_is_no_address_is_refused(people: People) -> None:
    for email in ("ana", "ana@", "@example.com", "a b@example.com", "x\n@e.com"):
        with pytest.raises(Misconfigured, match="no e-mail address"):
            people.administering().add(ANA, WHY, email=email)


def test_who_is_not_known_is_not_changed(people: People) -> None:
    for act in (people.administering().disable, people.administering().enable):
        with pytest.raises(Misconfigured, match="there is no such account"):
            act("Mallory", WHY)


def test_a_role_that_is_written_into_the_tables_alone_is_found(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    with people.store.transaction("tampered") as tx:
        tx.people.accounts._session.connection().execute(
            text("UPDATE role_grant SET role = 'admin' WHERE role = 'viewer'")
        )
    (finding,) = people.store.verify()
    assert finding.says == "the account Ana Example is not as the ledger tells it"


def test_an_administrator_sets_a_password_that_will_do(people: People) -> None:
    people.add(ANA)
    with pytest.raises(Misconfigured, match="fewer than 15"):
        people.administering().set_password(ANA, "short", WHY)
    people.administering().set_password(ANA, "another phrase to know", WHY)
    with people.store.reading() as view:
        kept = view.people.accounts.password(people.account(ANA).id)
    assert CHEAP.matches(kept, "another phrase to know")
