"""The written form of what is metered of a deal: `parse(written(it), currency) == it`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.model.calendar import Term
from bridge.model.credits.events import Event, Grant, GrantId, Origin, Refund, Use, Void
from bridge.model.credits.terms import DrawOrder
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money
from bridge.model.usage.metering import Charge, Metering, Pool, Rated, Stated

#: JSON values: texts, whole numbers, nulls, lists and objects of them.
Written = dict[str, Any]


def written(metering: Metering) -> Written:
    """Write what is metered."""
    return {
        "pools": [_pool(pool) for pool in metering.pools],
        "rated": [
            {
                "step": rated.step,
                "charges": [[one.on.isoformat(), one.amount.text()] for one in rated.charges],
                "place": rated.place,
                "again": rated.again,
            }
            for rated in metering.rated
        ],
    }


def _pool(pool: Pool) -> Written:
    return {
        "events": [_event(event) for event in pool.events],
        "through": pool.through.isoformat() if pool.through else None,
        "stated": [
            {
                "on": one.on.isoformat(),
                "drawn": f"{one.drawn:f}",
                "lapsed": f"{one.lapsed:f}",
                "overage": f"{one.overage:f}",
                "rolled": f"{one.rolled:f}",
                "evidence": one.evidence,
            }
            for one in pool.stated
        ],
        "order": pool.order.value if pool.order else None,
        "place": pool.place,
    }


def _event(event: Event) -> Written:
    match event:
        case Grant():
            return {"event": "grant", **_grant(event)}
        case Use():
            return {"event": "use", **_named(event), "meter": event.meter}
        case Refund():
            return {"event": "refund", **_named(event), "grant": event.grant}
        case Void():
            return {"event": "void", **_named(event), "grant": event.grant}


def _named(event: Use | Refund | Void) -> Written:
    units = None if event.units is None else f"{event.units:f}"
    return {"reference": event.reference, "on": event.on.isoformat(), "units": units}


def _grant(grant: Grant) -> Written:
    return {
        "id": grant.id,
        "on": grant.on.isoformat(),
        "units": f"{grant.units:f}",
        "paid": grant.paid.text(),
        "first_day": grant.valid.start.isoformat() if grant.valid else None,
        "last_day": grant.valid.last.isoformat() if grant.valid else None,
        "priority": grant.priority,
        "origin": grant.origin.value,
        "bonus_of": grant.bonus_of,
        "renews": sorted(grant.renews),
        "meters": sorted(grant.meters),
    }


def parse(form: Mapping[str, Any], currency: Currency) -> Metering:
    """Read what is metered. Raises ValueError or KeyError where it is not whole."""
    return Metering(
        pools=tuple(_parse_pool(one, currency) for one in form["pools"]),
        rated=tuple(
            Rated(
                LineId(one["step"]),
                tuple(_charge(each, currency) for each in one["charges"]),
                place=one["place"],
                again=one["again"],
            )
            for one in form["rated"]
        ),
    )


def _parse_pool(form: Mapping[str, Any], currency: Currency) -> Pool:
    through = form["through"]
    return Pool(
        events=tuple(_parse_event(event, currency) for event in form["events"]),
        through=date.fromisoformat(through) if through else None,
        stated=tuple(_stated(one) for one in form["stated"]),
        order=DrawOrder(form["order"]) if form["order"] else None,
        place=form["place"],
    )


def _charge(pair: tuple[str, str], currency: Currency) -> Charge:
    on, amount = pair
    return Charge(date.fromisoformat(on), Money.parse(amount, currency))


def _stated(form: Mapping[str, Any]) -> Stated:
    return Stated(
        on=date.fromisoformat(form["on"]),
        drawn=Decimal(form["drawn"]),
        lapsed=Decimal(form["lapsed"]),
        overage=Decimal(form["overage"]),
        rolled=Decimal(form["rolled"]),
        evidence=form["evidence"],
    )


def _parse_event(form: Mapping[str, Any], currency: Currency) -> Event:
    on = date.fromisoformat(form["on"])
    units = None if form["units"] is None else Decimal(form["units"])
    match form["event"], units:
        case "grant", Decimal():
            return _parse_grant(form, on, units, currency)
        case "use", Decimal():
            return Use(reference=form["reference"], on=on, units=units, meter=form["meter"])
        case "refund", _:
            grant = GrantId(form["grant"])
            return Refund(reference=form["reference"], on=on, units=units, grant=grant)
        case "void", _:
            of = GrantId(form["grant"]) if form["grant"] else None
            return Void(reference=form["reference"], on=on, units=units, grant=of)
        case other:
            raise ValueError(f"{other} is no event of a wallet")


def _parse_grant(form: Mapping[str, Any], on: date, units: Decimal, currency: Currency) -> Grant:
    days = [date.fromisoformat(form[name]) for name in ("first_day", "last_day") if form[name]]
    return Grant(
        id=GrantId(form["id"]),
        on=on,
        units=units,
        paid=Money.parse(form["paid"], currency),
        valid=Term.inclusive(*days) if days else None,
        priority=form["priority"],
        origin=Origin(form["origin"]),
        bonus_of=GrantId(form["bonus_of"]) if form["bonus_of"] else None,
        renews=_renewed(form["renews"]),
        meters=frozenset(form["meters"]),
    )


def _renewed(form: list[str] | str | None) -> frozenset[GrantId]:
    """Read what a grant renews; books of before have one grant as a text, or null."""
    told = [form] if isinstance(form, str) else form or ()
    return frozenset(GrantId(one) for one in told)
