"""Merges in the console: listed, shown with what they wait for, approved with a reason."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.tables import DocumentRow
from bridge.console.parts import Console
from bridge.flow.merging.approving import asked_for
from bridge.model.ids import Digest
from bridge.people.roles import Role
from bridge.settings import Settings
from tests.console.api.asking import Program, problem
from tests.console.building import NOWHERE, Browser, a_console, a_reader, browser
from tests.databases import with_tables
from tests.flow.merging.acts import upsell
from tests.flow.merging.building import MERGE
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.posting.netsuite_in_memory import Present


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    clock = Present()
    url = with_tables(f"sqlite:///{tmp_path / 'bridge.sqlite'}")
    with Store(url, clock=clock) as opened:
        upsell(opened, Merges(), clock)
        yield opened
        assert opened.verify() == ()


@pytest.fixture
def console(store: Store) -> Iterator[Console]:
    account = {**NOWHERE["netsuite"], "merge_approvers": ["Ana Example"]}
    settings = Settings.model_validate({**NOWHERE, "netsuite": account})
    with a_console(store, a_reader()) as built:
        yield replace(built, settings=settings)


@pytest.fixture
def anybody(console: Console) -> Browser:
    return browser(console)


def test_whom_the_setting_does_not_name_approves_nothing_on_a_page_or_through_the_api(
    console: Console,
) -> None:
    ines = browser(replace(console, guest=a_reader(Role.APPROVER, name="Ines Falk")))
    page = ines.get(f"/merges/{MERGE}").text
    assert "names: Ana Example" in page
    assert f'action="/merges/{MERGE}/approve"' not in page
    refused = ines.post(f"/merges/{MERGE}/approve", data={"reason": "I agree"})
    assert (refused.status_code, "Ines Falk is not among" in refused.text) == (422, True)
    program = Program(ines)
    for act in ("approve", "accept"):
        answer = agreed(program, act, tag_of(program))
        assert problem(answer) == (422, "misconfigured")
    assert program.read("/merges")["merges"] == [program.read(f"/merges/{MERGE}")]
    assert problem(program.get("/merges/none")) == (404, "missing")
    assert problem(program.post("/merges/none/approve", {"reason": "x"})) == (404, "missing")


def test_a_merge_is_approved_with_a_reason_by_whoever_reads(anybody: Browser, store: Store) -> None:
    path = f"/merges/{MERGE}"
    assert f'href="{path}"' in anybody.get("/merges").text
    assert "NetSuite could not be asked" in anybody.get(path).text
    assert anybody.post(f"{path}/approve", data=seen(anybody, " ")).status_code == 422
    assert anybody.post(f"{path}/accept", data=seen(anybody, "as made")).status_code == 422
    done = anybody.post(f"{path}/approve", data=seen(anybody, "as agreed with the customer"))
    assert (done.status_code, done.headers["location"]) == (303, path)
    page = anybody.get(path).text
    assert "by Ana Example" in page
    assert f'action="{path}/approve"' not in page
    with store.reading() as view:
        (entry,) = (one for one in view.ledger.entries() if one.kind == "MERGE_APPROVED")
    assert (entry.actor, entry.refs["document"]) == ("Ana Example", MERGE)


def test_a_merge_that_changed_since_it_was_seen_is_not_agreed_to(
    anybody: Browser, store: Store
) -> None:
    program = Program(anybody)
    page, tag = seen(anybody, "as agreed"), tag_of(program)
    with store._session(writes=True) as session:
        row = session.get_one(DocumentRow, MERGE)
        before, row.digest = row.digest, Digest("f" * 64)
        session.add(row)
        session.commit()
    for act in ("approve", "accept"):
        refused = anybody.post(f"/merges/{MERGE}/{act}", data=page)
        assert (refused.status_code, "changed meanwhile" in refused.text) == (409, True)
        assert anybody.post(f"/merges/{MERGE}/{act}", data={"reason": "x"}).status_code == 409
        assert problem(agreed(program, act, tag)) == (412, "stale")
        without = program.post(f"/merges/{MERGE}/{act}", {"reason": "as agreed"})
        assert problem(without) == (428, "if-match-missing")
    assert program.read(f"/merges/{MERGE}")["approval"] is None
    with store._session(writes=True) as session:
        session.get_one(DocumentRow, MERGE).digest = before
        session.commit()
    done = agreed(program, "approve", tag)
    assert (done.status_code, done.headers["etag"]) == (200, tag_of(program))
    assert done.headers["etag"] != tag


def seen(anybody: Browser, reason: str) -> dict[str, str]:
    """Return what the form of a merge sends that was looked at now."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', anybody.get(f"/merges/{MERGE}").text)
    assert found is not None
    return {"reason": reason, "seen": found[1]}


def tag_of(program: Program) -> str:
    return program.get(f"/merges/{MERGE}").headers["etag"]


def agreed(program: Program, act: str, tag: str) -> httpx.Response:
    return program.post(f"/merges/{MERGE}/{act}", {"reason": "as agreed"}, if_match=tag)


def test_one_gets_from_the_deal_to_its_merge_and_back(anybody: Browser, store: Store) -> None:
    with store.reading() as view:
        (deal,) = (one.document.deal for one in asked_for(view, settled=True))
    assert f'href="/merges/{MERGE}"' in anybody.get(f"/deals/{deal}").text
    assert f'href="/deals/{deal}"' in anybody.get(f"/merges/{MERGE}").text


def test_a_merge_that_there_is_not_is_not_found(anybody: Browser) -> None:
    assert anybody.get("/merges/none").status_code == 404
