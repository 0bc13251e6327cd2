"""What cannot be taken back as it was: the page says so."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.console import saying
from bridge.console.pages.exceptions import bulk
from bridge.people.accounts import Origin
from bridge.people.roles import Role
from bridge.queue.acts import Assign
from bridge.queue.life import Life
from tests.adapters.store.opening import judge, opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.ledger.building import a_deal, flagged

ANA, BEN = "Ana Example", "Ben"


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as found:
        judge(found, *(flagged(a_deal(deal=f"80100000000000{one}AAA")) for one in (1, 2)))
        yield found


@pytest.fixture
def ana(books: Store) -> Iterator[Browser]:
    with a_console(books, a_reader()) as built:
        yield browser(replace(built, guest=a_reader()))


def leave(books: Store, name: str) -> None:
    with books.transaction("people", actor="Root") as tx:
        account = tx.people.accounts.named(name)
        assert account is not None
        tx.people.accounts.disable(account, "left")


@pytest.mark.parametrize("path", ["/exceptions/2/undo", "/exceptions/undo"])
def test_what_somebody_had_who_was_disabled_since_goes_back_to_nobody(
    ana: Browser, books: Store, path: str
) -> None:
    with books.transaction("people", actor="Root") as tx:
        accounts = tx.people.accounts
        hired = {name: accounts.make(name, "hired") for name in (ANA, BEN)}
        accounts.grant(hired[ANA], Role.FINANCE_REVIEWER, "hired", Origin.PERSON)
    with books.transaction("triage", actor=ANA) as tx:
        tx.lives.act(2, Assign(BEN))
        tx.lives.act(2, Assign(ANA))
    leave(books, BEN)
    ana.post(path, data={"number": ["2"]})
    page = ana.get("/exceptions/2").text
    assert "Nobody answers for 2 now: Ben, who did, cannot sign in any more." in page
    with books.reading() as view:
        assert view.cases.known(2).lived.life == Life()
        told = [one.act.name for one in view.lives.story(2)]
    assert told == ["assign", "assign", "undo", "assign"]
    assert books.verify() == ()


def test_more_than_one_click_takes_back_is_done_and_said_to_be_without_undo(
    ana: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (bulk, saying):
        monkeypatch.setattr(module, "UNDO_MAX", 1)
    ana.post("/exceptions/bulk", data={"act": "assign", "number": ["1", "2"]})
    page = ana.get("/exceptions").text
    assert "2 exceptions done, without Undo: it takes 1 at once." in page
    assert 'action="/exceptions/undo' not in page
