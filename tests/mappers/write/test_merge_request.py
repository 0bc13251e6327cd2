"""Merge requests in the form in which the account's script is asked."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from bridge.mappers.write import bodies
from tests.mappers.shape.arrangements.merged import CATCH_UP, a_year, more, request


def test_a_request_names_its_sources_their_day_and_whether_what_is_recognised_stays() -> None:
    sent, digest = bodies.sealed(request(a_year().books(more())))
    written = json.loads(sent, parse_float=Decimal)
    assert [line["source"] for line in written.pop("lines")] == ["L1", "L0"]
    assert written == {
        "sources": ["bridge-deal1-so-1", "bridge-deal2-so-1"],
        "revenueArrangementDate": "2026-07-01",
        "mergeResidualRevenueAmounts": True,
        "custbody_bridge_digest": digest,
    }


def test_a_request_of_other_amounts_is_another_body() -> None:
    """12,000.00 for the year leaves 6,000.00 from July on; what is sold beside it differs."""
    wrote, digests = {}, set()
    for amount in ("3000.00", "300000.00"):
        sent, digest = bodies.sealed(request(a_year().books(more(amount=amount))))
        digests.add(digest)
        lines = json.loads(sent, parse_float=Decimal)["lines"]
        wrote[amount] = [line["fields"]["sold"]["number"] for line in lines]
    assert wrote == {"3000.00": ["3000.00", "6000.00"], "300000.00": ["300000.00", "6000.00"]}
    assert len(digests) == 2


def test_with_catch_up_nothing_stays_as_it_was() -> None:
    content = bodies.body(request(a_year(CATCH_UP).books(more())))
    assert content["mergeResidualRevenueAmounts"] is False


def test_a_request_has_no_lines_whose_amounts_could_be_compared() -> None:
    sent, _ = bodies.sealed(request(a_year().books(more())))
    assert bodies.amounts(sent) == {}


def test_a_document_that_does_not_say_what_it_merges_is_not_written() -> None:
    document = replace(request(a_year().books(more())), merging=None)
    with pytest.raises(ValueError, match="bridge-deal2-mr-1 does not say what it merges"):
        bodies.body(document)
