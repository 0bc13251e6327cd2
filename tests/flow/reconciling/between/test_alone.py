"""What NetSuite has that is no order, such as a lone invoice, stands where statements look."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.flow.reconciling.between.holding import Account, Holding
from bridge.flow.reconciling.between.linking import Source
from bridge.flow.reconciling.between.ruling import Books
from bridge.model.calendar import months
from bridge.model.money import Money
from bridge.reconcile.sides import Columns
from tests.flow.reconciling.entered import USD, a_plan, an_element, an_order_line

LINE = replace(an_order_line(3, "1200.00"), shown="Invoice #INV7")
MARCH = Columns(("2026-03", "2026-04"), ("2026-03", "2026-04"), (60_000, 60_000))


@pytest.mark.parametrize(
    ("first", "rows", "day"),
    [
        (date(2026, 2, 14), {3: MARCH}, date(2026, 2, 14)),
        (None, {3: MARCH}, date(2026, 3, 1)),
        (None, {}, date(2026, 1, 1)),
    ],
)
def test_an_invoice_by_itself_stands_in_a_period_that_statements_have(
    first: date | None, rows: dict[int, Columns], day: date
) -> None:
    year = months(date(2026, 1, 1), date(2026, 12, 31))
    account = Account(
        periods={str(number): one for number, one in enumerate(year)}, books={}, outside={}
    )
    nothing = Books(by_source={}, by_deal={}, expected={}, lines={}, contracts={}, subsidiaries={})
    making = Holding(account=account, ruled=nothing, plans={3: (a_plan(LINE),)}, rows=rows)
    found = making.of(Source(None, None, (replace(an_element(LINE), first=first),)))
    assert (found.order, found.line, found.dated) == ("Invoice #INV7", 3, day)
    assert (found.terms.amount, found.terms.quantity) == (Money(120_000, USD), Decimal(1))
