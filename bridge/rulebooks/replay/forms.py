"""The JSON form of a plan; other tools rely on these keys, and it is what is kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from bridge.model.ids import digest
from bridge.model.money import Currency, Money, total
from bridge.rulebooks.replay.closing import Entry, Moved
from bridge.rulebooks.replay.comparing import Change, Kind, Leg
from bridge.rulebooks.replay.plan import Plan

Form = Mapping[str, Any]


def plan(one: Plan) -> Form:
    """Return a plan with its digest, which is that of all the rest."""
    content = {
        **_compared(one),
        **_tally(one),
        "counts": {kind.value: _counted(one.changes, kind) for kind in Kind},
        "changes": [_change(each) for each in one.changes],
        "periods": _by_period(one),
        "rules": _by_rule(one.changes),
        "closed": {
            "known": one.closing.known,
            "first_open": one.closing.first_open,
            "touched": [_moved(each) for each in one.closing.touched],
            "late": [_moved(each) for each in one.closing.late],
        },
        "entries": [_entry(each) for each in one.entries],
        "failed": [{"deal": each.deal, "says": each.says} for each in one.failed],
        "blockers": [{"code": each.code, "says": each.says} for each in one.blockers],
    }
    return {**content, "digest": digest(content)}


def _compared(one: Plan) -> dict[str, Any]:
    compared = one.compared
    return {
        "draft": compared.draft,
        "in_force": compared.in_force,
        "part": compared.part,
        "deals": compared.deals,
        "past": compared.past.value,
    }


def _tally(one: Plan) -> dict[str, Any]:
    return {
        "tried": one.tally.tried,
        "differing": len(one.changes),
        "earlier": one.tally.earlier,
        "decided": one.tally.decided,
        "without_records": list(one.tally.without_records),
        "notes": list(one.tally.notes),
        "not_reproduced": [each.of.deal for each in one.changes if not each.reproduced],
    }


def _counted(changes: Iterable[Change], kind: Kind) -> dict[str, Any]:
    found = [one for one in changes if one.kind is kind]
    return {
        "deals": len(found),
        "posted": sum(bool(one.posted) for one in found),
        "amounts": amounts(one.of.booked for one in found),
    }


def amounts(of: Iterable[Money]) -> dict[str, str]:
    """
    Add up amounts by currency.

    >>> amounts([Money(100, Currency("USD")), Money(250, Currency("USD"))])
    {'USD': '3.50'}
    """
    held: dict[Currency, list[Money]] = {}
    for one in of:
        held.setdefault(one.currency, []).append(one)
    return {
        currency.code: total(found, currency).text()
        for currency, found in sorted(held.items(), key=lambda one: one[0].code)
    }


def _change(one: Change) -> dict[str, Any]:
    stands = one.of
    return {
        "deal": stands.deal,
        "name": stands.name,
        "customer": stands.customer,
        "contract": stands.contract,
        "amount": stands.booked.text(),
        "currency": stands.booked.currency.code,
        "booked_on": stands.booked_on.isoformat() if stands.booked_on else None,
        "exception": stands.exception,
        "kind": one.kind.value,
        "before": one.before.says,
        "after": one.after.says,
        **_rows(one),
        "posted": list(one.posted),
        "periods": [_leg(each, stands.booked.currency) for each in one.legs],
    }


def _rows(one: Change) -> dict[str, list[str]]:
    """Return the rows by how they have to do with a deal that comes out otherwise."""
    return {"left": [*one.left], "gained": [*one.gained], "rewritten": [*one.rewritten]}


def _leg(one: Leg, currency: Currency) -> dict[str, Any]:
    return {
        "subsidiary": one.subsidiary,
        "item": one.item,
        "period": one.period,
        "before": Money(one.before, currency).text(),
        "after": Money(one.after, currency).text(),
        "posted": one.posted,
    }


def _by_period(one: Plan) -> list[dict[str, Any]]:
    """Return what moves, by currency, period and subsidiary, over all deals."""
    closed = {each.period for each in (*one.closing.touched, *one.closing.late)}
    sums: dict[tuple[str, str, str], list[int]] = {}
    for change in one.changes:
        for leg in change.legs:
            place = (change.of.booked.currency.code, leg.period, leg.subsidiary)
            held = sums.setdefault(place, [0, 0])
            held[0] += leg.before
            held[1] += leg.after
    return [
        {
            "currency": code,
            "period": period,
            "subsidiary": subsidiary,
            "before": Money(before, Currency(code)).text(),
            "after": Money(after, Currency(code)).text(),
            "difference": Money(after - before, Currency(code)).text(),
            "closed": period in closed,
        }
        for (code, period, subsidiary), (before, after) in sorted(sums.items())
    ]


def _by_rule(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return the rows by which deals come out otherwise: they decide no more, newly, or anew."""
    held: dict[tuple[str, str], list[Money]] = {}
    for one in changes:
        places = [(name, how) for how, named in _rows(one).items() for name in named]
        for place in places:
            held.setdefault(place, []).append(one.of.booked)
    return [
        {"rule": name, "how": how, "deals": len(found), "amounts": amounts(found)}
        for (name, how), found in sorted(held.items())
    ]


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "period": one.period,
        "subsidiary": one.subsidiary,
        "item": one.item,
        "currency": one.before.currency.code,
        "before": one.before.text(),
        "after": one.after.text(),
        "difference": one.difference.text(),
        "deals": list(one.deals),
    }


def _entry(one: Entry) -> dict[str, Any]:
    held = one.debit or one.credit
    return {
        "period": one.period,
        "subsidiary": one.subsidiary,
        "item": one.item,
        "account": one.account,
        "currency": held.currency.code if held else "",
        "debit": one.debit.text() if one.debit else None,
        "credit": one.credit.text() if one.credit else None,
    }
