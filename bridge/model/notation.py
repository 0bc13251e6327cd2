"""
The written form of a deal: what commands print, golden cases are written in and reports carry.

`parse(written(deal)) == deal` holds for every deal. Amounts and quantities are texts, so that no
reader makes binary fractions of them; a term names its first and its last day.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, Deal, DealKind, FactValue, Heading, Line, Segment
from bridge.model.ids import ContractId, DealId, Digest, LineId, digest
from bridge.model.money import Currency, Money
from bridge.model.packages.package import packaged
from bridge.model.usage import notation as metered

#: JSON values: texts, whole numbers, booleans, nulls, lists and objects of them.
Written = dict[str, Any]


def heading(deal: Heading) -> Written:
    """Write what is known of a deal without its lines."""
    return {
        "deal": deal.id,
        "name": deal.name,
        "kind": deal.kind.value,
        "contract": deal.contract,
        "account": deal.account,
        "account_name": deal.account_name,
        "currency": deal.currency.code,
        "booked": deal.booked.text(),
        "booked_on": deal.booked_on.isoformat(),
    }


def written(deal: Deal) -> Written:
    """Write a deal."""
    return {
        **heading(deal),
        "facts": facts(deal.facts),
        "lines": [_line(line) for line in deal.lines],
        **({"metering": metered.written(deal.metering)} if deal.metering else {}),
    }


def address(deal: Heading) -> Digest:
    """Return what tells one state of a deal from another: of the deal, not of raw records."""
    if isinstance(deal, Deal):
        return digest(written(deal))
    declared = packaged(deal)
    package = {"package": [declared.name, declared.contracts]} if declared else {}
    return digest({**heading(deal), **package})


def _line(line: Line) -> Written:
    return {
        "product": line.product,
        "product_name": line.product_name,
        "action": line.action.value,
        "charge": line.charge.value,
        "billing_frequency": line.billing_frequency,
        "billing_type": line.billing_type,
        "revises": line.revises,
        "facts": facts(line.facts),
        "steps": [_step(step) for step in line.segments],
    }


def _step(step: Segment) -> Written:
    return {
        "id": step.id,
        "label": step.label,
        "quantity": f"{step.quantity:f}",
        "unit_price": f"{step.unit_price:f}",
        "amount": step.amount.text(),
        "first_day": step.term.start.isoformat() if step.term else None,
        "last_day": step.term.last.isoformat() if step.term else None,
        **({"revises": step.revises} if step.revises else {}),
        **({"trial": True} if step.trial else {}),
    }


def facts(of: Mapping[str, FactValue]) -> Written:
    """Write facts, each with its type."""
    return {name: _fact(value) for name, value in of.items()}


def _fact(value: FactValue) -> object:
    match value:
        case Decimal():
            return {"number": f"{value:f}"}
        case date():
            return {"day": value.isoformat()}
        case _:
            return value


def parse(form: Mapping[str, Any]) -> Deal:
    """Read a written deal. Raises ValueError or KeyError where it is not whole."""
    currency = Currency(form["currency"])
    return Deal(
        id=DealId(form["deal"]),
        name=form["name"],
        kind=DealKind(form["kind"]),
        contract=ContractId(form["contract"]),
        account=form["account"],
        account_name=form["account_name"],
        booked=Money.parse(form["booked"], currency),
        booked_on=date.fromisoformat(form["booked_on"]),
        facts=parse_facts(form["facts"]),
        lines=tuple(_parse_line(line, currency) for line in form["lines"]),
        metering=metered.parse(form["metering"], currency) if "metering" in form else None,
    )


def _parse_line(form: Mapping[str, Any], currency: Currency) -> Line:
    return Line(
        product=form["product"],
        product_name=form["product_name"],
        action=Action(form["action"]),
        charge=Charge(form["charge"]),
        billing_frequency=form["billing_frequency"],
        billing_type=form["billing_type"],
        revises=LineId(form["revises"]) if form["revises"] else None,
        facts=parse_facts(form["facts"]),
        segments=tuple(_parse_step(step, currency) for step in form["steps"]),
    )


def _parse_step(form: Mapping[str, Any], currency: Currency) -> Segment:
    first, last = form["first_day"], form["last_day"]
    days = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
    return Segment(
        id=LineId(form["id"]),
        label=form["label"],
        quantity=Decimal(form["quantity"]),
        unit_price=Decimal(form["unit_price"]),
        amount=Money.parse(form["amount"], currency),
        term=Term.inclusive(*days) if days else None,
        trial=form.get("trial", False),
    )


def parse_facts(form: Mapping[str, Any]) -> dict[str, FactValue]:
    """Read written facts."""
    return {name: _parse_fact(value) for name, value in form.items()}


def _parse_fact(value: Any) -> FactValue:
    match value:
        case {"number": number}:
            return Decimal(number)
        case {"day": day}:
            return date.fromisoformat(day)
        case None | str() | bool() | int():
            return value
        case _:
            raise ValueError(f"{value!r} is no fact")
