"""One sale is booked once: a deal whose sale another record books already is held."""

from collections.abc import Iterable, Sequence

from bridge.mappers import roots
from bridge.model.deal import Heading
from bridge.model.flags import Flag
from bridge.model.sales.claim import BOOKED_TWICE, Claim

_NEAREST = {
    roots.ORDER: "let one of them book: reject the opportunity as a booking, or this order; a sale "
    "of its own is ordered anew, by an order that was made of no other opportunity",
    roots.OPPORTUNITY: "let one of them book: reject the order as a booking, or this opportunity",
}
#: Of one record, and of several.
_VERBS = (("books", "was"), ("book", "were"))


def flags(deal: Heading, claims: Iterable[Claim]) -> tuple[Flag, ...]:
    """Return why a deal is held whose sale is in the books by another record; else nothing."""
    booking = [one for one in claims if one.books]
    if not booking:
        return ()
    root = roots.root_of(deal.id)
    noun, (book, was) = roots.noun(root.object), _VERBS[len(booking) > 1]
    own = f"this {noun} of {deal.booked}"
    made = f"{own} was made of it" if root is roots.ORDER else f"{was} made of {own}"
    says = (
        f"{_told(booking)} {book} the sale already, and {made}; one sale is booked once, so the "
        f"{noun} is held"
    )
    evidence = (roots.named(deal.id), *(roots.named(one.deal) for one in booking))
    return (Flag(BOOKED_TWICE, says, evidence, deal.booked, _NEAREST[root]),)


def _told(booking: Sequence[Claim]) -> str:
    return ", ".join(
        f"{roots.noun(roots.root_of(one.deal).object)} {one.name} of {one.booked}"
        for one in booking
    )
