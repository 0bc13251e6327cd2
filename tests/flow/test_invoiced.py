"""What is invoiced is asked once for all orders of a batch, and never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bridge.flow.invoiced import Invoiced
from bridge.model.document import DocumentLine, Kind
from bridge.model.dossier import EarlierDocument
from bridge.model.ids import DealId, ExternalId, LineId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method
from tests.flow.posting.netsuite_in_memory import SoldLine

FIRST, SECOND = ExternalId("bridge-1-so-1"), ExternalId("bridge-2-so-1")


@dataclass
class Orders:
    """An account that counts what it is asked; two units of the first order are invoiced."""

    dates_follow_lines: bool = False
    questions: list[list[str]] = field(default_factory=list)

    def sold_lines(self, orders: Sequence[str]) -> Sequence[SoldLine]:
        self.questions.append(list(orders))
        held = [
            SoldLine(FIRST, 1, Decimal(2), approved=True),
            SoldLine(FIRST, 2, Decimal(3), approved=True),
            SoldLine(SECOND, 1, Decimal(0), approved=False),
        ]
        return [one for one in held if one.order in orders]


def a_document(
    name: ExternalId, kind: Kind = Kind.SALES_ORDER, target: ExternalId | None = None
) -> EarlierDocument:
    line = DocumentLine(
        source=LineId("802"),
        root=LineId("802"),
        key=1,
        item="SUB-ENT",
        quantity=Decimal(5),
        units=Decimal(5),
        amount=Money(1200, Currency("USD")),
        service=None,
        method=Method.STRAIGHT_LINE_EVEN,
        treatment="as_is",
        rule="table#row",
    )
    return EarlierDocument(
        deal=DealId("801"),
        kind=kind,
        external_id=name,
        dated=date(2026, 1, 1),
        target=target,
        lines=(line,),
        schedules=(),
    )


def test_orders_are_asked_for_together_and_once() -> None:
    account = Orders()
    invoiced = Invoiced(account)
    invoiced.ask([FIRST, SECOND, FIRST])
    for name in (FIRST, SECOND, FIRST):
        invoiced.told([a_document(name)])
    invoiced.ask([SECOND])
    assert account.questions == [[FIRST, SECOND]]


def test_an_order_that_was_not_expected_is_asked_for() -> None:
    account = Orders()
    invoiced = Invoiced(account)
    invoiced.ask([SECOND])
    (told,) = invoiced.told([a_document(FIRST)])
    assert (dict(told.invoiced), told.keeps_dates) == ({1: Decimal(2)}, True)
    assert account.questions == [[SECOND], [FIRST]]


def test_nothing_is_asked_where_there_is_no_order() -> None:
    account = Orders()
    assert Invoiced(account).told([]) == ()
    assert account.questions == []


def test_a_change_of_an_order_has_what_is_invoiced_of_its_lines() -> None:
    change = a_document(ExternalId("bridge-3-oc-1"), Kind.ORDER_CHANGE, FIRST)
    _, told = Invoiced(Orders()).told([a_document(FIRST), change])
    assert (dict(told.invoiced), told.keeps_dates) == ({1: Decimal(2)}, False)


def test_an_order_that_is_not_there_is_not_invoiced() -> None:
    (told,) = Invoiced(Orders()).told([a_document(ExternalId("bridge-9-so-1"))])
    assert (dict(told.invoiced), told.keeps_dates) == ({}, False)


def test_dates_that_follow_lines_are_not_kept() -> None:
    (told,) = Invoiced(Orders(dates_follow_lines=True)).told([a_document(FIRST)])
    assert not told.keeps_dates
