"""
When a plain order product is served, and so how it is charged.

A standard order product has no type of charge. What states a first and a last day is a service over
these days; everything else is as the source answers for it.
"""

from datetime import date

from bridge.mappers.read import checks
from bridge.mappers.read.answers import answering
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.sales_cloud import questions
from bridge.mappers.read.sales_cloud.questions import Undated
from bridge.model.calendar import Term, whole_months
from bridge.model.deal import Charge
from bridge.rules.rulebook import Source

Served = tuple[Charge, Term | None]

_OWN_DAYS = "give the order product its first and its last day of service"
#: Stands in where the days are not known: the deal has an objection then, and is no deal.
_NOT_KNOWN: Served = (Charge.ONE_TIME, None)
#: The states in which the days of a contract of Salesforce were agreed.
_AGREED = ("Activated", "Expired", "Expired2")
#: Up to here every month has the day, and a contract's months need no rounding.
_IN_EVERY_MONTH = 28


def served(reading: Reading, item: Row, source: Source) -> Served:
    """
    Return how an order product is charged, and its days of service.

    A single day is a delivery: it is charged once.
    """
    first, last = item.day("ServiceDate"), item.day("EndDate")
    if first and last:
        charge = Charge.ONE_TIME if first == last else Charge.RECURRING
        return charge, checks.term(item, charge)
    order = item.to("Order", "OrderId")
    rows = _asked(item)
    match answering.answer(source, questions.UNDATED_LINES, rows):
        case Undated.DELIVERED:
            return Charge.ONE_TIME, checks.term(item, Charge.ONE_TIME)
        case Undated.ORDER_TERM:
            return _within(item, order, "EffectiveDate")
        case Undated.CONTRACT_TERM:
            contract = order.to("Contract", "ContractId") if order else None
            if contract:
                check_contract(contract, item)
            return _within(item, contract, "StartDate")
    says, evidence = answering.unanswered(source, questions.UNDATED_LINES, rows)
    reading.object(
        "DATES_UNDECIDED",
        f"the order product does not state its first and last day of service ({says})",
        item.names("ServiceDate"),
        item.names("EndDate"),
        *evidence,
        line=item.line,
        nearest=_OWN_DAYS,
    )
    return _NOT_KNOWN


def taken(reading: Reading, item: Row, source: Source) -> Served:
    """
    Return the same for an order product that reduces another.

    A service that is taken back must say from when on: the term of a contract has begun already.
    """
    stated = None not in (item.day("ServiceDate"), item.day("EndDate"))
    answer = answering.answer(source, questions.UNDATED_LINES, _asked(item))
    if stated or answer not in (Undated.ORDER_TERM, Undated.CONTRACT_TERM):
        return served(reading, item, source)
    reading.object(
        "TERM_MISSING",
        "the order product takes back a service, and does not state its first and last day",
        item.names("ServiceDate"),
        item.names("EndDate"),
        line=item.line,
        nearest=_OWN_DAYS,
    )
    return _NOT_KNOWN


def _asked(item: Row) -> tuple[Row, ...]:
    """Return the records by whose fields a question about a line can be answered."""
    return tuple(
        filter(None, (item.to("Order", "OrderId"), item, item.to("Product2", "Product2Id")))
    )


def _within(item: Row, frame: Row | None, starts: str) -> Served:
    """Return the days of a line that lasts as long as its order or contract, where it is silent."""
    first = item.day("ServiceDate") or (frame.day(starts) if frame else None)
    last = item.day("EndDate") or (frame.day("EndDate") if frame else None)
    if first is None or last is None or last < first:
        _object(item, frame, starts)
        return _NOT_KNOWN
    return Charge.RECURRING, Term.inclusive(first, last)


def _object(item: Row, frame: Row | None, starts: str) -> None:
    named = (
        f"its {frame.record.type.lower()}" if frame else "a contract, and its order is under none"
    )
    evidence = (frame.names(starts), frame.names("EndDate")) if frame else ()
    item.reading.object(
        "TERM_MISSING",
        f"the order product takes its days of service from {named}",
        item.names("ServiceDate"),
        item.names("EndDate"),
        *evidence,
        line=item.line,
        nearest=_OWN_DAYS,
    )


def check_contract(contract: Row, item: Row) -> None:
    """Object to a contract that is not agreed on, or whose months are not its days."""
    status = contract.offered("StatusCode") or contract.text("Status")
    if status not in _AGREED:
        item.reading.object(
            "CONTRACT_NOT_ACTIVE",
            f"the {item.noun} takes its days of service from a contract that is {status}",
            contract.names("Status"),
            contract.names("StatusCode"),
            line=item.line,
            nearest=f"activate the contract, or {_OWN_DAYS}",
        )
    first, last = contract.day("StartDate"), contract.day("EndDate")
    stated = contract.number("ContractTerm")
    if stated is None or first is None or last is None or last < first:
        return
    whole = _months(first, last)
    if first.day <= _IN_EVERY_MONTH and stated != whole:
        item.reading.object(
            "CONTRACT_TERM_DIFFERS",
            f"the contract runs {stated:f} months, and from {first} to {last}",
            contract.names("ContractTerm"),
            contract.names("StartDate"),
            contract.names("EndDate"),
            line=item.line,
            nearest=f"let the contract run {whole} months" if whole else _OWN_DAYS,
        )


def _months(first: date, last: date) -> int | None:
    return whole_months(Term.inclusive(first, last))
