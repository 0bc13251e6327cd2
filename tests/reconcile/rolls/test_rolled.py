"""
A quarter rolled forward, derived by hand.

Line 1: 1,200.00 for 2026, 100.00 a month, billed in January. Line 3, of another customer: 600.00
from February on, 50.00 a month, of which 150.00 are billed in March. All three months are posted.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.deal import DealKind
from bridge.model.measures.definition import Converted, Measure
from bridge.model.money import Money
from bridge.reconcile.rolls.accounts import Accounting, Balance, BilledLine, Posted
from bridge.reconcile.rolls.roll import Measured, Roll, Rolls
from bridge.reconcile.rolls.rolling import rolled
from bridge.reconcile.rolls.span import Stretch
from bridge.reconcile.sides import Row, Sides
from tests.reconcile.worlds import EUR, PERIODS, USD, Line, a_line, money, rebook, sides, terms

ARR = Measure(name="arr")
DEFERRAL, ASSETS = "2500", "1250"
QUARTER = Stretch(PERIODS, tuple(one for one in PERIODS if "2026-01" <= one.name <= "2026-03"))


def lines() -> tuple[Line, Line]:
    first, other = a_line(1, date(2026, 1, 1)), a_line(3, date(2026, 2, 1), monthly=5_000)
    for line, posted in ((first, 3), (other, 2)):
        line.posted = posted
        line.held[0] = replace(
            line.held[0],
            elements=tuple(
                replace(one, rows=_posted(one.rows, posted)) for one in line.held[0].elements
            ),
        )
    return first, other


def _posted(rows: Collection[Row], count: int) -> tuple[Row, ...]:
    return tuple(row._replace(is_recognised=at < count) for at, row in enumerate(rows))


def billed(order: str, period: str, minor: int) -> BilledLine:
    return BilledLine(f"INV{order}", 1, order, 1, "", period, DEFERRAL, USD, minor)


def moved(period: str, minor: int, kind: str = "Journal", account: str = DEFERRAL) -> Balance:
    return Balance(account, period, kind, USD, minor)


BALANCES = (
    moved("2026-01", 120_000, "CustInvc"),
    moved("2026-01", -10_000),
    moved("2026-02", -15_000),
    moved("2026-03", 15_000, "CustInvc"),
    moved("2026-03", -15_000),
)
TOLD = Accounting(
    billed=(billed("90001", "2026-01", 120_000), billed("90003", "2026-03", 15_000)),
    balances=BALANCES,
    deferral=frozenset({DEFERRAL}),
    assets=frozenset({ASSETS}),
)


def found(told: Accounting = TOLD, of: Sides | None = None) -> Rolls:
    return rolled(of or sides(*lines()), told, ARR, QUARTER)


def dollars(rolls: Rolls, measure: Measured) -> Roll:
    roll = rolls.of(measure, USD)
    assert roll is not None
    return roll


def grid(roll: Roll) -> list[tuple[int, dict[str, int], int]]:
    """Opening, movements that are not nothing and closing of each month; nothing has a gap."""
    assert not roll.gap
    return [
        (
            one.opening,
            {name: one.moved(name) for name in roll.movements if one.moved(name)},
            one.closing,
        )
        for one in roll.months
    ]


def test_every_measure_rolls_through_a_quarter() -> None:
    rolls = found()
    assert rolls.ties
    assert grid(dollars(rolls, Measured.BOOKINGS)) == [
        (0, {"new": 120_000}, 120_000),
        (120_000, {"new": 60_000}, 180_000),
        (180_000, {}, 180_000),
    ]
    assert grid(dollars(rolls, Measured.RECURRING)) == [
        (0, {"new": 120_000}, 120_000),
        (120_000, {"new": 60_000}, 180_000),
        (180_000, {}, 180_000),
    ]
    remaining = dollars(rolls, Measured.OBLIGATIONS)
    assert grid(remaining) == [
        (0, {"new_bookings": 120_000, "revenue": -10_000}, 110_000),
        (110_000, {"new_bookings": 60_000, "revenue": -15_000}, 155_000),
        (155_000, {"revenue": -15_000}, 140_000),
    ]
    assert remaining.months[-1].of_closing == {"current": 140_000, "later": 0}
    assert grid(dollars(rolls, Measured.DEFERRED)) == [
        (0, {"billings": 120_000, "revenue": -10_000}, 110_000),
        (110_000, {"revenue": -15_000, "contract_assets": 5_000}, 100_000),
        (100_000, {"billings": 15_000, "revenue": -15_000, "contract_assets": -5_000}, 95_000),
    ]
    assert grid(dollars(rolls, Measured.UNBILLED)) == [
        (0, {}, 0),
        (0, {"recognised_ahead": 5_000}, 5_000),
        (5_000, {"billed_since": -5_000}, 0),
    ]
    assert grid(dollars(rolls, Measured.BILLINGS)) == [
        (0, {"revenue": 10_000, "deferred": 110_000}, 120_000),
        (0, {"revenue": 15_000, "deferred": -10_000, "unbilled": -5_000}, 0),
        (0, {"revenue": 15_000, "deferred": -5_000, "unbilled": 5_000}, 15_000),
    ]


def test_a_closing_stands_beside_its_accounts_with_what_is_not_reclassified_yet() -> None:
    february = dollars(found(), Measured.DEFERRED).ties[1]
    assert (february.ours, february.named) == (100_000, {"not_reclassified": -5_000})
    assert (february.accounts, february.difference) == ({DEFERRAL: 95_000}, 0)
    moves = (
        moved("2026-02", 5_000),
        moved("2026-02", -5_000, account=ASSETS),
        moved("2026-03", -5_000),
        moved("2026-03", 5_000, account=ASSETS),
    )
    rolls = found(replace(TOLD, balances=(*BALANCES, *moves)))
    assert rolls.ties
    asset = dollars(rolls, Measured.UNBILLED).ties[1]
    assert (asset.ours, asset.named, asset.accounts) == (
        5_000,
        {"not_reclassified": 0},
        {ASSETS: 5_000},
    )


def test_contract_assets_without_an_account_are_untied_with_their_amount() -> None:
    rolls = found(replace(TOLD, assets=frozenset()))
    unbilled = dollars(rolls, Measured.UNBILLED)
    assert [one.difference for one in unbilled.ties] == [0, -5_000, 0]
    assert (unbilled.difference, rolls.ties) == (money(5_000), False)
    assert not dollars(rolls, Measured.DEFERRED).difference


@pytest.mark.parametrize("amount", [1, -1, 123_456])
def test_a_balance_that_somebody_changed_is_a_difference_and_nothing_else(amount: int) -> None:
    rolls = found(replace(TOLD, balances=(*BALANCES, moved("2026-02", amount))))
    assert [one.difference for one in dollars(rolls, Measured.DEFERRED).ties] == [0, amount, amount]
    others = [one for one in rolls.rolls if one.measure is not Measured.DEFERRED]
    assert not any(one.difference for one in others)
    assert not any(one.gap for one in rolls.rolls)


def test_an_invoice_that_no_line_tells_of_is_a_gap_of_billings() -> None:
    rolls = found(replace(TOLD, balances=(*BALANCES, moved("2026-02", 700, "CustInvc"))))
    assert [one.gap for one in dollars(rolls, Measured.BILLINGS).months] == [0, 700, 0]
    assert [one.difference for one in dollars(rolls, Measured.DEFERRED).ties] == [0, 700, 700]


def test_a_journal_by_hand_moves_what_is_deferred_by_itself_or_with_the_line_that_it_names() -> (
    None
):
    first, other = lines()
    by_hand = Posted("77", "JE77", "a correction", "2026-02", USD, -700)
    balances = (*BALANCES, moved("2026-02", -700))
    alone = found(replace(TOLD, posted=(by_hand,), balances=balances))
    assert alone.ties
    assert dollars(alone, Measured.DEFERRED).months[1].closing == 100_000 - 700
    of_line = by_hand._replace(key=other.key)
    named = found(replace(TOLD, posted=(of_line,), balances=balances), sides(first, other))
    assert dollars(named, Measured.UNBILLED).months[1].closing == 5_700
    assert named.ties


def test_what_moved_accounts_in_no_month_is_told_with_its_amount() -> None:
    rolls = found(replace(TOLD, elsewhere={USD: 300}))
    assert (rolls.elsewhere, rolls.ties) == ((money(300),), False)


def test_what_stands_behind_a_movement_names_line_customer_and_deal() -> None:
    first, other = lines()
    rolls = found(of=sides(first, other))
    [part] = dollars(rolls, Measured.DEFERRED).months[2].movements["billings"]
    assert (part.name, part.customer, part.deal, part.key) == (
        "INV90003:1",
        "Customer 1",
        "D3",
        other.key,
    )
    [gone] = dollars(rolls, Measured.DEFERRED).months[1].movements["contract_assets"]
    assert (gone.deal, gone.minor) == ("D3", 5_000)


def test_what_is_retained_stands_with_what_it_is_made_of() -> None:
    """Of 1,800.00 a year 600.00 leave, and 240.00 a year come to the other 1,200.00."""
    first, gone, more = a_line(1, date(2025, 6, 1), 24), a_line(3, date(2025, 2, 1)), a_line(2, MAY)
    rebook(gone, sold=(terms(gone, amount=money(60_000)),))
    rebook(more, kind=DealKind.AMENDMENT, sold=(terms(more, amount=money(24_000)),))
    half = Stretch(PERIODS, tuple(one for one in PERIODS if "2026-01" <= one.name <= "2026-06"))
    rolls = rolled(sides(first, gone, more), Accounting(), ARR, half)
    net, gross = dollars(rolls, Measured.RECURRING).shares
    assert (net.percent, net.numerator, net.denominator) == (
        Decimal("80.00"),
        money(144_000),
        money(180_000),
    )
    assert (gross.percent, gross.numerator) == (Decimal("66.67"), money(120_000))
    assert dollars(rolls, Measured.BOOKINGS).months[4].moved("increased") == 24_000


MAY = date(2026, 5, 1)


def test_each_currency_of_deals_recurs_by_itself_or_at_the_rate_of_its_booking() -> None:
    line = a_line(1, date(2026, 1, 1))
    rebook(line, sold=(terms(line, amount=Money(100_000, EUR), rate=Decimal("1.1")),))
    alone = rolled(sides(line), Accounting(), ARR, QUARTER)
    euros = alone.of(Measured.RECURRING, EUR)
    assert alone.of(Measured.RECURRING, USD) is None
    assert euros is not None
    assert euros.months[-1].closing == 100_000
    booking = Measure(name="arr", converted=Converted.BOOKING)
    together = rolled(sides(line), Accounting(), booking, QUARTER)
    assert dollars(together, Measured.RECURRING).months[-1].closing == 110_000


def test_a_change_of_an_order_is_a_modification_of_its_month() -> None:
    """The order grows by 120.00 in March: 10.00 a month more, of which three are posted."""
    line = a_line(1, date(2026, 1, 1), monthly=11_000)
    [said] = line.booked[0].ruled
    grown = replace(said, dated=date(2026, 3, 10), terms=terms(line, amount=money(12_000)))
    rebook(line, ruled=(said, grown))
    roll = dollars(rolled(sides(line), Accounting(), ARR, QUARTER), Measured.OBLIGATIONS)
    assert grid(roll) == [
        (0, {"new_bookings": 120_000, "revenue": -11_000}, 109_000),
        (109_000, {"revenue": -11_000}, 98_000),
        (98_000, {"modifications": 12_000, "revenue": -11_000}, 99_000),
    ]


def test_what_was_posted_before_the_order_came_is_a_gap() -> None:
    line = a_line(1, date(2026, 1, 1))
    line.held[0] = replace(line.held[0], dated=date(2026, 2, 1))
    roll = dollars(rolled(sides(line), Accounting(), ARR, QUARTER), Measured.OBLIGATIONS)
    assert [one.gap for one in roll.months] == [0, -10_000, 0]
    assert roll.gap == money(10_000)


def test_what_lies_behind_a_year_is_no_longer_current() -> None:
    """After March nine months of the first year are left, and a year: twelve are current."""
    line = a_line(1, date(2026, 1, 1), 24)
    roll = dollars(rolled(sides(line), Accounting(), ARR, QUARTER), Measured.OBLIGATIONS)
    assert roll.months[-1].of_closing == {"current": 120_000, "later": 90_000}
