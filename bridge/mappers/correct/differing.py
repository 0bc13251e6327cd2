"""In what an order that NetSuite holds differs from the one that its deal asks for now."""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.mappers.correct import held
from bridge.mappers.correct.held import HeldLine, HeldOrder, Told
from bridge.mappers.write import bodies
from bridge.model.deal import FactValue
from bridge.model.document import Document, DocumentLine

#: What NetSuite has of an order once and for all.
PARTIES = ("entity", "subsidiary", "currency")
#: The day of an order, and that of an order line.
_DAY = "tranDate"
_DAYS = ("revRecStartDate", "revRecEndDate")
_LINE = ("item", "quantity", "amount", *_DAYS)
#: What tells a line, and what NetSuite is told so that it takes the amount.
_BESIDE = ("line", "price", "isClosed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptive:
    """The fields that only describe, as rules say."""

    header: frozenset[str]
    lines: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A line that stands in the order, what is asked for in its place, and in which fields."""

    line: HeldLine
    asked: DocumentLine
    fields: frozenset[str]
    words: frozenset[str]  #: fields that only describe

    @property
    def mapped(self) -> dict[str, FactValue]:
        """What rules decided of it otherwise: None for what is not to be there any more."""
        names = sorted((self.fields | self.words) - {*_LINE})
        return {name: self.asked.fields.get(name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """All that is told otherwise of an order; nothing where it is the same."""

    header: Mapping[str, FactValue]  #: as it is to be; None for what is not to be there any more
    words: Mapping[str, FactValue]  #: of the header, what only describes
    changed: tuple[Changed, ...]
    added: tuple[DocumentLine, ...]
    removed: tuple[HeldLine, ...]

    @property
    def are_words(self) -> bool:
        """Whether nothing differs of what was agreed."""
        agreed = (self.header, self.added, self.removed, *(one.fields for one in self.changed))
        return not any(agreed)

    @property
    def are_none(self) -> bool:
        """Whether nothing differs at all."""
        return self.are_words and not self.words and not self.changed

    def touches(self, *names: str) -> bool:
        """Say whether one of these fields differs, of the header or of a line that stays."""
        return any(
            name in self.header or any(name in one.fields for one in self.changed) for name in names
        )

    @property
    def kinds(self) -> dict[str, bool]:
        """What changed, as rules ask for it."""
        apart = {*PARTIES, _DAY, *_LINE} - {"subsidiary"}
        told = {*self.header}.union(*(one.fields for one in self.changed))
        return {
            "amount_changes": self.touches("amount"),
            "quantity_changes": self.touches("quantity"),
            "dates_change": self.touches(_DAY, *_DAYS),
            "item_changes": self.touches("item"),
            "customer_changes": self.touches("entity"),
            "currency_changes": self.touches("currency"),
            "lines_added": bool(self.added),
            "lines_removed": bool(self.removed),
            "others_change": bool(told - apart),
        }

    @property
    def says(self) -> str:
        """What changed, in words."""
        named = [name.replace("_", " ") for name, changes in self.kinds.items() if changes]
        return ", ".join(named) or "nothing that was agreed"


def of(order: HeldOrder, asked: Document, descriptive: Descriptive) -> Differences:
    """Compare an order that NetSuite holds with the one that is asked for."""
    body = held.content(bodies.sealed(asked)[0].decode())
    fields = _differing(order.header, held.header(body))
    by_source = _by_source(order)
    new = held.lines(body)
    changed, added = [], []
    for line in asked.lines:
        before = by_source.pop(line.source, None)
        if before is None:
            added.append(line)
            continue
        names = _differing(before.told, new[line.key]) - {*_BESIDE}
        words = frozenset(names & descriptive.lines)
        if names:
            changed.append(
                Changed(line=before, asked=line, fields=frozenset(names - words), words=words)
            )
    return Differences(
        header={name: _value(asked, name) for name in sorted(fields - descriptive.header)},
        words={name: _value(asked, name) for name in sorted(fields & descriptive.header)},
        changed=tuple(changed),
        added=tuple(added),
        removed=tuple(by_source.values()),
    )


def _differing(before: Told, after: Told) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _by_source(order: HeldOrder) -> dict[str, HeldLine]:
    """Return the lines by what of the deal they were made of: one each, which was seen to."""
    return {line.stands.source: line for line in order.lines}


def _value(asked: Document, name: str) -> FactValue:
    return asked.dated if name == _DAY else asked.fields.get(name)
