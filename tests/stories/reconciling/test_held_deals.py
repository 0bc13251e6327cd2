"""Deals that wait for a person with their order in NetSuite are missing on neither side."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.rolls.told import told as told_rolls
from bridge.flow.reconciling.stating import Asked, Ends, Reconciled, Reconciling
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured
from tests.stories.stand import RAMP, Stand, a_stand, changed_rules

MARCH = date(2026, 3, 31)
#: The last step ends before it begins, and the order says 13,230.00 more than its lines.
BROKEN: tuple[dict[str, object], ...] = (
    {"type": "OrderItem", "key": "OI-A3", "EndDate": "2027-06-30"},
    {"type": "Order", "key": "O-A", "TotalAmount": "574830.00"},
)


#: Of three years at 108,000, 189,000 and 264,600 at the end of the first March, by definition.
RATES = {
    "current": "108000.00",
    "committed": "108000.00",
    "entry": "108000.00",
    "exit": "264600.00",
    "average": "187200.00",
}


def bookings(stand: Stand, *, offline: bool = False) -> Reconciled:
    return stated(stand, Asked(as_of=MARCH, measure=Measures.BOOKINGS, offline=offline))


def stated(stand: Stand, asked: Asked) -> Reconciled:
    return reconciling(stand).run(asked)


def reconciling(stand: Stand) -> Reconciling:
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
    )
    return Reconciling(ends, stand.edition.rulebook)


def told(found: Reconciled) -> dict[str, str]:
    [one] = found.statements
    assert one.ties
    return {code: one.amount(code).text() for code in one.classes}


def test_an_order_that_became_unreadable_or_inactive_waits_for_a_person_and_is_no_error(
    tmp_path: Path,
) -> None:
    usd = Currency("USD")
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        assert told(bookings(stand)) == {}
        stand.arrive(*BROKEN)
        stand.sync()
        assert [code for code, _ in stand.codes()] == ["TOTALS_DIFFER"]
        assert told(bookings(stand)) == {"SUS-1": "-13230.00"}
        stand.sync()
        unreadable = bookings(stand)
        assert told(unreadable) == {"SUS-1": "-13230.00"}, "it is not for one pass alone"
        assert unreadable.unread.changed == ()
        assert unreadable.errors({usd: Money(1, usd)}) == ()
        stand.arrive({"type": "Order", "key": "O-A", "Status": "Draft"})
        stand.sync()
        assert [code for code, _ in stand.codes()] == ["ORDER_NOT_ACTIVE"]
        inactive = bookings(stand)
        assert told(inactive) == {"SUS-1": "561600.00"}
        assert inactive.errors({usd: Money(1, usd)}) == ()


def test_what_is_ordered_of_a_step_that_salesforce_has_no_more_waits_with_its_deal(
    tmp_path: Path,
) -> None:
    """The third year of the ramp, 264,600.00, is sold no more, and NetSuite still has it."""
    usd = Currency("USD")
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.delete("OrderItem", "OI-A3")
        stand.arrive({"type": "Order", "key": "O-A", "TotalAmount": "297000.00"})
        stand.sync()
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "-264600.00")]
        found = bookings(stand)
        assert told(found) == {"SUS-1": "264600.00"}
        assert found.errors({usd: Money(1, usd)}) == ()
        last = Asked(as_of=MARCH, measure=Measures.ARR, definition="exit")
        assert started(stated(stand, last)) == "189000.00", "it recurs as it is sold now"


def test_an_order_whose_currency_is_another_one_now_stops_no_statement(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.arrive({"type": "Order", "key": "O-A", "CurrencyIsoCode": "EUR"})
        stand.sync()
        assert {code for code, _ in stand.codes()} == {"MIXED_CURRENCIES"}
        assert {
            one.currency.code: {code: one.amount(code).text() for code in one.classes}
            for one in bookings(stand).statements
            if one.ties
        } == {"EUR": {"SUS-1": "-561600.00"}, "USD": {"SUS-1": "561600.00"}}


@pytest.mark.parametrize("treatment", ["as_segments", "straight_line_total"])
def test_a_ramp_that_waits_recurs_as_before_whatever_its_orders_days(
    tmp_path: Path, treatment: str
) -> None:
    """By the second rule each order line has the days of all three years."""
    rules = changed_rules(tmp_path, "ramps.yaml", "as_segments]", f"{treatment}]")
    with a_stand(tmp_path / "stand", RAMP, rules=rules) as stand:
        stand.sync()
        stand.arrive({"type": "Order", "key": "O-A", "TotalAmount": "574830.00"})
        stand.sync()
        assert stand.codes() == [("TOTALS_DIFFER", "0.00")]
        asked = {one: Asked(as_of=MARCH, measure=Measures.ARR, definition=one) for one in RATES}
        assert {one: started(stated(stand, each)) for one, each in asked.items()} == RATES
        assert rolled(stand) == {
            "opening": ["108000.00", "108000.00"],
            "expansion": ["0.00", "81000.00"],
            "closing": ["108000.00", "189000.00"],
            "unknown": ["13230.00", "13230.00"],
        }, "nobody knows how that recurs which the order says beyond its lines"


def test_a_ramp_that_nobody_can_read_any_more_has_an_unknown_run_rate_and_no_wrong_one(
    tmp_path: Path,
) -> None:
    """Each step by itself would be 108,000.00 in March, whatever the definition counts."""
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.arrive(*BROKEN)
        stand.sync()
        with stand.ends.store._engine.begin() as connection:
            connection.execute(text("DELETE FROM dossier"))
        exit_rate = Asked(as_of=MARCH, measure=Measures.ARR, definition="exit")
        found = stated(stand, exit_rate)
        assert started(found) == "0.00"
        # 561,600.00 is ordered and 13,230.00 more is said; the first step is 9,000.00 a month.
        classes = told(found)
        assert classes["ARR-3"] == "574830.00"
        assert (classes["ARR-2"], classes["SUS-1"]) == ("-552600.00", "-13230.00")
        assert rolled(stand) == {"unknown": ["574830.00", "574830.00"]}


def started(found: Reconciled) -> str:
    [one] = found.statements
    assert one.ties
    return Money(sum(one.start.values()), one.currency).text()


def rolled(stand: Stand) -> dict[str, list[str]]:
    """What recurs in the last month of the first step and in the first one of the second."""
    making = reconciling(stand)
    wanted = Wanted(as_of=MARCH, periods="2026-12..2027-01", definition="current")
    kept = roll(stand.ends.store, making.rulebook, wanted, making.gather(making.read()))
    [found] = (one for one in told_rolls(kept.statement) if one.measure is Measured.RECURRING)
    return {
        line.name: [amount.text() for amount in line.amounts]
        for line in found.lines
        if not line.is_nothing
    }
