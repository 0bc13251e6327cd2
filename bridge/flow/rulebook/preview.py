"""
What other rules would do: which exceptions they clear, and which deals they change.

Every dossier is translated by the function that production calls; nothing is recorded. What was
posted stands as it was sent, whatever newer rules would make of it: it is told all the same, and
marked. What two people decided about a deal stands, too: no rules change or clear that.
"""

from dataclasses import dataclass

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.queue.trials import Free, Held
from bridge.mappers.write import bodies as written
from bridge.model.document import Document
from bridge.model.ids import DealId, Digest, digest
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation, translate

#: Dossiers of one page; a translation takes some milliseconds.
PAGE = 200


@dataclass(frozen=True, slots=True)
class Trial:
    """What comes of an open exception by other rules."""

    held: Held
    comes_to: str  #: "translated", "excluded by ...", or the codes that stay


@dataclass(frozen=True, slots=True)
class Trials:
    """Exceptions of one page, by what comes of them."""

    cleared: tuple[Trial, ...]
    still: tuple[Trial, ...]
    after: int | None  #: where the next page begins; None: there is none


@dataclass(frozen=True, slots=True)
class Difference:
    """A deal that nothing holds, and that other rules would translate otherwise."""

    deal: Free
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Deals of one page that would differ, of all that were tried."""

    found: tuple[Difference, ...]
    tried: int
    after: DealId | None  #: where the next page begins; None: there is none


def exceptions(view: Transaction, rules: Rulebook, after: int = 0, limit: int = PAGE) -> Trials:
    """Try rules on the open exceptions with numbers above one, a page of them."""
    page = view.trials.held(after, limit)
    cleared: list[Trial] = []
    still: list[Trial] = []
    for held in page:
        if held.decided is not None:  # it ends when people decide anew, or take that back
            still.append(Trial(held, f"decided: {held.decided}"))
            continue
        found = translate(view.dossiers.read(held.dossier), rules)
        is_clear = isinstance(found, Translated | Excluded)
        (cleared if is_clear else still).append(Trial(held, _says(found)))
    return Trials(tuple(cleared), tuple(still), page[-1].number if len(page) == limit else None)


def deals(
    view: Transaction, rules: tuple[Rulebook, Rulebook], after: str = "", limit: int = PAGE
) -> Differences:
    """Compare rules in force and others on the deals with ids above one, a page of them."""
    page = view.trials.free(DealId(after), limit)
    found: list[Difference] = []
    for deal in page:
        if deal.decided is not None:  # left out by two people, whatever rules make of it
            continue
        dossier = view.dossiers.read(deal.dossier)
        now, then = (translate(dossier, one) for one in rules)
        if _comes_to(now) != _comes_to(then):
            found.append(Difference(deal, _says(now), _says(then)))
    return Differences(tuple(found), len(page), page[-1].deal if len(page) == limit else None)


def _comes_to(found: Translation) -> object:
    """Return all that tells one result from another: bodies, schedules, codes, rules."""
    match found:
        case Translated(documents=documents, schedules=schedules):
            bodies = [(one.external_id, _digest(one)) for one in documents]
            return bodies, schedules
        case _:
            return _says(found)


def _says(found: Translation) -> str:
    match found:
        case Translated(documents=documents):
            items = dict.fromkeys(
                f"{line.item} {line.treatment}" for one in documents for line in one.lines
            )
            bodies = digest([_digest(one) for one in documents])
            return f"translated: {', '.join(items)} ({bodies[:8]})"
        case Excluded(rule=rule):
            return f"excluded by {rule}"
        case Flagged(flags=flags):
            return ", ".join(dict.fromkeys(flag.code for flag in flags))
        case Awaited():
            return "its records are incomplete"


def _digest(document: Document) -> Digest:
    _, of_body = written.sealed(document)
    return of_body
