"""Changes of an order in NetSuite's form: only the lines that change, in absolute values."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bridge.mappers.shape.assembling import Assembled
from bridge.mappers.write import bodies
from bridge.model.deal import Line
from bridge.model.document import Kind
from tests.mappers.shape.amending import Contract, a_step, sold, taken

FROM_AUGUST = ("2026-08-01", "2026-12-31")
FROM_OCTOBER = ("2026-10-01", "2026-12-31")
TWENTY_LESS = taken("L0", a_step("L1", "-20", "-10000.00", FROM_AUGUST))
THE_OTHERS_LESS = taken("L0", a_step("L2", "-80", "-24000.00", FROM_OCTOBER))
KEPT = {
    "line": 1,
    "quantity": Decimal("58.3334"),
    "amount": 70000,
    "price": {"id": "-1"},
    "revRecStartDate": "2026-01-01",
    "revRecEndDate": "2026-07-31",
}
GOING_ON = {
    "line": 2,
    "item": {"externalId": "SUB-ENT"},
    "custcol_bridge_line": "L1",
    "quantity": Decimal("33.3333"),
    "amount": 40000,
    "price": {"id": "-1"},
    "revRecStartDate": "2026-08-01",
    "revRecEndDate": "2026-12-31",
}


def of_a_hundred() -> Contract:
    contract = Contract(order="earliest")
    contract.books(sold(a_step("L0", "100", "120000.00")))
    return contract


def written(found: Assembled) -> list[dict[str, Any]]:
    (document,) = found.documents
    assert document.kind is Kind.ORDER_CHANGE
    content = json.loads(bodies.sealed(document)[0], parse_float=Decimal)
    lines: list[dict[str, Any]] = content["item"]["items"]
    return lines


def test_a_reduction_ends_a_line_and_adds_one_that_goes_on() -> None:
    assert written(of_a_hundred().books(TWENTY_LESS)) == [KEPT, GOING_ON]


def test_a_line_that_a_change_adds_and_reduces_is_written_as_a_new_one() -> None:
    """80 seats go on from August; in the same deal 80 go from October: 16,000.00 are left."""
    lines = written(of_a_hundred().books(TWENTY_LESS, THE_OTHERS_LESS))
    until_october = {
        **GOING_ON,
        "quantity": Decimal("13.3333"),
        "amount": 16000,
        "revRecEndDate": "2026-09-30",
    }
    assert lines == [KEPT, until_october]


def test_a_line_that_stands_in_the_order_is_not_named_anew() -> None:
    contract = of_a_hundred()
    contract.books(TWENTY_LESS)
    (line,) = written(contract.books(THE_OTHERS_LESS))
    assert (line["line"], line["amount"], line["revRecEndDate"]) == (2, 16000, "2026-09-30")
    assert not {"item", "custcol_bridge_line", "isClosed"} & line.keys()


def test_a_line_that_is_given_up_before_its_first_day_is_closed() -> None:
    (line,) = written(of_a_hundred().books(cancelled()))
    assert (line["amount"], line["quantity"], line["isClosed"]) == (0, 0, True)


def test_a_line_that_a_change_adds_and_closes_is_not_written() -> None:
    rest = taken("L0", a_step("L2", "-80", "-40000.00", FROM_AUGUST))
    assert written(of_a_hundred().books(TWENTY_LESS, rest)) == [KEPT]


def cancelled() -> Line:
    return taken("L0", a_step("L1", "-100", "-120000.00"))


def test_a_change_that_does_not_say_what_a_line_becomes_is_a_mistake_of_ours() -> None:
    contract = of_a_hundred()
    (document,) = contract.books(TWENTY_LESS).documents
    unsaid = replace(document, lines=contract.orders[0].lines)
    with pytest.raises(ValueError, match="order line 1 does not say what it becomes"):
        bodies.sealed(unsaid)[0]
