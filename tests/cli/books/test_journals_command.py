"""`bridge journals`: what is proposed, and that a person posted it."""

import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from bridge import app, stage
from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.netsuite.session import Call
from bridge.model.ids import canonical
from tests.cli.calls import Ended, call
from tests.cli.conftest import RULES

CREDITS = Path("tests/scenarios/f-prepaid-credits-with-overage.cpq.json").absolute()


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Settings of books in which a pass has recorded prepaid credits that were used."""
    folder = tmp_path_factory.mktemp("journals")
    plan = stage.Plan(seeds=(CREDITS,), folder=folder / "sandbox", rules=RULES)
    with stage.sandbox(plan) as opened:
        assert call("sync", "--once", "--config", opened[1]).code == 0
        yield opened[1]


def journals(config: Path, *words: str) -> Ended:
    return call("journals", *words, "--config", config)


def post_by_hand(config: Path, amount: Decimal) -> str:
    """Post a journal in NetSuite; return its internal id."""
    lines = [
        {"account": "2500 Deferred Revenue", "debit": amount},
        {"account": "4000 Revenue", "credit": amount},
    ]
    body = {"currency": {"externalId": "USD"}, "line": {"items": lines}}
    written = Call(
        operation="by hand",
        method="POST",
        path="/services/rest/record/v1/journalEntry",
        headers={"Content-Type": "application/json"},
        body=canonical({"tranDate": "2026-03-31", **body}),
    )
    netsuite = NetSuite(app.settings_of(config).netsuite, app.now, time.sleep)
    try:
        answer = netsuite._session.write(written)
    finally:
        netsuite.close()
    return answer.headers["Location"].rpartition("/")[2]


def test_journals_are_listed_shown_and_told_to_be_posted(config: Path) -> None:
    listed = journals(config, "list", "--json").form["journals"]
    amounts = [(one["dated"], one["amount"], one["state"]) for one in listed]
    assert amounts == [
        ("2026-03-31", "1600.00", "PREPARED"),
        ("2026-06-30", "2400.00", "PREPARED"),
        ("2026-09-30", "3200.00", "PREPARED"),
        ("2026-12-31", "800.00", "PREPARED"),
    ]
    first = listed[0]["journal"]
    told = journals(config, "show", first)
    assert "DEFERRED-CREDITS" in told.out
    sides = journals(config, "show", first, "--json").form["lines"]
    assert [(one["account"], one["debit"], one["credit"]) for one in sides] == [
        ("DEFERRED-CREDITS", "1600.00", None),
        ("USAGE-REVENUE", None, "1600.00"),
    ]
    number = post_by_hand(config, Decimal(1600))
    done = journals(config, "posted", first, "--id", number, "--as", "Ana")
    assert (done.code, done.out) == (0, f"{first} is posted as {number}\n")
    assert [one["journal"] for one in journals(config, "list", "--due", "--json").form["journals"]]
    assert number in journals(config, "list").out
    assert first not in journals(config, "list", "--due").out
    entries = call("deals", "show", listed[0]["deal"], "--json", "--config", config).form["entries"]
    assert (entries[-1]["kind"], entries[-1]["actor"]) == ("ACKNOWLEDGED", "Ana")


def test_what_does_not_tie_is_wrong_use(config: Path) -> None:
    last = journals(config, "list", "--json").form["journals"][-1]["journal"]
    number = post_by_hand(config, Decimal(700))
    done = journals(config, "posted", last, "--id", number, "--as", "Ana")
    assert done.code == 2
    assert "proposed are 800.00 USD" in done.err
    assert journals(config, "show", "bridge-none-pj-1").code == 2
