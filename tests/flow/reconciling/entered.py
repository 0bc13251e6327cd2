"""Books with two deals that a rule leaves out, and two orders that somebody entered by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from bridge.adapters.netsuite.revenue.held import Books, Element, OrderLine, Plan
from bridge.adapters.netsuite.revenue.reading import Postings
from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.context import Context
from bridge.model.calendar import months
from bridge.model.money import Currency, Money
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import a_deal, excluded

SMALL, LARGE = "801000000000001AAA", "801000000000002AAA"
USD = Currency("USD")


@contextmanager
def entered_by_hand(folder: Path) -> Iterator[Store]:
    """Open them: 1,200.00 USD is record 4711, called SO1, and 2,400.00 USD is SO2."""
    with opened(f"sqlite:///{folder / 'bridge.sqlite'}") as found:
        for amount, deal in (("1200.00", SMALL), ("2400.00", LARGE)):
            judged = excluded(a_deal(amount, deal=deal))
            judge(found, replace(judged, basis=replace(judged.basis, dossier=None)))
        nothing = Postings(journals=(), moves=(), deferral=frozenset(), recognition=frozenset())
        year = months(date(2026, 1, 1), date(2026, 12, 31))
        told = Context(
            periods={str(number): one for number, one in enumerate(year)},
            books={"1": Books(id="1", code="US-INC", currency=USD)},
            postings=nothing,
        )
        by_hand = [an_order_line(1, "1200.00"), an_order_line(2, "2400.00")]
        with found.transaction("told") as tx:
            tx.reconciling.context.keep(told)
            tx.reconciling.revenue.replace("order_line", by_hand, 0, last=True)
            for kind, made in (("element", an_element), ("plan", a_plan)):
                tx.reconciling.revenue.replace(kind, [made(one) for one in by_hand], 0, last=True)
            tx.reconciling.revenue.note_read("order_line", moment(), whole=True)
        yield found


def an_order_line(number: int, amount: str) -> OrderLine:
    return OrderLine(
        id=number,
        document=f"471{number}",
        shown=f"SO{number}",
        external_id=None,
        digest=None,
        is_return=False,
        state="B",
        dated=date(2026, 1, 5),
        customer="77",
        customer_name=a_deal().account_name,
        subsidiary="1",
        rate=Decimal(1),
        key=1,
        item="SEAT",
        code="SEAT",
        quantity=Decimal(-1),
        amount=-Money.parse(amount, USD),
        closed=False,
        first=None,
        last=None,
        element=number,
    )


def an_element(line: OrderLine) -> Element:
    return Element(
        id=line.id,
        arrangement=f"AR{line.id}",
        source=line.shown,
        item=line.item,
        customer=line.customer,
        customer_name=line.customer_name,
        subsidiary=line.subsidiary,
        rate=line.rate,
        quantity=-line.quantity,
        sales=-line.amount,
        discounted=-line.amount,
        allocated=-line.amount,
        rule="Even",
        first=None,
        last=None,
        status="Not Started",
        stale=False,
        returns=None,
        merged_from=None,
        merged_how="",
    )


def a_plan(line: OrderLine) -> Plan:
    return Plan(
        id=line.id,
        element=line.id,
        amount=-line.amount,
        rate=line.rate,
        rule="Even",
        method="EVENPERIODS",
        first=None,
        last=None,
        status="Not Started",
        on_hold=False,
    )
