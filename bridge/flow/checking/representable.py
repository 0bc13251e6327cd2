"""
Whether a deal is representable: what the rules would make of it, and nothing is written.

It is the translation of the passes, over records that somebody sends, over those that were read
of a deal last, or over those that Salesforce shows now. Quotes are judged as the orders that they
would become.
"""

import json
from dataclasses import replace
from decimal import Decimal

from bridge.adapters.store.dossiers import Unkept
from bridge.errors import Misconfigured
from bridge.flow.checking import settled
from bridge.flow.checking.checked import Checked
from bridge.flow.checking.records import of_records
from bridge.flow.outcomes import overriding
from bridge.flow.sync.ends import Ends
from bridge.model.ids import DealId
from bridge.rules.rulebook import Rulebook

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


def of_deal(ends: Ends, deal: DealId, rulebook: Rulebook) -> Checked:
    """
    Check a deal by the records that were read of it last, with what people settled about it.

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
        # It has those of the day on which it was read: they may have ended, or be others since.
        alone, today = replace(dossier, overrides=()), ends.clock().date()
        dossier = overriding.applied(view, alone, rulebook, today)
    return settled.checked(ends.store, dossier, rulebook, ends.clock())


def _not_kept(deal: DealId) -> Misconfigured:
    return Misconfigured(
        "the books keep no records of this deal",
        where=f"deal {deal[:40]}",
        act="wait for the pass that reads it, send its records, or ask by id for what the org has",
    )
