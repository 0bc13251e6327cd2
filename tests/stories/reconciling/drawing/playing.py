"""Plays a history in both sandboxes: a quarter in which January and February are closed."""

from decimal import Decimal

from tests.stories.changes.test_a_year_told import approve, close, tell
from tests.stories.reconciling.drawing.contracts import SEATS, records
from tests.stories.reconciling.drawing.credits import records as records_of_credits
from tests.stories.reconciling.drawing.currencies import CONTRACTED, rates
from tests.stories.reconciling.drawing.histories import LOT, Fate, History, Told
from tests.stories.reconciling.drawing.people import (
    by_hand,
    change_the_first_line,
    hold,
    make_a_journal,
    make_an_order,
)
from tests.stories.reconciling.drawing.spending import use
from tests.stories.stand import LONGEST_RUN_S, Stand, order

#: An order that Salesforce does not finish is an exception after an hour.
_LATE = frozenset({Fate.NOT_SENT, Fate.UNANSWERED, Fate.WAITING})
_UNAPPROVED = frozenset({Fate.DELETED, Fate.UNAPPROVED, Fate.APPROVED_LATE})
_PASSES_MAX = 9


def named(name: str) -> str:
    return f"bridge-{order(name)}-so-1"


def play(stand: Stand, history: History) -> None:
    """Let it all happen; what is left to do then is to reconcile."""
    drafts = [{"type": "Order", "key": key, "Status": "Draft"} for key in ("O-B0", "O-B1")]
    stand.arrive(*drafts, *rates(), *_arriving(history, late=False))
    for prepaid in history.prepaid:
        stand.arrive(*records_of_credits(prepaid))
    for told in history.contracts:
        _strike(stand, told)
    _sync_until_all_is_sent(stand)
    _edit(stand, history)
    tell(stand, "jobs", {"run": "update-arrangements"})
    for told in history.contracts:
        if told.fate is Fate.ON_HOLD:
            hold(stand, named(told.orders[0]))
    close(stand, 1, 2)
    for told in history.contracts:
        _edit_late(stand, told)
    tell(stand, "jobs", {"run": "update-arrangements"})
    stand.arrive(*_arriving(history, late=True))
    for told in history.contracts:
        _strike_late(stand, told)
    stand.sync()


def _sync_until_all_is_sent(stand: Stand) -> None:
    for _ in range(_PASSES_MAX):
        summary = stand.sync().summary
        if summary.posted == summary.documents:
            return
        stand.later(LONGEST_RUN_S + 10)
    raise AssertionError("faults that strike once must be over by now")


def _arriving(history: History, *, late: bool) -> list[dict[str, object]]:
    return [
        record
        for told in history.contracts
        if (told.fate in _LATE) == late
        for record in records(
            told.name, told.shape, told.lots, told.currency, **_of_its_orders(told)
        )
    ]


def _of_its_orders(told: Told) -> dict[str, object]:
    match told.fate:
        case Fate.WAITING:
            return {"SBQQ__Contracted__c": False}
        case Fate.EXCLUDED:
            return {"Deal_Purpose__c": "Evaluation"}
        case _:
            return {}


def _strike(stand: Stand, told: Told) -> None:
    match told.fate:
        case Fate.CUT_OFF:
            _cut_off(stand, told)
        case Fate.THROTTLED:
            _throttle(stand, told)


def _strike_late(stand: Stand, told: Told) -> None:
    match told.fate:
        case Fate.UNANSWERED:
            _cut_off(stand, told)
        case Fate.NOT_SENT:
            _throttle(stand, told)


def _cut_off(stand: Stand, told: Told) -> None:
    path = named(told.orders[0])
    stand.strike(fault="cut_after_commit", system="netsuite", method="PUT", path=path, nth=1)


def _throttle(stand: Stand, told: Told) -> None:
    path = named(told.orders[0])
    stand.strike(fault="status", status=429, system="netsuite", method="PUT", path=path, nth=1)


def _edit(stand: Stand, history: History) -> None:
    """People work in NetSuite before anything is arranged."""
    for told in history.contracts:
        if not (told.is_suspended or told.fate in {*_LATE, Fate.EXCLUDED}):
            _work_on(stand, told)
    for prepaid in history.prepaid:
        use(stand, prepaid)
    for number, lots in enumerate(history.strangers):
        make_an_order(stand, f"HAND-{number}", lots * LOT)
    for journal in history.journals:
        make_a_journal(stand, journal)


def _work_on(stand: Stand, told: Told) -> None:
    """Edit the orders of a contract, and approve them."""
    _edit_the_order(stand, told)
    if told.is_foreign:
        _agree_on_a_rate(stand, told)
    for place, name in enumerate(told.orders):
        if place or told.fate not in _UNAPPROVED:
            approve(stand, "salesOrder", named(name))


def _agree_on_a_rate(stand: Stand, told: Told) -> None:
    """Somebody gives the orders in another currency the rate of their contract."""
    for place, name in enumerate(told.orders):
        if place or told.fate is not Fate.DELETED:
            rate = Decimal(CONTRACTED)
            stand.change_in_netsuite(f"salesOrder/eid:{named(name)}", exchangeRate=rate)


def _edit_late(stand: Stand, told: Told) -> None:
    match told.fate:
        case Fate.PRICED_LATE:
            change_the_first_line(stand, _path(told), amount=told.lines[0].minor + told.dearer)
        case Fate.APPROVED_LATE:
            approve(stand, "salesOrder", named(told.orders[0]))


def _edit_the_order(stand: Stand, told: Told) -> None:
    minor = told.lines[0].minor
    match told.fate:
        case Fate.PRICED:
            change_the_first_line(stand, _path(told), amount=minor + told.dearer)
        case Fate.COUNTED:
            change_the_first_line(stand, _path(told), amount=minor * 2, quantity=SEATS * 2)
        case Fate.BOTH:
            change_the_first_line(
                stand, _path(told), amount=(minor + told.dearer) * 2, quantity=SEATS * 2
            )
        case Fate.DATED:
            line = {"line": 1, "revRecEndDate": "2026-06-30"}
            by_hand(stand, "PATCH", _path(told), item={"items": [line]})
        case Fate.DELETED:
            by_hand(stand, "DELETE", _path(told))


def _path(told: Told) -> str:
    return f"salesOrder/eid:{named(told.orders[0])}"
