"""
What a judgement may say of documents that NetSuite acknowledged: nothing that changes them.

Such a document stands for the deal that it was made of, by the rules of its day. Newer rules do
not touch it while the deal is the same; a deal that changed is an exception.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from bridge.ledger.judgement import (
    GIVEN_BACK,
    Excluded,
    Flagged,
    Judgement,
    Past,
    PastDocument,
    Prepared,
    Translated,
)
from bridge.mappers.correct import flagging
from bridge.model.document import Kind, State
from bridge.model.ids import ExternalId
from bridge.model.money import total
from bridge.model.reasons import merges
from bridge.model.sales.claim import BOOKED_TWICE

#: Codes of what keeps a package from being merged; what rules leave open is not among them.
_KEEPS_APART = frozenset(one.code for one in merges.REASONS) - {
    "PACKAGE_REVIEW",
    "PACKAGE_UNDECIDED",
}
#: What tells one merge of a deal from another.
_MERGING = ("sources", "mergeResidualRevenueAmounts")


def wanted(judged: Judgement) -> dict[ExternalId, Prepared]:
    """Return the documents that a judgement asks for, by external id."""
    documents = judged.documents if isinstance(judged, Translated) else ()
    return {one.document.external_id: one for one in documents}


def is_kept(document: PastDocument, asked: Mapping[ExternalId, Prepared]) -> bool:
    """Say whether a document is asked for again with the body that it has."""
    again = asked.get(document.external_id)
    return again is not None and again.digest == document.digest


def standing(past: Past) -> tuple[PastDocument, ...]:
    """Return the documents of a deal that count."""
    return tuple(one for one in past.documents if one.state is not State.SUPERSEDED)


def is_posted_as_it_is(past: Past, judged: Judgement) -> bool:
    """
    Say whether only the rules differ: NetSuite holds all of this very deal, in other words.

    A package is merged when the last of its contracts is there: what merges it, or keeps it from
    being merged, is found later than the orders that it is of, by the rules of another day.
    """
    documents = standing(past)
    posted = all(
        one.state is State.ACKNOWLEDGED and judged.deal.is_what(one.made_of) for one in documents
    )
    asked = wanted(judged)
    if _is_booked_twice(judged) or is_given_back(past, judged):
        return False
    if _is_about_its_package(judged, {one.external_id for one in documents}):
        return False
    return bool(documents) and posted and not all(is_kept(one, asked) for one in documents)


def is_given_back(past: Past, judged: Judgement) -> bool:
    """Say whether people gave back by hand what NetSuite has of a deal, and that is all of it."""
    if not isinstance(judged, Excluded) or judged.rule != GIVEN_BACK:
        return False
    held, booked = standing(past), judged.deal.booked
    is_settled = all(
        one.state is State.ACKNOWLEDGED and one.amount.currency == booked.currency for one in held
    )
    return is_settled and total((one.amount for one in held), booked.currency) == booked


def _is_booked_twice(judged: Judgement) -> bool:
    """Say whether another record of the sale is in the books: no rule, and told of no deal."""
    return isinstance(judged, Flagged) and any(one.code == BOOKED_TWICE for one in judged.flags)


def _is_about_its_package(judged: Judgement, held: Collection[ExternalId]) -> bool:
    """Say whether a deal is to be merged with its package, and was not; or cannot be."""
    match judged:
        case Translated():
            return any(
                one.document.combines for name, one in wanted(judged).items() if name not in held
            )
        case Flagged(flags=flags):
            return judged.deal.packaged is not None and flags[0].code in _KEEPS_APART
        case _:
            return False


def unless_acknowledged(past: Past, judged: Judgement) -> Judgement:
    """Turn a judgement that would change what NetSuite acknowledged into an exception."""
    settled = [one for one in past.documents if one.state is State.ACKNOWLEDGED]
    asked = wanted(judged)
    changed = [one for one in settled if not _stands(one, judged, asked)]
    if not changed or not isinstance(judged, Translated | Excluded) or is_given_back(past, judged):
        return judged
    booked = judged.deal.booked
    ordered = total(
        (one.amount for one in settled if one.amount.currency == booked.currency), booked.currency
    )
    same = all(judged.deal.is_what(one.made_of) for one in changed)
    names = [one.external_id for one in changed]
    evidence = [f"{one.external_id} was sent with digest {one.digest}" for one in changed]
    flag = flagging.changed("rules" if same else "deal", names, booked, ordered, evidence)
    return Flagged(deal=judged.deal, flags=(flag,), basis=judged.basis)


def _stands(
    document: PastDocument, judged: Judgement, asked: Mapping[ExternalId, Prepared]
) -> bool:
    """Say whether a document may stay: with the body asked for, or with another of this deal."""
    again = asked.get(document.external_id)
    if again is None:
        return False
    same_deal = judged.deal.is_what(document.made_of)
    return is_kept(document, asked) or (same_deal and again.document.amount == document.amount)


def with_merges_as_made(past: Past, judged: Judgement) -> Judgement:
    """
    Return a judgement in which a merge that was made keeps its body, on whatever day it is asked.

    Its request names the first open period, and what it moves from there on, and so reads
    otherwise each month.
    """
    if not isinstance(judged, Translated):
        return judged
    held = {one.external_id: one for one in past.documents if one.state is State.ACKNOWLEDGED}
    documents = (_as_made(held.get(one.document.external_id), one) for one in judged.documents)
    return replace(judged, documents=tuple(documents))


def _as_made(held: PastDocument | None, asked: Prepared) -> Prepared:
    if held is None or asked.document.kind is not Kind.MERGE_REQUEST:
        return asked
    made, again = (json.loads(body, parse_float=Decimal) for body in (held.body, asked.body))
    same = all(made[name] == again[name] for name in _MERGING)
    return replace(asked, body=held.body, digest=held.digest) if same else asked
