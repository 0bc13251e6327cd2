"""
A quarter of deferred revenue and contract assets by hand, the same to the cent wherever it is told.

Customer A opens with 200,000.00 billed ahead, is billed 350,000.00 in January, and 100,000.00 a
month are recognised of 1,200,000.00. Customer B opens with 30,000.00 recognised ahead of billing,
40,000.00 a month are recognised of 470,000.00, and 100,000.00 are billed in March. So 200,000.00
and 30,000.00, billings of 450,000.00 and revenue of 420,000.00 lead to 250,000.00 and 50,000.00;
450,000.00 of revenue to date and what remains are the 1,670,000.00 of both contracts.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.stating import Gathered
from bridge.reconcile.rolls.accounts import Accounting, Balance, BilledLine
from tests.adapters.netsuite.scripted import SetClock
from tests.adapters.store.opening import opened
from tests.console.building import a_console, a_reader, browser
from tests.console.pages.reconciliation.test_rolls_page import shown
from tests.reconcile.worlds import PERIODS, USD, Line, a_line, plan, sides
from tests.stories.stand import SHIPPED, edition_of

DEFERRAL = "2500"
RULES = edition_of(SHIPPED).rulebook
NOW = datetime(2026, 4, 1, 5, tzinfo=UTC)
K = 100_000  #: minor units of a thousand
#: Opening, and the closings of January to March, of what both contracts come to.
BALANCES = {
    "deferred": ("200,000.00", "450,000.00", "350,000.00", "250,000.00"),
    "unbilled": ("30,000.00", "70,000.00", "110,000.00", "50,000.00"),
    "obligations": ("1,640,000.00", "1,500,000.00", "1,360,000.00", "1,220,000.00"),
}
BILLINGS = ("350,000.00", "0.00", "100,000.00")


def contracts() -> tuple[Line, Line]:
    a, b = a_line(1, date(2025, 12, 1), 13, 100 * K), a_line(3, date(2025, 12, 1), 12, 40 * K)
    a.posted = b.posted = 4
    months = a.served()
    plan(a, {**dict.fromkeys(months[1:], 100 * K)})
    plan(b, {months[0]: 30 * K, **dict.fromkeys(months[1:12], 40 * K)})
    return a, b


def billed(order: str, period: str, thousands: int) -> tuple[BilledLine, Balance]:
    line = BilledLine(f"INV{period}", 1, order, 1, "", period, DEFERRAL, USD, thousands * K)
    return line, Balance(DEFERRAL, period, "CustInvc", USD, thousands * K)


def accounting() -> Accounting:
    """What is billed, and the journals of 30,000.00 and of three times 140,000.00."""
    invoices = (
        billed("90001", "2025-12", 200),
        billed("90001", "2026-01", 350),
        billed("90003", "2026-03", 100),
    )
    revenue = (("2025-12", 30), ("2026-01", 140), ("2026-02", 140), ("2026-03", 140))
    return Accounting(
        billed=tuple(line for line, _ in invoices),
        balances=(
            *(balance for _, balance in invoices),
            *(Balance(DEFERRAL, name, "Journal", USD, -minor * K) for name, minor in revenue),
        ),
        deferral=frozenset({DEFERRAL}),
        assets=frozenset({"1250"}),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("by_hand")
    with closing(opened(f"sqlite:///{folder / 'bridge.sqlite'}", SetClock(NOW))) as found:
        yield found


@pytest.fixture(scope="module")
def kept(store: Store) -> KeptStatement:
    both = Gathered(
        sides=sides(*contracts()),
        periods=tuple(one for one in PERIODS if "2025-12" <= one.name <= "2026-12"),
        unread=Unread(),
        unread_forms=[],
        read_at=NOW,
        accounting=accounting(),
    )
    wanted = Wanted(as_of=date(2026, 3, 31), periods="2026-01..2026-03", definition="current")
    rolled = roll(store, RULES, wanted, both)
    assert rolled.rolls.ties
    with store.transaction("test") as tx:
        return tx.reconciling.statements.keep(
            rolled.statement.content, as_of=rolled.statement.as_of, measure="rolls", period=""
        )


def plain(amounts: tuple[str, ...]) -> list[str]:
    return [one.replace(",", "") for one in amounts]


def test_what_is_kept_is_the_quarter_by_hand(kept: KeptStatement) -> None:
    by_measure = {one["measure"]: one for one in kept.content["rolls"]}
    for name, amounts in BALANCES.items():
        months = by_measure[name]["months"]
        assert [one["opening"] for one in months] == plain(amounts[:-1]), name
        assert [one["closing"] for one in months] == plain(amounts[1:]), name
        assert {one["gap"] for one in months} == {"0.00"}
    assert [one["closing"] for one in by_measure["billings"]["months"]] == plain(BILLINGS)
    assert {one["gap"] for one in by_measure["billings"]["months"]} == {"0.00"}
    # What is not moved to contract assets stands in the account: 250,000.00 less 50,000.00.
    [tie] = by_measure["deferred"]["ties"][-1:]
    assert tie["accounts"] == {DEFERRAL: "200000.00"}
    assert (tie["named"], tie["difference"]) == ({"not_reclassified": "-50000.00"}, "0.00")


def test_page_and_api_tell_the_same_amounts_in_every_period(
    kept: KeptStatement, store: Store
) -> None:
    with a_console(store, a_reader()) as console:
        pages = browser(console)
        html = pages.get("/reconciliation/rolls?currency=USD").text
        told = pages.get(f"/api/v1/reconciliation/rolls/{kept.id}").json()
    by_measure = {one["measure"]: one["lines"] for one in told["rolls"]}
    for name, amounts in BALANCES.items():
        for line, wanted in (("Opening", amounts[:-1]), ("Closing", amounts[1:])):
            [row] = [one for one in shown(html, name) if one.startswith(line)]
            places = [row.index(amount) for amount in wanted]
            assert places == sorted(places), (name, row)
            [form] = [one for one in by_measure[name] if one["title"] == line]
            minors = [in_minor(amount) for amount in wanted]
            assert [one["minor"] for one in form["amounts"]] == minors


def in_minor(amount: str) -> int:
    return int(amount.replace(",", "").replace(".", ""))
