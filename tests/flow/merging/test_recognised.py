"""What NetSuite is asked about recognised revenue before a contract is judged, and what counts."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.adapters.netsuite.merging.postings import PostedRevenue
from bridge.adapters.store.database import Store
from bridge.flow.merging import recognised
from bridge.mappers.shape.assembling import earlier
from bridge.model.document import Kind
from bridge.model.dossier import Dossier, EarlierDocument, Frame
from bridge.model.ids import DealId
from bridge.model.schedule import PlannedRevenue
from tests.flow.merging.building import APRIL, FIRST, MARCH, SECOND
from tests.flow.merging.merges_in_memory import Merges
from tests.ledger.building import USD, a_document, usd

FEBRUARY = date(2026, 2, 1)


@dataclass
class Posting(Merges):
    """An account that has posted this of its orders, and keeps what it was asked."""

    rows: tuple[PostedRevenue, ...] = ()
    asked: list[str] = field(default_factory=list)

    def posted(self, orders: object) -> tuple[PostedRevenue, ...]:
        assert isinstance(orders, list)
        self.asked += orders
        return self.rows


def row(order: str, began: date, amount: str, currency: str = "USD") -> PostedRevenue:
    parsed = Decimal(amount)
    return PostedRevenue(order=order, key=1, began=began, amount=parsed, currency=currency)


def before() -> tuple[EarlierDocument, ...]:
    return earlier((a_document(usd("1200.00")).document,), ())


def a_dossier(*known: EarlierDocument, deal: str = "801000000000002AAA") -> Dossier:
    frame = Frame(
        currency=USD, multi_currency=False, time_zone="UTC", periods=Merges(begins=MARCH).periods()
    )
    return Dossier(model="cpq", deal=DealId(deal), records=(), earlier=known, frame=frame)


def test_own_orders_and_earlier_ones_are_asked_for_and_closed_months_count(store: Store) -> None:
    account = Posting(
        rows=(
            row(FIRST, FEBRUARY, "60.00"),
            row(FIRST, FEBRUARY, "40.00"),
            row(FIRST, MARCH, "100.00"),
            row(FIRST, APRIL, "100.00"),
        )
    )
    found = recognised.added(a_dossier(*before()), store, account).recognised
    assert sorted(account.asked) == sorted([FIRST, SECOND])
    assert found == {FIRST: {1: (PlannedRevenue("2026-02", usd("100.00")),)}, SECOND: {}}


def test_an_order_that_is_planned_in_another_currency_goes_by_the_books(store: Store) -> None:
    account = Posting(rows=(row(FIRST, FEBRUARY, "60.00", "EUR"),))
    found = recognised.added(a_dossier(*before()), store, account).recognised
    assert found == {SECOND: {}}


def test_an_order_that_was_merged_before_goes_by_the_books(store: Store) -> None:
    (order,) = before()
    line = replace(order.lines[0], fields={"document": FIRST, "line": 1})
    merge = replace(order, kind=Kind.MERGE_REQUEST, lines=(line,))
    account = Posting()
    recognised.added(a_dossier(order, merge), store, account)
    assert account.asked == [SECOND]


@pytest.mark.parametrize(
    ("known", "is_set_up"), [((), True), (before(), False)], ids=["first deal", "cannot merge"]
)
def test_where_nothing_can_be_merged_nobody_is_asked(
    known: tuple[EarlierDocument, ...], store: Store, *, is_set_up: bool
) -> None:
    account, dossier = Posting(is_set_up=is_set_up), a_dossier(*known)
    assert recognised.added(dossier, store, account) == dossier
    assert account.asked == []
