"""
Whether a deal is representable: what the rules would make of it, and nothing is written.

It is the translation of the passes, over records that somebody sends, or over those that were read
of a deal last.
"""

import json
from decimal import Decimal

from bridge.adapters.store.database import Store
from bridge.adapters.store.dossiers import Unkept
from bridge.errors import Misconfigured
from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.model.ids import DealId
from bridge.rulebooks import bookings
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translation, translate

#: Bookings of one check: it answers while somebody waits, and others are to have their turn.
BOOKINGS_MAX = 100
#: What a body has that names a deal instead of records.
_NAMED = "deal"


def asked(text: str, rulebook: Rulebook, store: Store) -> tuple[Translation, ...]:
    """
    Check what a text asks for: `{"deal": ID}` of the books, or records in the form of a seed file.

    Raises Misconfigured for what is neither.
    """
    named = _named(text)
    return (of_deal(store, named, rulebook),) if named is not None else of_records(text, rulebook)


def of_records(text: str, rulebook: Rulebook, where: str = "body") -> tuple[Translation, ...]:
    """
    Check the bookings of records, each knowing the documents of those before it.

    Raises Misconfigured if the text holds none, or more than are answered at once.
    """
    seed = seeds.parse(text, where=where)
    booked = sum(map(dossiers.is_booking, dossiers.orders(seed.records)))
    if not booked:
        raise Misconfigured(
            "there is no activated order among the records",
            where=where,
            act="give it a record of the type Order whose Status is Activated",
        )
    if booked > BOOKINGS_MAX:
        raise Misconfigured(
            f"{booked:,} orders are more than the {BOOKINGS_MAX} that are checked at once",
            where=where,
            act="check them in parts",
        )
    return bookings.translations(seed, rulebook)


def of_deal(store: Store, deal: DealId, rulebook: Rulebook) -> Translation:
    """
    Check a deal by the records that were read of it last.

    Raises Misconfigured if the books do not know it, or keep no records of it.
    """
    with store.reading() as view:
        known = view.deals.one(deal)
        try:
            dossier = view.dossiers.read(known.dossier) if known and known.dossier else None
        except Unkept as error:
            raise _not_kept(deal) from error
    if dossier is None:
        raise _not_kept(deal)
    return translate(dossier, rulebook)


def _named(text: str) -> DealId | None:
    try:
        form = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None  # which the reader of records says with its place
    deal = form.get(_NAMED) if isinstance(form, dict) and set(form) == {_NAMED} else None
    return DealId(deal) if isinstance(deal, str) and deal.isprintable() else None


def _not_kept(deal: DealId) -> Misconfigured:
    return Misconfigured(
        "the books keep no records of this deal",
        where=f"deal {deal[:40]}",
        act="wait for the pass that reads it, or send its records",
    )
