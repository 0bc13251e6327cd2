"""Whether two dossiers show one deal in the same state, by the facts that both of them can show."""

from collections.abc import Mapping
from dataclasses import replace

from bridge.mappers.dossiers import READERS
from bridge.model import notation
from bridge.model.deal import Deal
from bridge.model.dossier import Dossier
from bridge.model.ids import Digest
from bridge.rules.rulebook import Rest, Source, SourceObject

#: Why a comparison passes over fields that no rule reads.
_NO_PART = "what nobody reads is no part of a deal"
#: The names of fields by type of record.
_Names = Mapping[str, frozenset[str]]


def digest_of(dossier: Dossier, source: Source) -> Digest:
    """Return what tells one state of a deal from another, as a source reads it."""
    return notation.address(READERS[dossier.model](dossier, source).heading)


def is_same(then: Dossier, now: Dossier, source: Source) -> bool | None:
    """
    Say whether a deal is still what it was; None where a source reads one of the two as no deal.

    A declared fact counts where both dossiers show its field: an org may have got it, or have taken
    it away, in between. What nobody reads does not count.
    """
    shared = _shared(then, now, source)
    before, after = (READERS[one.model](one, shared) for one in (then, now))
    if not isinstance(before, Deal) or not isinstance(after, Deal):
        return None
    return notation.address(before) == notation.address(after)


def _shared(then: Dossier, now: Dossier, source: Source) -> Source:
    """Return a source without the facts that one of the dossiers cannot show."""
    before, after = _fields(then), _fields(now)
    objects: dict[str, SourceObject] = {}
    for name in {**source.objects, **before, **after}:
        names = [one[name] for one in (before, after) if name in one]
        known = source.objects.get(name) or SourceObject(None, {}, {}, Rest.WATCHED)
        facts = {
            fact: declared
            for fact, declared in known.facts.items()
            if all(declared.field in one for one in names)
        }
        passed_over = dict.fromkeys(frozenset().union(*names), _NO_PART)
        objects[name] = replace(known, facts=facts, irrelevant=passed_over)
    return replace(source, objects=objects)


def _fields(dossier: Dossier) -> _Names:
    """Return the fields that a dossier shows, blank ones too."""
    found: dict[str, set[str]] = {}
    for record in dossier.records:
        found.setdefault(record.type, set()).update(record.fields)
    return {name: frozenset(fields) for name, fields in found.items()}
