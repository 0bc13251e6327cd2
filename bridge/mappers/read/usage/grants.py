"""What entitlements of Revenue Cloud granted: how many credits, for how much, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bridge.mappers.read.row import Row
from bridge.mappers.read.usage.days import day
from bridge.model.calendar import Term
from bridge.model.credits.events import Grant, GrantId
from bridge.model.credits.units import NONE
from bridge.model.deal import Line
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money


@dataclass(frozen=True, slots=True)
class Asked:
    """Which wallet is read: the number, asset and resource; and what the order's products sold."""

    number: int
    place: tuple[str, str]
    #: By order product of the deal; None for one that is a later step of a ramp.
    sold: Mapping[LineId, Line | None]
    currency: Currency


@dataclass(frozen=True, slots=True)
class Granted:
    """What an order product granted, as its entitlement says."""

    item: LineId
    entitlement: Row
    grant: Grant
    charged: bool  #: whether use beyond its credits is owed


def all_granted(rows: Sequence[Row], asked: Asked) -> tuple[Granted, ...] | None:
    """Return what entitlements granted, by their beginning; None where one of them is no grant."""
    granted = [_granted(row, asked) for row in rows]
    known = sorted(
        (one for one in granted if one), key=lambda one: (one.grant.on, one.entitlement.id)
    )
    if len(known) < len(granted):
        return None
    return tuple(
        replace(one, grant=replace(one.grant, renews=_ids(known[:number])))
        if one.entitlement.text("ActionType") == "Renewal"
        else one
        for number, one in enumerate(known)
    )


def _ids(known: Sequence[Granted]) -> frozenset[GrantId]:
    """Return what a renewal renews: all that was granted before it, top-ups included."""
    return frozenset(one.grant.id for one in known)


def _granted(row: Row, asked: Asked) -> Granted | None:
    """
    Return what an entitlement granted; object to one that is no grant of prepaid credits.

    What another deal sold is drawn with the rest, and has no price here.
    """
    if row.text("EntitlementProcessingStatus") != "PROCESSED":
        row.reading.missing.append(f"entitlement {row.id} is not processed yet")
    item = LineId(row.needed("OrderItemId"))
    line = asked.sold.get(item)
    kind, action = row.needed("GrantType"), row.needed("ActionType")
    units = row.number("EntitlementQuantity")
    start, end = day(row, "EffectiveStartDateTime"), _ends(row)
    fits = kind == "Grant" and action in ("New", "Renewal") and units is not None and units > 0
    owed = line is not None and line.amount.minor < 0
    in_steps = item in asked.sold and (line is None or len(line.segments) > 1)
    if not fits or start is None or (end is not None and end < start) or owed or in_steps:
        row.reading.object(
            "GRANT_UNKNOWN",
            f"the entitlement is of action {action} and type {kind}, for "
            f"{row.shown('EntitlementQuantity')} units{', sold in steps' if in_steps else ''}; "
            "only credits granted at once by a new order or a renewal are representable",
            row.names("GrantType"),
            row.names("ActionType"),
            row.names("EntitlementQuantity"),
            line=row.line,
            nearest=_nearest(row, kind, action, in_steps=in_steps),
        )
        return None
    grant = Grant(
        id=GrantId(item),
        on=start,
        units=units or NONE,
        paid=line.amount if line else Money(0, asked.currency),
        valid=Term.inclusive(start, end) if end else None,
    )
    return Granted(item, row, grant, charged=row.offered("ChargeForOverage") != "No")


def _nearest(row: Row, kind: str, action: str, *, in_steps: bool) -> str | None:
    """Say which credits would do instead; None where only what the entitlement tells is wrong."""
    if kind == "Commit":
        return (
            f"sell the {row.shown('EntitlementQuantity')} units that are committed as prepaid "
            "credits that expire with the commitment, and what goes beyond them as overage"
        )
    if action not in ("New", "Renewal"):
        return "sell the credits by a new order, or with the renewal"
    return "sell the credits by a line of one step" if in_steps else None


def _ends(row: Row) -> date | None:
    return day(row, "EffectiveEndDateTime") if row.text("EffectiveEndDateTime") else None
