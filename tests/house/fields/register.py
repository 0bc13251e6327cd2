"""What becomes of every field of every object that is read: the register behind docs/fields.md."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.mappers.read.watch import PROSE, SYSTEM
from bridge.model.dossier import Dossier
from bridge.model.record import Record
from bridge.rules.rulebook import GOLDEN, Rest, Source, SourceObject
from bridge.sandbox.salesforce.editions.packages import (
    BILLING,
    CPQ,
    REVENUE_CLOUD,
    with_packages,
)
from bridge.sandbox.salesforce.objects import Field, standard_objects
from tests.mappers import rules, scenarios

#: The models, each with the packages of an org that sells by it; an org with all of them may have
#: plain orders and won opportunities beside the others.
MODELS: Mapping[str, tuple[str, ...]] = {
    "cpq": (CPQ, BILLING),
    "revenue_cloud": (REVENUE_CLOUD,),
    "sales_cloud": (CPQ, BILLING, REVENUE_CLOUD),
    "opportunity": (CPQ, BILLING, REVENUE_CLOUD),
}
READ, WATCHED, LONG_TEXT = "read", "watched", "long text, for people"
#: What becomes of fields -> the fields, for one object.
Fates = dict[str, list[str]]


class Noted(dict[str, Any]):
    """The fields of a record, which note those that are asked for one by one."""

    def __init__(self, record: Record, asked: set[tuple[str, str]]) -> None:
        super().__init__(record.fields)
        self.kind, self.asked = record.type, asked

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add((self.kind, name))
        return super().get(name, default)


def _worked() -> Iterator[seeds.Seed]:
    """Every worked scenario, and every golden deal that is shipped."""
    yield from map(scenarios.seed, scenarios.NAMES)
    for path in sorted((rules.RULES / GOLDEN).glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        records = json.dumps({"org": content["org"], "records": content["records"]})
        yield seeds.parse(records, where=path.name)


@cache
def asked(model: str) -> frozenset[tuple[str, str]]:
    """Object and field of all that the reader of a model asks for, over the worked deals."""
    noted: set[tuple[str, str]] = set()
    source = rules.shipped().source(model)
    for known in _dossiers(model):
        records = [Record(one.type, one.id, Noted(one, noted)) for one in known.records]
        dossiers.READERS[model](replace(known, records=tuple(records)), source)
    return frozenset(noted)


def _dossiers(model: str) -> Iterator[Dossier]:
    for seed in _worked():
        roots = dossiers.beginnings(seed.records)
        known = [one for one in roots if dossiers.model_of(one) == model]
        yield from (dossiers.of_order(one, seed.records, (), seed.frame) for one in known)


@cache
def schema(model: str) -> Mapping[str, Mapping[str, Field]]:
    """The fields of every object of an org that sells by a model."""
    objects = with_packages(standard_objects(multi_currency=True), MODELS[model])
    return {name: described.fields for name, described in objects.items()}


def objects(model: str) -> list[str]:
    """The objects that the reader of a model is given, in the order of its graph."""
    root = dossiers.root_of(model).object
    return list(dict.fromkeys([root, *(step.object for step in dossiers.GRAPHS[model])]))


def fates(model: str, name: str) -> Fates:
    """What becomes of the fields of an object, in the order in which the page tells it."""
    source = rules.shipped().source(model)
    found: Fates = {}
    for field in schema(model)[name].values():
        if field.name not in SYSTEM:
            fate = _fate(source, name, field, is_asked=(name, field.name) in asked(model))
            found.setdefault(fate, []).append(field.name)
    return dict(sorted(found.items(), key=lambda one: (_place(one[0]), one[0])))


def _fate(source: Source, name: str, field: Field, *, is_asked: bool) -> str:
    known = source.objects[name]
    fact = next((fact for fact, told in known.facts.items() if told.field == field.name), None)
    if fact is not None:
        return f"fact `{fact}`"
    if field.name in known.irrelevant:
        return f"irrelevant: {known.irrelevant[field.name]}"
    if is_asked:
        return READ
    if field.type in PROSE:
        return LONG_TEXT
    return f"irrelevant: {known.rest_why}" if _is_rest(known, field) else WATCHED


def _is_rest(known: SourceObject, field: Field) -> bool:
    """Whether a field is one of those that its source leaves aside altogether."""
    made_by_org = field.custom and field.name.count("__") == 1
    return known.rest is Rest.CUSTOM_WATCHED and not made_by_org


def _place(fate: str) -> int:
    order = (READ, "fact", WATCHED, "irrelevant", LONG_TEXT)
    return next(place for place, start in enumerate(order) if fate.startswith(start))
