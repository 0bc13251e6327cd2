"""Records that somebody sends may say anything: a check answers, and names what is odd."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest

from bridge.errors import Misconfigured
from bridge.flow.checking.checked import Answer
from bridge.flow.checking.records import of_records
from bridge.mappers.roots import ROOTS
from tests.mappers.rules import shipped
from tests.stories.stand import SCENARIOS

DAY = date(2026, 3, 1)
FILES = sorted(SCENARIOS.glob("*.json"), key=lambda one: one.name)
Seed = Mapping[str, Any]


def seeds(*begin: str) -> Iterator[Seed]:
    """Every scenario with one reference of such an object led to a record of each other object."""
    for file in FILES:
        yield from led_astray(json.loads(file.read_text(encoding="utf-8")), begin)


def led_astray(seed: Seed, begin: tuple[str, ...]) -> Iterator[Seed]:
    records = seed.get("records", [])
    others = {one["type"]: f"@{one['key']}" for one in reversed(records)}
    places = [place for place, one in enumerate(records) if not begin or one["type"] in begin]
    for place, name, target in product(places, sorted(set().union(*records)), others.values()):
        record = records[place]
        if str(record.get(name)).startswith("@"):
            led = {**record, name: target}
            yield {**seed, "records": [*records[:place], led, *records[place + 1 :]]}


def test_a_reference_that_leads_to_another_object_ends_in_an_answer() -> None:
    tried = 0
    for seed in seeds(*ROOTS):
        for found in of_records(json.dumps(seed), shipped(), DAY):
            tried += 1
            assert found.answer in Answer
    assert tried > len(FILES), "there is something to try"


@pytest.mark.on_demand
def test_any_reference_that_leads_to_another_object_ends_in_an_answer() -> None:
    for seed in seeds():
        assert of_records(json.dumps(seed), shipped(), DAY)


def test_an_order_whose_quote_is_no_quote_is_told_so() -> None:
    seed = json.loads((SCENARIOS / "a-ramp-three-years.cpq.json").read_text(encoding="utf-8"))
    for record in seed["records"]:
        if record["type"] == "Order":
            record["SBQQ__Quote__c"] = "@ACME"
    first, *_ = of_records(json.dumps(seed), shipped(), DAY)
    assert {flag.code for flag in first.flags} == {"QUOTE_MISSING", "REFERENCE_UNREADABLE"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 100_000 + "]" * 100_000, r"no JSON \(it is nested too deeply\)"),
        ('{"records": 1e99999999999999999999}', "the exponent of a number is out of range"),
        ('{"records": "\\ud800"}', "it holds half a character"),
        ('{"records": ' + "9" * 5_000 + "}", "a number has 5,000 digits"),
        ('{"records": [], "records": []}', "records stands twice"),
        ('{"records": [{"type": "Order", "key": "O", "TotalAmount": NaN}]}', "NaN is no number"),
        ('{"records": [{"type": "Order", "key": "O", "A": [1]}]}', "A must be a single value"),
    ],
    ids=[
        "nested too deeply",
        "an exponent",
        "half a character",
        "digits",
        "a key twice",
        "no number",
        "a list for a value",
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        of_records(text, shipped(), DAY)
