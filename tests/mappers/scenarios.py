"""The worked scenarios: their records, and what a rulebook makes of each of their orders."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.model.dossier import Dossier, Frame
from bridge.model.record import Record, Scalar
from bridge.model.schedule import Schedule
from bridge.rulebooks import bookings
from bridge.rules.rulebook import Rulebook
from bridge.translate import Flagged, Translated, Translation
from tests.mappers import rules

FOLDER = Path(__file__).parents[1] / "scenarios"
NAMES = tuple(sorted(path.name.removesuffix(".json") for path in FOLDER.glob("*.json")))
#: The scenarios whose deals are translated without knowing of one another.
REPRESENTED = tuple(name for name in NAMES if name[:2] in ("a-", "b-"))


@cache
def seed(name: str) -> seeds.Seed:
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    return seeds.parse(text, where=name)


def key(record_type: str, name: str) -> str:
    return seeds.seed_id(record_type, name)


def dossier(order: str, records: Sequence[Record], frame: Frame) -> Dossier:
    root = next(one for one in records if one.id == seeds.seed_id("Order", order))
    return dossiers.of_order(root, records, (), frame)


def all_of(
    name: str, rulebook: Rulebook | None = None, records: Sequence[Record] | None = None
) -> list[Translation]:
    """What becomes of every booking of a scenario, in the order of their contracts."""
    known = seed(name)
    found = known if records is None else replace(known, records=tuple(records))
    return list(bookings.translations(found, rulebook or rules.shipped()))


def one_of(name: str, order: str, rulebook: Rulebook | None = None) -> Translation:
    """What becomes of one order of a scenario, after those before it in its contract."""
    deal = key("Order", order)
    return next(one for one in all_of(name, rulebook) if one.heading.id == deal)


def translated(result: Translation) -> Translated:
    assert isinstance(result, Translated), result
    return result


def flagged(result: Translation) -> Flagged:
    assert isinstance(result, Flagged), result
    return result


def with_fields(
    records: Sequence[Record], record_id: str, fields: Mapping[str, Scalar]
) -> tuple[Record, ...]:
    """The records, one of them with other fields."""
    return tuple(
        Record(one.type, one.id, {**one.fields, **fields}) if one.id == record_id else one
        for one in records
    )


def planned(schedules: Sequence[Schedule]) -> dict[str, Decimal]:
    """What all schedules plan for each period together."""
    periods: dict[str, Decimal] = {}
    for schedule in schedules:
        for part in schedule.planned:
            sofar = periods.get(part.period, Decimal(0))
            periods[part.period] = sofar + part.amount.decimal()
    return periods
