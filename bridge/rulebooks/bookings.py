"""Translates the bookings of a records file, each knowing the documents of those before it."""

from dataclasses import replace
from datetime import date

from bridge.mappers import dossiers, roots
from bridge.mappers.graph import Index
from bridge.mappers.read.seeds import Seed
from bridge.model.calendar import months
from bridge.model.dossier import Frame
from bridge.model.record import Record
from bridge.rulebooks.telling import Told
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translation

#: How far the months reach, before and behind the day of an order.
_YEARS = 20


def translations(seed: Seed, rulebook: Rulebook) -> tuple[Translation, ...]:
    """Translate the bookings of a records file, in the order of their contracts."""
    return tuple(told_of(seed, rulebook).done)


def told_of(seed: Seed, rulebook: Rulebook) -> Told:
    """Translate the bookings of a records file, and remember all that they became."""
    index = Index(seed.records)
    told = Told()
    for root in filter(dossiers.is_booking, dossiers.beginnings(seed.records)):
        alone = dossiers.of_order(root, index, (), frame_of(seed, root))
        if dossiers.counts(alone, rulebook.source(alone.model)):
            told.add(told.tell(alone, rulebook))
    return told


def frame_of(seed: Seed, order: Record) -> Frame:
    """Return what holds when an order is judged: in its month, where months close."""
    if not seed.months_close:
        return seed.frame
    try:
        day = date.fromisoformat(str(order.fields.get(roots.root_of(order.id).day)))
        known = months(date(day.year - _YEARS, 1, 1), date(day.year + _YEARS, 12, 31))
    except ValueError:  # which the reader of the order says, too
        return seed.frame
    return replace(
        seed.frame,
        periods=tuple(replace(one, closed=one.term.end <= day) for one in known),
    )
