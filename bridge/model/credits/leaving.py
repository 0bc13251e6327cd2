"""How credits leave a wallet unused: given back for money, voided, carried over, or lapsed."""

from bridge.model.credits.events import Grant, GrantId, Origin, Refund, Void
from bridge.model.credits.lots import Cause, Lot, Slice
from bridge.model.credits.story import At, Story
from bridge.model.credits.terms import Rollover
from bridge.model.credits.units import NONE, added, less, part_of


def refund(story: Story, event: Refund) -> None:
    """Give units of a grant back for their money; more than it holds is a conflict."""
    lot = story.lots.get(event.grant)
    held = lot.left if lot else NONE
    units = held if event.units is None else event.units
    if lot is None or not 0 <= units <= held:
        story.conflict(
            "REFUND_EXCEEDS_BALANCE",
            f"{event.reference} refunds {units:f} units of grant {event.grant} on {event.on}, and "
            f"it holds {held:f}",
            event,
        )
    elif units:
        part = Slice(lot, units, lot.take(units))
        story.moved(At(event.on, event.reference), Cause.REFUNDED, part)


def void(story: Story, event: Void) -> None:
    """Let units lapse by a decision; more than is left is a conflict."""
    lots = story.in_order(event.on, None)
    if event.grant:
        lots = [lot for lot in story.lots.values() if lot.grant.id == event.grant]
    held = added(lot.left for lot in lots)
    still = held if event.units is None else event.units
    if not 0 <= still <= held:
        story.conflict(
            "VOID_EXCEEDS_BALANCE",
            f"{event.reference} voids {still:f} units on {event.on}, and {held:f} are left",
            event,
        )
        return
    at = At(event.on, event.reference)
    for lot in lots:
        units = min(still, lot.left)
        if units:
            story.moved(at, Cause.LAPSED, Slice(lot, units, lot.take(units)))
            still = less(still, units)


def end(story: Story, lot: Lot) -> None:
    """At the end of a validity carry over what the terms carry over; the rest lapses."""
    grant = lot.grant
    if grant.valid is None:
        return
    at = At(grant.valid.last, grant.id)
    heir = _heir(story, grant) if lot.left else None
    units = part_of(lot.left, story.terms.rolled) if heir else NONE
    if heir and units:
        part = Slice(lot, units, lot.take(units))
        story.moved(at, Cause.ROLLED_OUT, part)
        carried = Grant(
            id=GrantId(f"{grant.id}+"),
            on=grant.valid.last,
            units=units,
            paid=part.money,
            valid=heir.valid,
            priority=grant.priority,
            origin=Origin.ROLLED,
            carried_from=grant.id,
            meters=grant.meters,
        )
        story.add(carried, part.money, Cause.ROLLED_IN)
    if lot.left:
        units = lot.left
        story.moved(at, Cause.LAPSED, Slice(lot, units, lot.take(units)))


def _heir(story: Story, grant: Grant) -> Grant | None:
    """
    Return the grant whose validity the rest of an ended one takes over, None where it lapses.

    What was carried over once lapses with the grant that took it over. One period: the grant whose
    validity follows on the next day; without such a grant there is no next period (Zuora: the last
    fund cannot roll over). On renewal: the grant that renews the ended one, maybe with others, and
    is valid from the next day at the latest.
    """
    if grant.valid is None:
        return None
    following = grant.valid.end
    fits = [
        one
        for one in story.grants.values()
        if one.valid and (one.valid.start == following or (one.serves(following, None)))
    ]
    match story.terms.rollover:
        case Rollover.NONE:
            return None
        case _ if grant.carried_from:
            return None
        case Rollover.ONE_PERIOD:
            return next((one for one in fits if one.valid and one.valid.start == following), None)
        case Rollover.ON_RENEWAL:
            return next((one for one in fits if grant.id in one.renews), None)
