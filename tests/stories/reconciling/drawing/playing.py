"""Plays a history in both sandboxes: a quarter in which January and February are closed."""

from decimal import Decimal

from bridge.adapters.netsuite.session import Call
from bridge.model.ids import canonical
from tests.stories.changes.test_a_year_told import approve, close, tell
from tests.stories.reconciling.drawing.amounts import LOT
from tests.stories.reconciling.drawing.contracts import SEATS, records
from tests.stories.reconciling.drawing.histories import Fate, History, Journal, Told
from tests.stories.stand import LONGEST_RUN_S, Stand, order

#: An order that Salesforce does not finish is an exception after an hour.
_LATE = frozenset({Fate.NOT_SENT, Fate.UNANSWERED, Fate.WAITING})
_UNAPPROVED = frozenset({Fate.DELETED, Fate.UNAPPROVED, Fate.APPROVED_LATE})
_PASSES_MAX = 9
_SUBSIDIARIES = {"USD": "US-INC", "EUR": "DE-GMBH"}


def named(name: str) -> str:
    return f"bridge-{order(name)}-so-1"


def play(stand: Stand, history: History) -> None:
    """Let it all happen; what is left to do then is to reconcile."""
    drafts = [{"type": "Order", "key": key, "Status": "Draft"} for key in ("O-B0", "O-B1")]
    stand.arrive(*drafts, *_arriving(history, late=False))
    for told in history.contracts:
        _strike(stand, told)
    _sync_until_all_is_sent(stand)
    _edit(stand, history)
    tell(stand, "jobs", {"run": "update-arrangements"})
    for told in history.contracts:
        if told.fate is Fate.ON_HOLD:
            _hold(stand, told)
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
        if told.is_suspended or told.fate in {*_LATE, Fate.EXCLUDED}:
            continue
        _edit_the_order(stand, told)
        for place, name in enumerate(told.orders):
            if place or told.fate not in _UNAPPROVED:
                approve(stand, "salesOrder", named(name))
    for number, lots in enumerate(history.strangers):
        make_an_order(stand, f"HAND-{number}", lots * LOT)
    for journal in history.journals:
        make_a_journal(stand, journal)


def _edit_late(stand: Stand, told: Told) -> None:
    match told.fate:
        case Fate.PRICED_LATE:
            change_the_first_line(stand, told, amount=told.lines[0].minor + LOT)
        case Fate.APPROVED_LATE:
            approve(stand, "salesOrder", named(told.orders[0]))


def _edit_the_order(stand: Stand, told: Told) -> None:
    minor = told.lines[0].minor
    match told.fate:
        case Fate.PRICED:
            change_the_first_line(stand, told, amount=minor + LOT)
        case Fate.COUNTED:
            change_the_first_line(stand, told, amount=minor * 2, quantity=SEATS * 2)
        case Fate.BOTH:
            change_the_first_line(stand, told, amount=(minor + LOT) * 2, quantity=SEATS * 2)
        case Fate.DATED:
            line = {"line": 1, "revRecEndDate": "2026-06-30"}
            by_hand(stand, "PATCH", _path(told), item={"items": [line]})
        case Fate.DELETED:
            by_hand(stand, "DELETE", _path(told))


def _path(told: Told) -> str:
    return f"salesOrder/eid:{named(told.orders[0])}"


def change_the_first_line(stand: Stand, told: Told, *, amount: int, **fields: int) -> None:
    """Change a line as NetSuite's page does: quantity and amount, in cents."""
    line = {"line": 1, "amount": _units(amount), **fields}
    by_hand(stand, "PATCH", _path(told), item={"items": [line]})


def _units(minor: int) -> Decimal:
    return Decimal(minor) / 100


def by_hand(stand: Stand, method: str, path: str, **fields: object) -> None:
    """Do something in NetSuite as a person or another integration does."""
    call = Call(
        operation="by hand",
        method=method,
        path=f"/services/rest/record/v1/{path}",
        headers={"Content-Type": "application/json"},
        body=canonical(fields) if fields else None,
    )
    assert stand.ends.netsuite._session.write(call).status == 204


def make_an_order(stand: Stand, name: str, minor: int) -> None:
    """Somebody makes an order of a year that stands for nothing in Salesforce."""
    line = {
        "line": 1,
        "item": {"externalId": "SUB-ULT"},
        "quantity": 1,
        "amount": _units(minor),
        "revRecStartDate": "2026-01-01",
        "revRecEndDate": "2026-12-31",
    }
    by_hand(
        stand,
        "POST",
        "salesOrder",
        externalId=name,
        entity={"externalId": _customer(stand)},
        subsidiary={"externalId": "US-INC"},
        currency={"externalId": "USD"},
        tranDate="2026-01-01",
        orderStatus={"id": "B"},
        item={"items": [line]},
    )


def _customer(stand: Stand) -> str:
    (one,) = stand._records(stand.world.netsuite.url, "customer")[:1]
    return str(one["externalId"])


def make_a_journal(stand: Stand, journal: Journal) -> None:
    """Somebody books revenue, with a word about it or without."""
    more, less = ("credit", "debit") if journal.minor > 0 else ("debit", "credit")
    amount = _units(abs(journal.minor))
    sides = [
        {"line": 0, "account": "2500 Deferred Revenue", less: amount, "memo": journal.memo},
        {"line": 1, "account": "4000 Revenue", more: amount, "memo": journal.memo},
    ]
    by_hand(
        stand,
        "POST",
        "journalEntry",
        subsidiary={"externalId": _SUBSIDIARIES[journal.currency]},
        currency={"externalId": journal.currency},
        tranDate=f"2026-{journal.month:02}-10",
        memo=journal.memo,
        line={"items": sides},
    )


def _hold(stand: Stand, told: Told) -> None:
    """A script of the account puts the plans of the first order of a contract on hold."""
    url = stand.world.netsuite.url
    number = stand.orders()[named(told.orders[0])]["id"]
    elements = {
        one["id"]
        for one in stand._records(url, "revenueElement")
        if one["sourceRecord"]["id"] == number
    }
    for plan in stand._records(url, "revenuePlan"):
        if plan["createdFrom"]["id"] in elements and plan["revenuePlanType"] == "ACTUAL":
            held = {"revenuePlan": plan["id"], "holdRevenueRecognition": True}
            stand.ends.netsuite._session.write(_to_script(held))


def _to_script(body: dict[str, object]) -> Call:
    return Call(
        operation="by hand",
        method="PUT",
        path="/app/site/hosting/restlet.nl",
        query={"script": "1", "deploy": "1"},
        headers={"Content-Type": "application/json"},
        body=canonical(body),
    )
