"""Merge requests in the form in which the account's script is asked."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from bridge.mappers.write import bodies
from tests.mappers.shape.arrangements.merged import CATCH_UP, a_year, more, request


def test_a_request_names_its_sources_their_day_and_whether_what_is_recognised_stays() -> None:
    sent, digest = bodies.sealed(request(a_year().books(more())))
    assert json.loads(sent, parse_float=Decimal) == {
        "sources": ["bridge-deal1-so-1", "bridge-deal2-so-1"],
        "revenueArrangementDate": "2026-07-01",
        "mergeResidualRevenueAmounts": True,
        "custbody_bridge_digest": digest,
    }


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
