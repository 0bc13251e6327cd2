"""Deals that wait for a person with their order in NetSuite are missing on neither side."""

from datetime import date
from pathlib import Path

from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked, Ends, Reconciled, Reconciling
from bridge.model.money import Currency, Money
from tests.stories.stand import RAMP, Stand, a_stand

MARCH = date(2026, 3, 31)
#: The last step ends before it begins, and the order says 13,230.00 more than its lines.
BROKEN: tuple[dict[str, object], ...] = (
    {"type": "OrderItem", "key": "OI-A3", "EndDate": "2027-06-30"},
    {"type": "Order", "key": "O-A", "TotalAmount": "574830.00"},
)


def bookings(stand: Stand, *, offline: bool = False) -> Reconciled:
    return stated(stand, Asked(as_of=MARCH, measure=Measures.BOOKINGS, offline=offline))


def stated(stand: Stand, asked: Asked) -> Reconciled:
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
    )
    return Reconciling(ends, stand.edition.rulebook).run(asked)


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
