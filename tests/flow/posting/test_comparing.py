"""Whether an order stands as a change of it takes it to be, and whether what is there is ours."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from bridge.adapters.store.documents import Claim, Standing
from bridge.flow.posting.comparing import edited, holds
from bridge.model.calendar import Term
from bridge.model.document import Becomes, DocumentLine, Kind, State
from bridge.model.ids import ContractId, DealId, Digest, ExternalId, LineId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method

USD = Currency("USD")
YEAR = Term(date(2026, 1, 1), date(2027, 1, 1))


@dataclass(frozen=True)
class Line:
    key: int
    amount: Decimal | None
    closed: bool = False


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
        record=ExternalId("bridge-1-so-1"),
        digest=Digest("ours"),
        amount=Money.parse("-10000", USD),
        quiet_until=None,
        look_first=True,
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


def test_an_order_that_stands_as_it_was_left_may_be_changed() -> None:
    assert edited(a_document(), LINES, Record((Line(1, Decimal(120000)),))) is None


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((Line(1, Decimal(95000)),), "line 1 has 95000, the books have 120,000.00 USD"),
        ((Line(1, None),), "line 1 has None, the books have 120,000.00 USD"),
        ((Line(1, Decimal(120000), closed=True),), "line 1 is closed"),
        ((Line(3, Decimal(120000)),), "line 1 of 120,000.00 USD is not there"),
        (
            (Line(1, Decimal(120000)), Line(2, Decimal(5))),
            "line 2 is there already, with 5",
        ),
    ],
)
def test_what_somebody_changed_by_hand_is_an_exception(lines: tuple[Line, ...], says: str) -> None:
    flag = edited(a_document(), LINES, Record(lines))
    assert flag is not None
    assert (flag.code, flag.evidence, flag.amount) == (
        "ORDER_EDITED",
        (says,),
        Money.parse("-10000", USD),
    )
    assert "nothing was overwritten" in flag.says


def test_an_order_that_is_gone_is_not_made_again_by_a_change_of_it() -> None:
    flag = edited(a_document(), LINES, None)
    assert flag is not None
    assert flag.evidence == ("bridge-1-so-1 is not there",)


def test_a_line_that_changes_twice_must_have_its_amount_before_both() -> None:
    twice = (*LINES, a_change(1, "-20000", 0, ("50000", 100)))
    assert edited(a_document(), twice, Record((Line(1, Decimal(120000)),))) is None


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
