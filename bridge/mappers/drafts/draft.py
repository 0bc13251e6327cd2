"""
A draft: a quote, an order or an opportunity that books nothing yet, as if it did.

What Salesforce would make of it when it is ordered and activated is made here, in the same fields
that the readers of bookings read. Whatever is made has an id that no org gives, and leads back to
the record that it would be made of, so that people are told of records that exist.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bridge.mappers.read.values import exact
from bridge.model.ids import eighteen
from bridge.model.record import Record, Scalar
from bridge.rules.rulebook import Source

_MARK = "DRAFT"
_TAIL = 7
_NAMED = re.compile(rf"(?:\b(\w+) of )?\b(\w+) (\w{{3}}{_MARK}\w{{10}})\b(?: (\w+))?")
_ALONE = re.compile(rf"\b\w{{3}}{_MARK}\w{{10}}\b")
_CUSTOM = "__c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What would be booked: its root, all records around it, and what was assumed."""

    root: Record
    records: tuple[Record, ...]
    #: Record that was made -> the record that it was made of.
    origins: Mapping[str, Record] = field(default_factory=dict)
    #: Field of a record that was made, by object -> the field that it was made of.
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: What Salesforce might do otherwise; each a sentence.
    assumed: tuple[str, ...] = ()

    def told(self, text: str) -> str:
        """Return a text in which records that do not exist are named by those that do."""
        return _ALONE.sub(self._existing, _NAMED.sub(self._named, text))

    def _named(self, found: re.Match[str]) -> str:
        before, object_, made, after = found.groups()
        origin = self.origins.get(made)
        if origin is None:
            return found.group(0)
        known = self.fields.get(object_, {})
        parts = (
            f"{known.get(before, before)} of " if before else "",
            f"{origin.type} {origin.id}",
            f" {known.get(after, after)}" if after else "",
        )
        return "".join(parts)

    def _existing(self, found: re.Match[str]) -> str:
        origin = self.origins.get(found.group(0))
        return origin.id if origin else found.group(0)


def made_id(prefix: str, place: int) -> str:
    """
    Return the id of the record of a place among those that are made of one draft.

    >>> made_id("802", 3)
    '802DRAFT0000003YHA'
    """
    return eighteen(f"{prefix}{_MARK}{place:0{_TAIL}}")


def root_id(quote: Record) -> str:
    """
    Return the id of the order that a quote would become.

    >>> root_id(Record("Quote", "0Q0000000000xY2AAU", {}))
    '801DRAFT0000xY2YHI'
    """
    return eighteen(f"801{_MARK}{quote.id[15 - _TAIL : 15]}")


def made(type_: str, id_: str, fields: Mapping[str, Scalar]) -> Record:
    """Return a record with those of the fields that are filled."""
    filled = {name: value for name, value in fields.items() if value not in (None, "")}
    return Record(type_, id_, {**filled, "Id": id_})


def standing(of: Record, **values: Scalar) -> Record:
    """Return a record with other values in some fields."""
    return Record(of.type, of.id, {**of.fields, **values})


def twins(of: Record, target: str, source: Source) -> dict[str, Scalar]:
    """
    Return the org's own fields that a record hands on to what is made of it.

    Salesforce copies a custom field where both objects have one of the same name; only those that
    the rules read count. Source: Salesforce help, cpq_twin_fields.
    """
    known = source.objects.get(target)
    read = {fact.field for fact in known.facts.values()} if known else set()
    return {name: value for name, value in of.fields.items() if name in read and _is_own(name)}


def _is_own(name: str) -> bool:
    return name.endswith(_CUSTOM) and name.count("__") == 1


def copied(of: Record, *names: str) -> dict[str, Scalar]:
    """Return the fields of these names."""
    return {name: of.fields.get(name) for name in names}


def first(of: Record, *names: str) -> Scalar:
    """Return what stands in the first of these fields that is filled; None where none is."""
    return next((one for name in names if (one := of.fields.get(name)) not in (None, "")), None)


def number(of: Record, *names: str) -> Decimal:
    """Return the number in the first of these fields that is filled; 0 where there is none."""
    return exact(first(of, *names)) or Decimal(0)


def sums_up(lines: tuple[Record, ...], name: str) -> str:
    """Return the sum of a field over records, as a text without an exponent."""
    return f"{sum((number(one, name) for one in lines), Decimal(0)):f}"


def is_yes(of: Record, name: str) -> bool:
    """Say whether a check box is ticked."""
    return of.fields.get(name) in (True, "true")
