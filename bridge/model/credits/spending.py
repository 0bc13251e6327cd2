"""Use and its corrections: what is drawn from which grant, and what no grant held."""

from decimal import Decimal

from bridge.model.credits.events import Use
from bridge.model.credits.lots import Cause, Slice
from bridge.model.credits.story import At, Story
from bridge.model.credits.units import added, less


def use(story: Story, event: Use) -> None:
    """Draw from the grants in their order; what they do not hold is overage."""
    still = event.units
    spent = story.used.setdefault(event.meter, [])
    at = At(event.on, event.reference, event.meter)
    for lot in story.in_order(event.on, event.meter):
        units = min(still, lot.left)
        if units:
            part = Slice(lot, units, lot.take(units))
            spent.append(part)
            story.moved(at, Cause.DRAWN, part)
            still = less(still, units)
    if still:
        spent.append(still)
        story.over(event, still)


def correct(story: Story, event: Use) -> None:
    """
    Take use of a meter back, the youngest first; what was drawn can be drawn again.

    Taking back more than was used until then is a conflict, and nothing is taken back.
    """
    still = event.units.copy_abs()
    spent = story.used.get(event.meter, [])
    sofar = added(_units(one) for one in spent)
    if still > sofar:
        story.conflict(
            "USAGE_BELOW_ZERO",
            f"{event.reference} takes back {still:f} units on {event.on}, and only {sofar:f} were "
            "used until then",
            event,
        )
        return
    while still:
        last = spent.pop()
        units = min(still, _units(last))
        rest = _take_back(story, event, last, units)
        if rest:
            spent.append(rest)
        still = less(still, units)


def _units(spent: Slice | Decimal) -> Decimal:
    return spent.units if isinstance(spent, Slice) else spent


def _take_back(
    story: Story, event: Use, spent: Slice | Decimal, units: Decimal
) -> Slice | Decimal | None:
    """Take units of one use back, and return what stays used of it."""
    if isinstance(spent, Slice):
        back, rest = spent.cut(units)
        _give_back(story, event, back)
        return rest
    story.over(event, -units)
    return less(spent, units)


def _give_back(story: Story, event: Use, back: Slice) -> None:
    """Give units back to their grant; where its time is over they lapse in the same moment."""
    at = At(event.on, event.reference, event.meter)
    grant = back.lot.grant
    story.moved(at, Cause.DRAWN, Slice(back.lot, -back.units, -back.money))
    if grant.valid is None or event.on <= grant.valid.last:
        back.lot.put_back(back.units, back.money)
        return
    story.moved(at, Cause.LAPSED, back)
    if any(lot.grant.carried_from == grant.id for lot in story.lots.values()):
        story.conflict(
            "CORRECTION_AFTER_ROLLOVER",
            f"{event.reference} gives units back to grant {grant.id}, whose rest was carried over "
            "before; decide where they belong",
            event,
        )
