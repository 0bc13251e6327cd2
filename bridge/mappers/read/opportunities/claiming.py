"""
One sale is booked once: a deal whose sale another record books already is held.

So is an opportunity whose order two people rejected as a booking. Whether the sale was none, or is
booked by the opportunity instead, their decision does not say.
"""

from collections.abc import Sequence

from bridge.mappers import roots
from bridge.mappers.read.opportunities import booking, questions
from bridge.model.deal import Heading
from bridge.model.dossier import Dossier
from bridge.model.flags import Flag
from bridge.model.sales.claim import BOOKED_TWICE, ORDER_REJECTED, Claim, Standing
from bridge.rules.rulebook import Source

_NEAREST = {
    roots.ORDER: "let one of them book: reject the opportunity as a booking, or this order; a sale "
    "of its own is ordered anew, by an order that was made of no other opportunity",
    roots.OPPORTUNITY: "let one of them book: reject the order as a booking, or this opportunity",
}
#: Of one record, and of several.
_VERBS = (("books", "was"), ("book", "were"))


def flags(deal: Heading, dossier: Dossier, source: Source) -> tuple[Flag, ...]:
    """Return why a deal is held because of what the books know of its sale; else nothing."""
    books = [one for one in dossier.claims if one.books and not _gives_way(one, dossier)]
    if books:
        return (_booked_twice(deal, books),)
    out = [one for one in dossier.claims if one.standing is Standing.REJECTED]
    is_sold = roots.root_of(deal.id) is roots.OPPORTUNITY
    if not (out and is_sold) or dossier.posted or booking.takes_over(dossier, source):
        return ()
    return (_rejected(deal, out),)


def _gives_way(one: Claim, dossier: Dossier) -> bool:
    """Say whether a sale that is over holds no deal: one that NetSuite has is a sale as well."""
    return one.standing is Standing.ENDED and bool(dossier.posted)


def _booked_twice(deal: Heading, books: Sequence[Claim]) -> Flag:
    root = roots.root_of(deal.id)
    noun, (book, was) = roots.noun(root.object), _VERBS[len(books) > 1]
    own = f"this {noun} of {deal.booked}"
    made = f"{own} was made of it" if root is roots.ORDER else f"{was} made of {own}"
    over = [one for one in books if one.standing is Standing.ENDED]
    ended = f"; {_told(over)} {_VERBS[len(over) > 1][1]} given back by hand" if over else ""
    says = (
        f"{_told(books)} {book} the sale already, and {made}{ended}; one sale is booked once, so "
        f"the {noun} is held"
    )
    return Flag(BOOKED_TWICE, says, _evidence(deal, books), deal.booked, _NEAREST[root])


def _rejected(deal: Heading, out: Sequence[Claim]) -> Flag:
    _, was = _VERBS[len(out) > 1]
    says = (
        f"{_told(out)} {was} made of this opportunity of {deal.booked}, and two people rejected "
        "that as no booking; whether the opportunity books the sale instead is not said (answer "
        f"'{questions.REJECTED}' in sources/{questions.MODEL}.yaml)"
    )
    nearest = (
        "where there was a sale, let the order book it: revoke that rejection; where there was "
        "none, reject the opportunity, too"
    )
    return Flag(ORDER_REJECTED, says, _evidence(deal, out), deal.booked, nearest)


def _evidence(deal: Heading, others: Sequence[Claim]) -> tuple[str, ...]:
    return (roots.named(deal.id), *(roots.named(one.deal) for one in others))


def _told(others: Sequence[Claim]) -> str:
    return ", ".join(
        f"{roots.noun(roots.root_of(one.deal).object)} {one.name} of {one.booked}" for one in others
    )
