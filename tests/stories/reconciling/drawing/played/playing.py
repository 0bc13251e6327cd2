"""Plays a history in both sandboxes: a quarter in which January and February are closed."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from bridge.flow.merging.approving import among
from bridge.flow.merging.approving import approve as agree
from bridge.model.ids import canonical
from tests.stories.changes.test_a_year_told import approve, close, tell
from tests.stories.reconciling.drawing.fates import BILLED, CHANGED, INVOICED, MERGING, Fate
from tests.stories.reconciling.drawing.histories import LOT, History, Told
from tests.stories.reconciling.drawing.played.packaging import (
    approve_package,
    merge_packages,
    sell_packages,
    sell_the_rest,
)
from tests.stories.reconciling.drawing.played.people import (
    ANA,
    agree_on_a_rate,
    by_hand,
    change_the_first_line,
    hold,
    make_a_journal,
    make_an_order,
    named,
    number_of_the_first_line,
    units,
)
from tests.stories.reconciling.drawing.played.spending import use
from tests.stories.reconciling.drawing.sold.credits import records as records_of_credits
from tests.stories.reconciling.drawing.sold.packages import items
from tests.stories.reconciling.drawing.sold.records import products
from tests.stories.reconciling.drawing.worth.currencies import rates
from tests.stories.stand import LONGEST_RUN_S, Stand, order

#: An order that Salesforce does not finish is an exception after an hour.
_LATE = frozenset({Fate.NOT_SENT, Fate.UNANSWERED, Fate.WAITING, Fate.UNREAD})
_UNAPPROVED = frozenset({Fate.DELETED, Fate.UNAPPROVED, Fate.APPROVED_LATE})
#: Contracts of which all records arrive by one request, which must be answered in time.
_AT_ONCE = 10


def play(stand: Stand, history: History) -> None:
    """Let it all happen; what is left to do then is to reconcile."""
    before = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
    shut = [{"type": "accountingPeriod", "externalId": one, "closed": True} for one in before]
    tell(stand, "records", {"records": [*shut, *items()]})
    stand.ends.netsuite.dates_follow_lines = True
    _sell(stand, history)
    if history.packages:
        sell_packages(stand, history.packages)
    _edit(stand, history)
    tell(stand, "jobs", {"run": "update-arrangements"})
    if any(not one.is_late for one in history.packages):
        merge_packages(stand)
    for told in history.contracts:
        if told.fate is Fate.ON_HOLD:
            hold(stand, named(told.orders[0]))
    close(stand, 1, 2)
    for told in history.contracts:
        _edit_late(stand, told)
    tell(stand, "jobs", {"run": "update-arrangements"})
    sell_the_rest(stand, [one for one in history.packages if one.is_late])
    changed = [told for told in history.contracts if told.fate in CHANGED]
    if changed:
        _change_late(stand, changed)
    _sell_late(stand, [told for told in history.contracts if told.fate not in CHANGED])


def _sell(stand: Stand, history: History) -> None:
    """All that is signed before anything is posted, and sent in spite of what strikes."""
    drafts = [{"type": "Order", "key": key, "Status": "Draft"} for key in ("O-B0", "O-B1")]
    stand.arrive(*drafts, *products(), *rates())
    _arrive(stand, history.contracts, _in_time)
    for prepaid in history.prepaid:
        stand.arrive(*records_of_credits(prepaid))
    for told in history.contracts:
        _strike(stand, told)
    _sync_until_all_is_sent(stand, passes_max=2 * len(history.contracts) + 1)


def _change_late(stand: Stand, changed: Sequence[Told]) -> None:
    """
    What is amended when January and February are closed, and merged in a pass of its own.

    In the last pass calls that are not answered would leave none for merges.
    """
    _arrive(stand, changed, _late)
    stand.sync()
    for told in changed:
        _approve_changes(stand, told)
    tell(stand, "jobs", {"run": "update-arrangements"})
    merging = [told for told in changed if told.fate in MERGING]
    for told in merging:
        _agree_on_the_merge(stand, told)
    if merging:
        stand.sync()


def _sell_late(stand: Stand, sold: Sequence[Told]) -> None:
    """What arrives last, what strikes it in the last pass, and what happens after that."""
    _arrive(stand, [told for told in sold if told.fate is not Fate.UNREAD], _late)
    for told in sold:
        _strike_late(stand, told)
    stand.sync()
    stand.later(1)
    _arrive(stand, [told for told in sold if told.fate is Fate.UNREAD], _late)
    for told in sold:
        if told.fate is Fate.BEHIND:
            change_the_first_line(stand, told, amount=units(told.left + told.dearer))


def _sync_until_all_is_sent(stand: Stand, passes_max: int) -> None:
    """Make passes: one ends at a cut connection, and another one looks up what came of it."""
    for _ in range(passes_max):
        summary = stand.sync().summary
        if summary.posted == summary.documents:
            return
        stand.later(LONGEST_RUN_S + 10)
    raise AssertionError("faults that strike once must be over by now")


def _arrive(
    stand: Stand, contracts: Sequence[Told], orders: Callable[[Told], tuple[str, ...]]
) -> None:
    """Let some orders of each contract arrive, of a few contracts at once."""
    for start in range(0, len(contracts), _AT_ONCE):
        few = contracts[start : start + _AT_ONCE]
        found = [record for told in few for record in told.records(orders(told))]
        if found:
            stand.arrive(*found)


def _in_time(told: Told) -> tuple[str, ...]:
    """Its orders that Salesforce has before anything is posted."""
    return tuple(one for one in told.every_order if one not in _late(told))


def _late(told: Told) -> tuple[str, ...]:
    if told.fate in CHANGED:
        return told.amendments
    return told.every_order if told.fate in _LATE else ()


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
    for package in history.packages:
        approve_package(stand, package)
    for number, lots in enumerate(history.strangers):
        make_an_order(stand, f"HAND-{number}", lots * LOT)
    for journal in history.journals:
        make_a_journal(stand, journal)


def _work_on(stand: Stand, told: Told) -> None:
    """Edit the orders of a contract, approve them, and invoice the first one if it is told."""
    _edit_the_order(stand, told)
    there = [one for one in told.orders if one not in _late(told)]
    for name in there:
        is_first = name == told.orders[0]
        if not (is_first and told.fate is Fate.DELETED):
            agree_on_a_rate(stand, told, name)
        if not (is_first and told.fate in _UNAPPROVED):
            approve(stand, "salesOrder", named(name))
    if told.fate in BILLED:
        number = stand.orders()[named(told.orders[0])]["id"]
        first = number_of_the_first_line(stand, told)
        quarter = {"orderLine": first, "quantity": Decimal(told.lines[0].seats) / 4}
        body = {} if told.fate in INVOICED else {"item": {"items": [quarter]}}
        stand.ends.netsuite.derive(("salesOrder", number), "invoice", canonical(body))


def _approve_changes(stand: Stand, told: Told) -> None:
    """People approve what was added and what was given back when two months were closed."""
    for name in told.orders[1:]:
        agree_on_a_rate(stand, told, name)
        approve(stand, "salesOrder", named(name))
    if told.gone and told.fate in BILLED - {Fate.RETURNING}:
        given_back = f"bridge-{order(f'O-{told.gone.order}-{told.name}')}-ra-1"
        approve(stand, "returnAuthorization", given_back)


def _agree_on_the_merge(stand: Stand, told: Told) -> None:
    name = f"bridge-{order(told.amendments[0])}-mr-1"
    agree(stand.ends.store, name, by=ANA, reason="agreed", entitled=among([ANA]))


def _edit_late(stand: Stand, told: Told) -> None:
    match told.fate:
        case Fate.PRICED_LATE:
            amount = units(told.left + told.dearer)
            change_the_first_line(stand, told, amount=amount)
        case Fate.CLOSED:
            change_the_first_line(stand, told, isClosed=True)
        case Fate.APPROVED_LATE:
            approve(stand, "salesOrder", named(told.orders[0]))


def _edit_the_order(stand: Stand, told: Told) -> None:
    minor, seats = told.left, told.seats_left
    match told.fate:
        case Fate.PRICED:
            change_the_first_line(stand, told, amount=units(minor + told.dearer))
        case Fate.COUNTED:
            change_the_first_line(stand, told, amount=units(minor * 2), quantity=seats * 2)
        case Fate.BOTH:
            amount = units((minor + told.dearer) * 2)
            change_the_first_line(stand, told, amount=amount, quantity=seats * 2)
        case Fate.DATED:
            change_the_first_line(stand, told, revRecEndDate=told.edited_end.isoformat())
        case Fate.UNDATED:
            change_the_first_line(stand, told, revRecStartDate=None, revRecEndDate=None)
        case Fate.RULED:
            change_the_first_line(stand, told, item={"externalId": "ONBOARDING"})
        case Fate.DELETED:
            by_hand(stand, "DELETE", f"salesOrder/eid:{named(told.orders[0])}")
