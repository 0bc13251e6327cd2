"""
Whether a posted deal is still what was posted of it, though other rules read its records now.

Versions of the rulebook declare other facts, or other answers of a source, and so read another deal
from the same records. What was posted is compared as it was kept, read as the deal is read now.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.dossiers import Unkept
from bridge.flow.rulebook import editions
from bridge.mappers import alike
from bridge.model.dossier import Dossier
from bridge.model.ids import Digest, RulebookVersion
from bridge.rules.diagnostics import RulebookInvalid
from bridge.rules.rulebook import Rulebook, Source


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a judgement of the deal rested on: its dossier, and the source that read it."""

    dossier: Dossier
    source: Source


def told(dossier: Dossier, store: Store, rulebook: Rulebook) -> Dossier:
    """
    Return a dossier that tells which of its posted documents are made of the deal as it is.

    Told are those that another version of the rulebook read; where what they were made of is not
    kept, or this bridge reads that version no more, nobody can say that it is the same deal.
    """
    posted = dossier.posted
    if posted is None:
        return dossier
    source = rulebook.source(dossier.model)
    now = alike.digest_of(dossier, source)
    others = {one.made_of for one in posted.documents} - {now}
    if not others:
        return dossier
    with store.reading() as view:
        grounds = tuple(_grounds(view, dossier))
    same = sorted(one for one in others if _is_same(one, dossier, source, grounds))
    return replace(dossier, posted=replace(posted, formerly=tuple(same)))


def _is_same(
    made_of: Digest, dossier: Dossier, source: Source, grounds: tuple[_Ground, ...]
) -> bool:
    """Say whether what a document was made of is the deal of a dossier."""
    then = next(
        (one for one in grounds if alike.digest_of(one.dossier, one.source) == made_of), None
    )
    if then is None:
        return False
    same = alike.is_same(then.dossier, dossier, source)
    # What newer rules cannot read at all may be, by the rules of that day, what it was.
    return alike.digest_of(dossier, then.source) == made_of if same is None else same


def _grounds(view: Transaction, dossier: Dossier) -> Iterator[_Ground]:
    """Yield what judgements of a deal rested on, the last one first, each once."""
    refs = [one.refs for one in view.ledger.entries(deal=dossier.deal)]
    found = {(one.get("dossier"), one.get("rulebook")): None for one in reversed(refs)}
    for address, version in found:
        if address is None or version is None:
            continue
        try:
            then = view.dossiers.read(Digest(address))
            files = view.dossiers.rulebook(RulebookVersion(version))
            source = editions.of_files(files).rulebook.sources.get(then.model)
        except (Unkept, RulebookInvalid):
            continue
        if source is not None:
            yield _Ground(then, source)
