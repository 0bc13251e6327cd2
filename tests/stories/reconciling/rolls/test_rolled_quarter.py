"""
A quarter of both systems rolled forward, and tied to NetSuite's accounts to the cent.

Three orders for 2026: B0 and E1 of 120,000.00 USD, 10,000.00 a month, E3 of 60,000.00 EUR, 5,000.00
a month. B0 is invoiced in full in January, a tenth of E1 in March, E3 never. January and February
are posted and closed. In March somebody takes 500.00 USD out of deferred revenue by hand, and moves
what is a contract asset of February to an account of its own.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlencode

import pytest

from bridge.flow.reconciling import daily
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.rolls.tabling import report
from bridge.flow.reconciling.rolls.told import ToldRoll, told
from bridge.flow.reconciling.stating import Ends, Reconciling
from bridge.ledger.accounts import BOOKED
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured
from tests.console.building import a_console, a_reader, browser
from tests.stories.changes.test_a_year_told import approve, close
from tests.stories.reconciling.test_a_quarter import MARCH, UPSELL, by_hand, copied, named
from tests.stories.stand import Stand, a_stand

USD, EUR = Currency("USD"), Currency("EUR")
DEFERRAL, ASSETS = "2500 Deferred Revenue", "1250 Contract Assets"
WANTED = Wanted(as_of=MARCH, periods="2026-01..2026-03", definition="current")


@contextmanager
def a_rolled_quarter(folder: Path) -> Iterator[Stand]:
    """Both systems at the end of March."""
    with a_stand(folder, UPSELL) as opened:
        opened.arrive(*copied("E1"), *copied("E3", "EUR", 600))
        opened.sync()
        for name in ("B0", "E1", "E3"):
            approve(opened, "salesOrder", named(name))
        invoice(opened, "B0", b'{"tranDate":"2026-01-15"}')
        close(opened, 1, 2)
        of_ten = b'{"tranDate":"2026-03-15","item":{"items":[{"orderLine":1,"quantity":10}]}}'
        invoice(opened, "E1", of_ten)
        journal(opened, DEFERRAL, "4000 Revenue", 500)
        journal(opened, ASSETS, DEFERRAL, 20000)
        yield opened


@pytest.fixture
def stand(rolled_quarter: Stand) -> Stand:
    return rolled_quarter


def invoice(stand: Stand, name: str, body: bytes) -> None:
    held = stand.orders()[named(name)]
    stand.ends.netsuite.derive(("salesOrder", held["id"]), "invoice", body)


def journal(stand: Stand, debit: str, credit: str, amount: int) -> None:
    sides = [
        {"line": 0, "account": debit, "debit": amount},
        {"line": 1, "account": credit, "credit": amount},
    ]
    of_march = {"tranDate": "2026-03-10", "line": {"items": sides}}
    names = {"subsidiary": {"externalId": "US-INC"}, "currency": {"externalId": "USD"}}
    by_hand(stand, "POST", "journalEntry", **names, **of_march)


def reconciling(stand: Stand, *assets: str) -> Reconciling:
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
        contract_assets=assets,
    )
    return Reconciling(ends, stand.edition.rulebook)


def rolled(stand: Stand, *assets: str) -> dict[tuple[str, str], ToldRoll]:
    """What is kept of the roll-forwards, by measure and currency."""
    making = reconciling(stand, *assets)
    both = making.gather(making.read())
    kept = roll(stand.ends.store, making.rulebook, WANTED, both)
    return {(one.measure.value, one.currency.code): one for one in told(kept.statement)}


def lines(one: ToldRoll) -> dict[str, list[str]]:
    """The amounts of each line that has any."""
    return {
        line.name: [amount.text() for amount in line.amounts]
        for line in one.lines
        if not line.is_nothing
    }


def test_a_quarter_rolls_forward_and_ties_to_the_accounts(stand: Stand) -> None:
    found = rolled(stand, ASSETS)
    assert all(one.ties for one in found.values())
    assert lines(found["bookings", "USD"]) == {
        "opening": ["0.00", "240000.00", "240000.00"],
        "new": ["240000.00", "0.00", "0.00"],
        "closing": ["240000.00", "240000.00", "240000.00"],
    }
    assert lines(found["arr", "EUR"])["closing"] == ["60000.00"] * 3
    assert lines(found["obligations", "USD"]) == {
        "opening": ["0.00", "220000.00", "200000.00"],
        "new_bookings": ["240000.00", "0.00", "0.00"],
        "revenue": ["-20000.00"] * 3,
        "closing": ["220000.00", "200000.00", "180000.00"],
        "current": ["220000.00", "200000.00", "180000.00"],
    }
    # In March what is billed of E1 covers 12,000.00 of the 20,000.00 that were recognised ahead.
    assert lines(found["deferred", "USD"]) == {
        "opening": ["0.00", "110000.00", "100000.00"],
        "billings": ["120000.00", "0.00", "12000.00"],
        "revenue": ["-20000.00", "-20000.00", "0.00"],
        "journals": ["0.00", "0.00", "-500.00"],
        "contract_assets": ["10000.00", "10000.00", "-12000.00"],
        "closing": ["110000.00", "100000.00", "99500.00"],
        "not_reclassified": ["-10000.00", "-20000.00", "12000.00"],
        f"account {DEFERRAL}": ["100000.00", "80000.00", "111500.00"],
    }
    assert lines(found["unbilled", "USD"]) == {
        "opening": ["0.00", "10000.00", "20000.00"],
        "recognised_ahead": ["10000.00", "10000.00", "0.00"],
        "billed_since": ["0.00", "0.00", "-12000.00"],
        "closing": ["10000.00", "20000.00", "8000.00"],
        "not_reclassified": ["-10000.00", "-20000.00", "12000.00"],
        f"account {ASSETS}": ["0.00", "0.00", "20000.00"],
    }
    assert lines(found["billings", "USD"])["closing"] == ["120000.00", "0.00", "12000.00"]
    assert lines(found["unbilled", "EUR"])["closing"] == ["5000.00", "10000.00", "10000.00"]


def test_bookings_are_closed_by_what_the_ledger_has_whatever_lines_were_gathered(
    stand: Stand,
) -> None:
    """Two lines of 120,000.00 are of January; what was sold later in the year is counted, too."""
    making = reconciling(stand, ASSETS)
    both = making.gather(making.read())
    year = replace(WANTED, periods="2026-01..2026-12")
    with stand.ends.store.reading() as view:
        held = -view.ledger.balances()[BOOKED, USD].minor
    gone = next(one for one in both.sides.booked if one.base == USD)
    lost = tuple(one for one in both.sides.booked if one is not gone)
    doubled = (*both.sides.booked, gone)
    for gathered, gap in ((both.sides.booked, 0), (lost, 12_000_000), (doubled, -12_000_000)):
        sides = replace(both.sides, booked=gathered)
        found = roll(stand.ends.store, making.rulebook, year, replace(both, sides=sides)).rolls
        dollars = found.of(Measured.BOOKINGS, USD)
        assert dollars is not None
        assert dollars.months[-1].closing == held
        assert [one.gap for one in dollars.months] == [gap, *[0] * 11]


def test_without_an_account_for_contract_assets_they_are_untied_and_the_move_is_a_journal(
    stand: Stand,
) -> None:
    found = rolled(stand)
    unbilled = found["unbilled", "USD"]
    assert unbilled.difference == Money(2_000_000, USD)
    assert lines(unbilled)["difference"] == ["-10000.00", "-20000.00", "-8000.00"]
    assert lines(found["deferred", "USD"])["journals"] == ["0.00", "0.00", "19500.00"]
    assert found["deferred", "USD"].ties, "its accounts hold what it says all the same"


def test_the_report_has_the_lines_of_what_is_kept_and_says_what_each_measure_means(
    stand: Stand,
) -> None:
    found = rolled(stand, ASSETS)
    with stand.ends.store.reading() as view:
        kept = view.reconciling.statements.last("rolls", "2026-01..2026-03")
        assert kept is not None
        table = report(view, kept)
    assert table.evidence.ties == "every roll-forward ties"
    assert table.evidence.rulebook == stand.edition.rulebook.version
    assert len(table.rows) == sum(
        len(one.says) + len(one.shares) + len(one.lines) * 3 for one in found.values()
    )
    held = [row for row in table.rows if row[:3] == ("Deferred revenue", "2026-03", "Closing")]
    assert [row[3] for row in held] == [Money(0, EUR), Money(9_950_000, USD)]


def test_the_daemon_keeps_the_roll_forwards_of_a_year_with_its_statements(stand: Stand) -> None:
    making = reconciling(stand, ASSETS)
    daily.state_all(making.ends, lambda: making.rulebook, {}, None)
    with stand.ends.store.reading() as view:
        kept = view.reconciling.statements.last("rolls", "")
    assert kept is not None
    assert kept.content["ties"]
    assert {one.measure for one in told(kept)} == set(Measured) - {Measured.REPORTED}
    assert kept.content["definition"]["name"] == "current"


def test_a_movement_leads_to_its_lines_and_each_of_these_to_what_explains_it(stand: Stand) -> None:
    making = reconciling(stand, ASSETS)
    roll(stand.ends.store, making.rulebook, YEAR, making.gather(making.read()))
    with a_console(stand.ends.store, a_reader()) as console:
        pages = browser(replace(console, edition=lambda: stand.edition))
        asked = {"currency": "USD", "measure": "deferred", "period": "2026-03"}
        recurring = {**asked, "measure": "arr", "period": "2026-01", "line": "new"}
        page = pages.get(f"/reconciliation/rolls?{urlencode(recurring)}").text
        assert "Recurring revenue: New, 2026-01" in page
        assert "have changed since" not in page
        for line, amounts in SHOWN.items():
            page = pages.get(f"/reconciliation/rolls?{urlencode({**asked, 'line': line})}").text
            lines = page.partition('id="lines"')[2].partition("</section>")[0]
            assert "have changed since" not in lines
            assert re.findall(r'<span aria-hidden="true">([^<]*)<', lines) == amounts
        total, of_line = re.findall(r'/explain\?ref=([^"]*)"', lines)
        assert unquote(of_line).startswith(f"{unquote(total)}?of=")
        said = pages.get(f"/explain?ref={of_line}").text
        assert f"/explain?ref={named('E1')}/1" in said
        assert "comes out to the same cents" in said


YEAR = Wanted(as_of=MARCH, definition="current")
#: The title has the sum.
SHOWN = {
    "journals": ["(500.00)", "(500.00)"],
    "billings": ["12,000.00", "12,000.00"],
}
