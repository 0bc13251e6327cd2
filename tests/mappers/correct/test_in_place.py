"""Orders that nobody has approved are corrected in their place."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bridge.mappers.write import bodies
from bridge.model.dossier import Posted
from bridge.translate import Translated, Translation
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order
from tests.mappers.correct.telling import (
    acknowledged,
    by_month,
    changes,
    correcting,
    new,
    told,
    why,
)

SEATS = Sold()  # 10 x 120.00 in 2026
SETUP = Sold(product="ONBOARDING", quantity="1", unit_price="500.00", first=None, last=None)


def sent(*lines: Sold) -> Translation:
    return a_cpq_order(*lines).result(correcting())


def corrected(deal: Built, *before: Sold) -> Translation:
    return told(deal, acknowledged(sent(*before)), correcting())


def body(result: Translation) -> dict[str, Any]:
    (change,) = new(result)
    found: dict[str, Any] = json.loads(bodies.sealed(change)[0], parse_float=Decimal)
    return {name: value for name, value in found.items() if not name.startswith("custbody_bridge")}


def planned(result: Translation) -> dict[str, str]:
    assert isinstance(result, Translated)
    return by_month(result.schedules)


def test_a_wrong_price_and_quantity_are_told_under_the_key_of_their_line() -> None:
    result = corrected(a_cpq_order(Sold(quantity="9", unit_price="100.00")), SEATS)
    (change,) = new(result)
    assert change.record.endswith("-so-1")
    assert change.external_id.endswith("-oc-1")
    assert changes(change) == [(1, "-1", "-300.00")]
    assert body(result) == {
        "item": {
            "items": [
                {
                    "line": 1,
                    "quantity": 9,
                    "amount": 900,
                    "price": {"id": "-1"},
                    "revRecStartDate": "2026-01-01",
                    "revRecEndDate": "2026-12-31",
                }
            ]
        }
    }
    assert planned(result) == {f"2026-{month:02}": "75.00" for month in range(1, 13)}


def test_a_line_with_another_item_is_closed_and_the_other_comes_beside_it() -> None:
    result = corrected(a_cpq_order(SETUP, SEATS), SEATS)
    (change,) = new(result)
    assert changes(change) == [(1, "-10", "-1200.00"), (2, "1", "500.00"), (3, "10", "1200.00")]
    closed, setup, _ = body(result)["item"]["items"]
    assert (closed["isClosed"], closed["quantity"], closed["amount"]) == (True, 0, 0)
    assert setup["item"] == {"externalId": "ONBOARDING"}
    assert planned(result)["2026-01"] == "600.00"


def test_a_line_that_is_gone_is_closed_and_comes_back_under_a_key_of_its_own() -> None:
    lost = corrected(a_cpq_order(SEATS), SEATS, SETUP)
    (change,) = new(lost)
    assert changes(change) == [(2, "-1", "-500.00")]
    again = told(a_cpq_order(SEATS, SETUP), acknowledged(lost), correcting())
    (back,) = new(again)
    assert back.external_id.endswith("-oc-2")
    assert changes(back) == [(3, "1", "500.00")]
    assert planned(again) == planned(sent(SEATS, SETUP))


def test_what_was_corrected_is_as_it_is_asked_for() -> None:
    deal = a_cpq_order(Sold(quantity="9"))
    result = corrected(deal, SEATS)
    assert new(told(deal, acknowledged(result), correcting())) == ()
    # while the correction waits, it is the same one
    waits = told(deal, acknowledged(result, of_them=1), correcting())
    assert new(waits) == new(result)


def test_days_and_header_go_with_the_lines() -> None:
    later = a_cpq_order(Sold(first="2026-02-01", last="2027-01-31"))
    deal = later.with_fields("Order", "O-1", EffectiveDate="2026-01-15", PoNumber="PO-7")
    told_of = body(corrected(deal, SEATS))
    (line,) = told_of.pop("item")["items"]
    assert (line["revRecStartDate"], line["revRecEndDate"]) == ("2026-02-01", "2027-01-31")
    assert told_of == {"otherRefNum": "PO-7", "tranDate": "2026-01-15"}


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        (acknowledged(sent(SEATS), approved=True), "correction#found-late: a person decides"),
        (acknowledged(sent(SEATS), invoiced={1: "2"}), "correction#otherwise: no rule says"),
        (
            acknowledged(sent(SEATS), touched_by=("bridge-2-oc-1",)),
            "bridge-2-oc-1 of later deals rests on bridge-",
        ),
    ],
)
def test_what_cannot_be_corrected_any_more_is_for_a_person(posted: Posted, says: str) -> None:
    found = why(told(a_cpq_order(Sold(quantity="9")), posted, correcting()))
    assert found[0] == "changed: amount changes, quantity changes"
    assert any(one.startswith(says) for one in found)


def test_an_order_that_is_there_does_not_change_its_customer() -> None:
    texts = rules.files()
    row = "other-customer: [-, -, -, yes, -, review]"
    table = texts["corrections.yaml"].replace(row, row.replace("review", "correct_unbilled"))
    header = texts["orders.yaml"].replace('"SFA-"', '"SFB-"')
    rulebook = rules.loaded({**texts, "corrections.yaml": table, "orders.yaml": header})
    found = why(told(a_cpq_order(Sold(quantity="9")), acknowledged(sent(SEATS)), rulebook))
    assert found[0] == "changed: amount changes, quantity changes, customer changes"
    assert found[-1] == "an order that NetSuite has does not change its entity"


def test_an_order_whose_revenue_is_shared_among_its_lines_is_for_a_person() -> None:
    texts = rules.files()
    mistyped = "mistyped: [no, no, no, no, no, {}]"
    corrections = texts["corrections.yaml"].replace(
        mistyped.format("review"), mistyped.format("correct_unbilled")
    )
    ramps = texts["ramps.yaml"].replace("no, no, as_segments]", "no, no, by_unit_months]")
    account = texts["account.yaml"].replace("fair_values_flow: no", "fair_values_flow: yes")
    changed = {"corrections.yaml": corrections, "ramps.yaml": ramps, "account.yaml": account}
    rulebook = rules.loaded({**texts, **changed})
    first = Sold(quantity="10", ramp="R")
    second = Sold(
        quantity="20", unit_price="130.00", first="2027-01-01", last="2027-12-31", ramp="R"
    )
    before = acknowledged(a_cpq_order(first, second).result(rulebook))
    for asked in ([first, replace(second, unit_price="125.00")], [first]):
        found = why(told(a_cpq_order(*asked), before, rulebook))
        assert found[-1].endswith("-so-1 is shared among its lines")
