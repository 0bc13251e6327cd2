"""Golden deals made of dossiers of the books: what they say is what the books say."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bridge.errors import Misconfigured
from bridge.flow.rulebook.editions import edition
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import seeds
from bridge.model.document import Kind
from bridge.model.dossier import Dossier, EarlierDocument
from bridge.model.ids import DealId, ExternalId
from bridge.rulebooks import recording

RULEBOOK = edition(Path("config/rules")).rulebook
FIRST = EarlierDocument(
    deal=DealId("O-1"),
    kind=Kind.SALES_ORDER,
    external_id=ExternalId("SFO-O-1-1"),
    dated=date(2026, 1, 1),
    target=None,
    lines=(),
    schedules=(),
)


def kept(scenario: str, order: int) -> Dossier:
    """The dossier of one of a scenario's orders, with none before it."""
    file = f"tests/scenarios/{scenario}"
    seed = seeds.parse(Path(file).read_text(encoding="utf-8"), where=file)
    found = list(filter(dossiers.is_booking, dossiers.orders(seed.records)))
    return dossiers.of_order(found[order], Index(seed.records), (), seed.frame)


def recorded(*dossiers: Dossier) -> str:
    example = recording.of_dossier(*dossiers)
    return recording.written(example, says="a deal", why="policy RR-5", rulebook=RULEBOOK)


@pytest.mark.parametrize(
    ("scenario", "booked"),
    [("a-ramp-three-years.cpq.json", "561600.00"), ("b-upsell-mid-term.cpq.json", "120000.00")],
)
def test_a_deal_that_stands_alone_is_recorded_without_its_ids(scenario: str, booked: str) -> None:
    dossier = kept(scenario, 0)
    text = recorded(dossier)
    assert not [record.id for record in dossier.records if record.id in text]
    (deal, *_) = json.loads(text)["expect"]["deals"]
    assert (deal["verdict"], deal["booked"]) == ("translated", booked)


def test_an_amendment_without_the_orders_before_it_is_refused() -> None:
    dossier = replace(kept("b-upsell-mid-term.cpq.json", 1), earlier=(FIRST,))
    with pytest.raises(Misconfigured, match="translated otherwise than in the books") as told:
        recorded(dossier)
    assert "all orders of its contract" in told.value.act


def test_an_amendment_is_recorded_with_the_orders_before_it() -> None:
    base, more = (kept("b-upsell-mid-term.cpq.json", number) for number in (0, 1))
    text = recorded(replace(more, earlier=(FIRST,)), base)
    deals = json.loads(text)["expect"]["deals"]
    assert [(deal["verdict"], deal["booked"]) for deal in deals] == [
        ("translated", "120000.00"),
        ("translated", "22479.60"),
    ]


def test_a_deal_that_comes_to_something_else_without_its_surroundings_is_refused() -> None:
    dossier = kept("a-ramp-three-years.cpq.json", 0)
    without = replace(dossier, frame=replace(dossier.frame, codes={"item": frozenset()}))
    with pytest.raises(Misconfigured, match="translated otherwise than in the books"):
        recorded(without)
