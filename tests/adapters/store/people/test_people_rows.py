"""People in the store, on both databases: what sign-ins and lists rely on."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy.exc import IntegrityError

from bridge.adapters.store.people.states import Underway
from bridge.adapters.store.people.tables import AccountRow
from bridge.adapters.store.tables import Unstorable
from bridge.people.accounts import Identity, Origin
from bridge.people.preferences import Preferences
from bridge.people.roles import Role
from bridge.people.sessions import Limits, Visit
from bridge.people.tokens import Scope, Wish
from tests.adapters.store.opening import moment, opened

HERE = Visit(address="127.0.0.1", agent="x" * 1000)
ANA = "Ana Example"
UNDERWAY = Underway(nonce="n", verifier="v", goes_to="/", begun_at=moment(), proves=True)
KNOWN = Identity(issuer="https://id.example.com", subject="42")


def test_what_is_kept_of_people_comes_back_as_it_was(store_url: str) -> None:
    limits = Limits(tries_of_name=1)
    with opened(store_url) as store:
        with store.transaction("people", actor="root") as tx:
            people = tx.people
            ana = people.accounts.make(ANA, "why", email="ana@example.com", identity=KNOWN)
            people.accounts.grant(ana, Role.ADMIN, "why", Origin.SET_UP)
            people.accounts.set_password(ana, "kept", "why")
            people.accounts.prefer(ana, Preferences(time_zone="Europe/Zurich"))
            people.sessions.begin(ana, "secret", HERE)
            wish = Wish(
                label="export",
                scopes=frozenset({Scope.READ, Scope.CHECK}),
                expires_at=moment() + timedelta(days=1),
            )
            people.tokens.issue(ana, "rb_text", wish)
            people.tries.begin(ANA, "127.0.0.1")
            people.states.begin("state", UNDERWAY)
        with store.transaction("people") as tx:
            people = tx.people
            found = people.accounts.named("ana EXAMPLE")
            assert found == people.accounts.identified(KNOWN)
            session, token = people.sessions.live("secret", limits), people.tokens.live("rb_text")
            assert (session is not None, token is not None) == (True, True)
            assert session is None or (session.account, len(session.visit.agent)) == (found, 200)
            assert token is None or token.scopes == wish.scopes
            assert people.tries.wait(ANA, "10.0.0.1", limits) == timedelta(minutes=15)
            assert people.states.end("state") == UNDERWAY
            assert people.states.end("state") is None
        assert store.verify() == ()


def test_accounts_are_as_the_ledger_tells_them_while_time_goes_on(store_url: str) -> None:
    ticks = count()
    with opened(store_url, lambda: moment() + timedelta(seconds=next(ticks))) as store:
        with store.transaction("people", actor="root") as tx:
            ana = tx.people.accounts.make(ANA, "why")
        assert store.verify() == ()
        for altered, findings in ((timedelta(seconds=1), 0), (timedelta(days=1), 1)):
            with store.transaction("altered") as tx:
                row = tx.people.accounts._row(ana.id)
                row.made_at = ana.made_at - altered
            assert len(store.verify()) == findings


def test_the_database_refuses_two_accounts_of_one_name_and_of_one_subject(store_url: str) -> None:
    def row(key: str, subject: str) -> AccountRow:
        return AccountRow(
            name=ANA,
            key=key,
            email=None,
            password=None,
            issuer="i",
            subject=subject,
            made_at=moment(),
            disabled_at=None,
            seen_at=None,
            prefers="{}",
        )

    with opened(store_url) as store:
        for one, other in ((row("a", "1"), row("a", "2")), (row("a", "1"), row("b", "1"))):
            with pytest.raises(Unstorable) as refused, store.transaction("twice") as tx:
                tx.people.accounts._session.add_all([one, other])
            assert isinstance(refused.value.__cause__, IntegrityError)
