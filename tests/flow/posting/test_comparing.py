"""Whether an order stands as a change of it takes it to be, and whether what is there is ours."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.adapters.store.documents import Claim, Standing
from bridge.flow.posting.comparing import Before, edited, holds, is_done
from bridge.mappers.shape.order_line import OrderLine
from bridge.model.calendar import Term
from bridge.model.document import Becomes, DocumentLine, Kind, State
from bridge.model.ids import ContractId, DealId, Digest, ExternalId, LineId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method
from tests.flow.posting.netsuite_in_memory import Line

USD = Currency("USD")
YEAR = Term(date(2026, 1, 1), date(2027, 1, 1))
ORDER = ExternalId("bridge-1-so-1")


@dataclass(frozen=True)
class Record:
    lines: tuple[Line, ...]
    digest: str | None = "ours"
    internal_id: str = "5001"


def a_document(kind: Kind = Kind.ORDER_CHANGE) -> Standing:
    return Standing(
        claim=Claim(ExternalId("bridge-2-oc-1"), State.PREPARED, 0),
        deal=DealId("2"),
        contract=ContractId("1"),
        kind=kind,
        record=ORDER,
        digest=Digest("ours"),
        amount=Money.parse("-10000", USD),
        quiet_until=None,
        look_first=True,
        target=ORDER,
    )


def a_change(key: int, amount: str, units: int, becomes: tuple[str, int]) -> DocumentLine:
    after = Becomes(
        quantity=Decimal(becomes[1]),
        units=Decimal(becomes[1]),
        amount=Money.parse(becomes[0], USD),
        service=YEAR,
        closed=False,
    )
    return DocumentLine(
        source=LineId("802"),
        root=LineId("801"),
        key=key,
        item="SUB-ENT",
        quantity=Decimal(units),
        units=Decimal(units),
        amount=Money.parse(amount, USD),
        service=YEAR,
        method=Method.STRAIGHT_LINE_EVEN,
        treatment="take_latest_first",
        rule="decreases#all",
        becomes=after,
    )


#: Line 1 falls from 120,000.00 to 70,000.00, and line 2 goes on with 40,000.00 of it.
LINES = (
    a_change(1, "-50000", 0, ("70000", 100)),
    a_change(2, "40000", 80, ("40000", 80)),
)
BOOKS = OrderLine(
    order=ORDER,
    key=1,
    source=LineId("801"),
    root=LineId("801"),
    place=0,
    item="SUB-ENT",
    quantity=Decimal(100),
    units=Decimal(100),
    amount=Money.parse("120000", USD),
    service=YEAR,
    method=Method.STRAIGHT_LINE_EVEN,
    fields={},
    planned=(),
    invoiced=Decimal(0),
    keeps_dates=False,
    is_allocated=False,
    returned_units=Decimal(0),
    returned=Money(0, USD),
)
BEFORE: Before = {1: BOOKS, 2: None}


def a_line(key: int, amount: str, quantity: str = "100", *, closed: bool = False) -> Line:
    """An order line as NetSuite tells it, served for the year."""
    days = {"first": YEAR.start, "last": YEAR.last}
    return Line(key, Decimal(amount), closed, quantity=Decimal(quantity), **days)


def test_an_order_that_stands_as_it_was_left_may_be_changed() -> None:
    assert edited(a_document(), BEFORE, Record((a_line(1, "120000.00"),))) is None


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((a_line(1, "95000"),), "line 1 has 95000, the books have 120,000.00 USD"),
        (
            (replace(a_line(1, "0"), amount=None),),
            "line 1 has None, the books have 120,000.00 USD",
        ),
        ((a_line(1, "120000", closed=True),), "line 1 is closed"),
        ((a_line(1, "120000", "99"),), "line 1 has quantity 99, the books have 100"),
        (
            (replace(a_line(1, "120000"), last=date(2026, 6, 30)),),
            "line 1 serves 2026-01-01 to 2026-06-30, the books have 2026-01-01 to 2026-12-31",
        ),
        (
            (replace(a_line(1, "120000"), first=None, last=None),),
            "line 1 serves (no day) to (no day), the books have 2026-01-01 to 2026-12-31",
        ),
        ((a_line(3, "120000"),), "line 1 of 120,000.00 USD is not there"),
        (
            (a_line(1, "120000"), a_line(2, "5")),
            "line 2 is there already, with 5",
        ),
    ],
)
def test_what_somebody_changed_by_hand_is_an_exception(lines: tuple[Line, ...], says: str) -> None:
    flag = edited(a_document(), BEFORE, Record(lines))
    assert flag is not None
    assert (flag.code, flag.evidence, flag.amount) == (
        "ORDER_EDITED",
        (says,),
        Money.parse("-10000", USD),
    )
    assert "nothing was overwritten" in flag.says


def test_an_order_that_is_gone_is_not_made_again_by_a_change_of_it() -> None:
    flag = edited(a_document(), BEFORE, None)
    assert flag is not None
    assert flag.evidence == ("bridge-1-so-1 is not there",)


def test_what_is_given_back_must_stand_in_its_order_too() -> None:
    flag = edited(a_document(Kind.RETURN_AUTHORIZATION), {1: BOOKS}, Record((a_line(1, "5"),)))
    assert flag is not None
    assert flag.says.startswith("bridge-2-oc-1 gives back from bridge-1-so-1")


AFTER = (a_line(1, "70000.00"), a_line(2, "40000", "80.00"))


@pytest.mark.parametrize(
    ("lines", "done"),
    [
        (AFTER, True),
        ((*AFTER, a_line(3, "7")), True),  # other lines are none of its business
        (AFTER[:1], False),
        ((replace(AFTER[0], amount=Decimal(70001)), AFTER[1]), False),
        ((replace(AFTER[0], quantity=Decimal(99)), AFTER[1]), False),
        ((replace(AFTER[0], first=date(2026, 2, 1)), AFTER[1]), False),
        ((replace(AFTER[0], closed=True), AFTER[1]), False),
    ],
)
def test_a_change_is_done_when_every_line_is_what_it_becomes(
    lines: tuple[Line, ...], *, done: bool
) -> None:
    assert is_done(LINES, Record(lines)) is done


def test_a_line_that_changes_twice_is_done_when_it_is_what_it_becomes_at_last() -> None:
    twice = (*LINES, a_change(1, "-20000", 0, ("50000", 100)))
    assert not is_done(twice, Record(AFTER))
    assert is_done(twice, Record((a_line(1, "50000"), AFTER[1])))


@pytest.mark.parametrize(
    ("kind", "held", "ours"),
    [
        (Kind.SALES_ORDER, {1: "5", 2: "7"}, False),
        (Kind.SALES_ORDER, {1: "5"}, True),
        (Kind.ORDER_CHANGE, {1: "5", 2: "7"}, True),
        (Kind.ORDER_CHANGE, {1: "6", 2: "7"}, False),
        (Kind.RETURN_AUTHORIZATION, {4: "5"}, True),
        (Kind.RETURN_AUTHORIZATION, {1: "6"}, False),
    ],
)
def test_a_record_is_ours_by_the_lines_that_were_sent(
    kind: Kind, held: dict[int, str], *, ours: bool
) -> None:
    found = Record(tuple(Line(key, Decimal(amount)) for key, amount in held.items()))
    assert holds(a_document(kind), found, {1: Decimal(5)}) is ours


def test_a_record_of_another_digest_is_not_ours() -> None:
    found = Record((Line(1, Decimal(5)),), digest="theirs")
    assert not holds(a_document(), found, {1: Decimal(5)})
