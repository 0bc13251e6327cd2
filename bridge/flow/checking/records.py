"""
What the rules would make of records that somebody sends: no database and no other system is asked.

Quotes are judged as the orders that they would become.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from bridge.errors import Misconfigured
from bridge.flow.checking.checked import Checked
from bridge.mappers import dossiers
from bridge.mappers.drafts import drafting
from bridge.mappers.read import seeds
from bridge.mappers.read.seeds import Seed
from bridge.model.record import Record
from bridge.rulebooks import bookings
from bridge.rulebooks.telling import Told
from bridge.rules.rulebook import Rulebook

#: Deals of one check: it answers while somebody waits, and others are to have their turn.
BOOKINGS_MAX = 100


def of_records(
    text: str, rulebook: Rulebook, today: date, where: str = "body"
) -> tuple[Checked, ...]:
    """
    Check the bookings of records, and behind them the quotes that were not ordered.

    Each knows the documents of those before it. Raises Misconfigured if the text holds none, or
    more than are answered at once.
    """
    seed = seeds.parse(text, where=where)
    drafts = drafting.waiting(seed.records)
    booked = sum(map(dossiers.is_booking, dossiers.orders(seed.records)))
    if not booked and not drafts:
        raise Misconfigured(
            "there is no activated order and no quote among the records",
            where=where,
            act="give it a record of the type Order whose Status is Activated, or a quote",
        )
    if booked + len(drafts) > BOOKINGS_MAX:
        raise Misconfigured(
            f"{booked + len(drafts):,} orders are more than the {BOOKINGS_MAX} that are checked at "
            "once",
            where=where,
            act="check them in parts",
        )
    told = bookings.told_of(seed, rulebook)
    done = [Checked(translation=one) for one in told.done]
    return (*done, *_drafts(drafts, seed, told, rulebook, today))


def _drafts(
    found: Sequence[Record], seed: Seed, told: Told, rulebook: Rulebook, today: date
) -> Iterator[Checked]:
    for quote in found:
        draft = drafting.drafted(quote, seed.records, rulebook, today)
        frame = bookings.frame_of(seed, draft.root)
        alone = dossiers.of_order(draft.root, draft.records, (), frame)
        translation = told.tell(alone, rulebook)
        yield Checked(translation=translation, draft=draft, as_if=today)
