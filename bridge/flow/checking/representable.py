"""
Whether a deal is representable: what the rules would make of it, and nothing is written.

It is the translation of the passes, over records that somebody sends, over those that were read
of a deal last, or over those that Salesforce shows now. Quotes are judged as the orders that they
would become.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from bridge.adapters.store.dossiers import Unkept
from bridge.errors import Misconfigured
from bridge.flow.checking.checked import Checked
from bridge.flow.sync import Ends
from bridge.mappers import dossiers
from bridge.mappers.drafts import drafting
from bridge.mappers.read import seeds
from bridge.mappers.read.seeds import Seed
from bridge.model.ids import DealId
from bridge.model.record import Record
from bridge.rulebooks import bookings
from bridge.rulebooks.telling import Told
from bridge.rules.rulebook import Rulebook
from bridge.translate import translate

#: Deals of one check: it answers while somebody waits, and others are to have their turn.
BOOKINGS_MAX = 100
#: What a body has that names a deal of the books, or a record of the org, instead of records.
#: A text that only names a record is no longer.
_NAMED_MAX = 500
NAMED, LIVE = "deal", "id"


def asked(text: str, rulebook: Rulebook, ends: Ends) -> tuple[Checked, ...]:
    """
    Check what a text asks for without Salesforce: `{"deal": ID}` of the books, or records.

    Records have the form of a seed file. Raises Misconfigured for what is neither.
    """
    found = named(text)
    if found is None:
        return of_records(text, rulebook, ends.clock().date())
    _, record = found
    return (of_deal(ends, DealId(record), rulebook),)


def named(text: str) -> tuple[str, str] | None:
    """Return by what a text names a record, and its id; None where it holds records instead."""
    if len(text) > _NAMED_MAX:
        return None  # to parse all records only to find that they are some takes as long as reading
    try:
        form = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None  # which the reader of records says with its place
    if not isinstance(form, dict) or len(form) != 1:
        return None
    ((by, record),) = form.items()
    fits = by in (NAMED, LIVE) and isinstance(record, str) and record.isprintable()
    return (by, record) if fits else None


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


def of_deal(ends: Ends, deal: DealId, rulebook: Rulebook) -> Checked:
    """
    Check a deal by the records that were read of it last.

    Raises Misconfigured if the books do not know it, or keep no records of it.
    """
    with ends.store.reading() as view:
        known = view.deals.one(deal)
        try:
            dossier = view.dossiers.read(known.dossier) if known and known.dossier else None
        except Unkept as error:
            raise _not_kept(deal) from error
    if dossier is None:
        raise _not_kept(deal)
    return Checked(translation=translate(dossier, rulebook))


def _not_kept(deal: DealId) -> Misconfigured:
    return Misconfigured(
        "the books keep no records of this deal",
        where=f"deal {deal[:40]}",
        act="wait for the pass that reads it, send its records, or ask by id for what the org has",
    )
