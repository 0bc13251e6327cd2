"""
A wallet of prepaid credits: the fold of its events into movements of units and money.

The bridge keeps the balance itself where the source has no wallet. The order in which events
arrive is no matter: they are told by day, and within a day what adds comes before what takes.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from bridge.model.credits import bonus, leaving, spending
from bridge.model.credits.balance import Wallet
from bridge.model.credits.events import (
    LAST,
    Event,
    Grant,
    GrantId,
    Place,
    Refund,
    Use,
    Void,
    once,
    place,
)
from bridge.model.credits.lots import Cause
from bridge.model.credits.story import Story
from bridge.model.credits.terms import Terms
from bridge.model.money import Currency, Money

_END: Place = (date.max, LAST + 1, "")


def fold(events: Iterable[Event], terms: Terms, currency: Currency, through: date) -> Wallet:
    """
    Tell the events of a wallet up to the end of a day.

    Units and money conserve after every event: what was granted is left, drawn, lapsed, refunded
    or carried over. Events that arrive twice count once; those that contradict each other or the
    balance are conflicts, and do not count.
    """
    known, repeated = once(events)
    grants = {event.id: event for event in known if isinstance(event, Grant)}
    paid, unpriced = bonus.prices(grants.values(), terms.bonus)
    story = Story(terms, currency, through, grants)
    for event in known:
        if event.on <= through:
            _end_before(story, place(event))
            _tell(story, event, paid)
    _end_before(story, _END)
    return Wallet(
        currency=currency,
        through=through,
        grants=tuple(lot.grant for lot in story.lots.values()),
        movements=tuple(story.movements),
        conflicts=(*repeated, *unpriced, *story.conflicts),
    )


def _end_before(story: Story, at: Place) -> None:
    for lot in story.ended_before(at):
        leaving.end(story, lot)


def _tell(story: Story, event: Event, paid: Mapping[GrantId, Money]) -> None:
    match event:
        case Grant():
            story.add(event, paid[event.id], Cause.GRANTED)
        case Use() if event.units >= 0:
            spending.use(story, event)
        case Use():
            spending.correct(story, event)
        case Refund():
            leaving.refund(story, event)
        case Void():
            leaving.void(story, event)
