"""
When an opportunity product is served, and so how it is charged.

The standard object has a first day and no last one: the source names the fields that hold them. A
product with both is a service over these days; everything else is as the source answers for it.
"""

from datetime import date

from bridge.mappers.read.answers import answering
from bridge.mappers.read.opportunities import booking, questions
from bridge.mappers.read.opportunities.questions import Undated
from bridge.mappers.read.row import Row
from bridge.mappers.read.sales_cloud.dates import check_contract
from bridge.model.calendar import Term
from bridge.model.deal import Charge
from bridge.rules.rulebook import Source

Served = tuple[Charge, Term | None]

#: Stands in where the days are not known: the deal has an objection then, and is no deal.
_NOT_KNOWN: Served = (Charge.ONE_TIME, None)


def asked(item: Row) -> tuple[Row, ...]:
    """Return the records by whose fields a question about a product can be answered."""
    sold, product = item.to("Opportunity", "OpportunityId"), item.to("Product2", "Product2Id")
    of_deal = booking.asked(sold) if sold else ()
    return (*of_deal, *filter(None, (item, product)))


def fields(item: Row, source: Source) -> tuple[str, str | None]:
    """Return the fields that hold first and last day; None where nothing says which it is."""
    rows = asked(item)
    first = answering.answer(source, questions.FIRST_DAY, rows)
    last = answering.answer(source, questions.LAST_DAY, rows)
    return first or questions.STANDARD_FIRST_DAY, last


def stated(item: Row, source: Source) -> tuple[date | None, date | None]:
    """Return the first and the last day of service that a product states."""
    first, last = fields(item, source)
    return item.day(first), item.day(last) if last else None


def served(item: Row, source: Source) -> Served:
    """
    Return how an opportunity product is charged, and its days of service.

    A single day is a delivery: it is charged once.
    """
    first, last = stated(item, source)
    if first and last:
        return _between(item, first, last)
    match answering.answer(source, questions.UNDATED_LINES, asked(item)):
        case Undated.DELIVERED:
            return _delivered(item, source, first, last)
        case Undated.CONTRACT_TERM:
            return _within_contract(item, source, first, last)
    says, evidence = answering.unanswered(source, questions.UNDATED_LINES, asked(item))
    item.reading.object(
        "DATES_UNDECIDED",
        f"the opportunity product does not state its first and last day of service ({says})",
        *_names(item, source),
        *evidence,
        line=item.line,
        nearest=_own_days(item, source),
    )
    return _NOT_KNOWN


def _between(item: Row, first: date, last: date) -> Served:
    if last < first:
        item.reading.object(
            "END_BEFORE_START",
            f"service ends on {last}, before it starts on {first}",
            f"OpportunityLineItem {item.id}",
            line=item.line,
            nearest=f"let service end on {first} or later",
        )
        return _NOT_KNOWN
    charge = Charge.ONE_TIME if first == last else Charge.RECURRING
    return charge, Term.inclusive(first, last)


def _delivered(item: Row, source: Source, first: date | None, last: date | None) -> Served:
    """A delivery may state its first day alone; a last day alone says half of a term."""
    if last:
        item.reading.object(
            "START_MISSING",
            f"service ends on {last}, and when it starts is not said",
            *_names(item, source),
            line=item.line,
            nearest=f"give the line a first day of service, {last} or earlier",
        )
        return _NOT_KNOWN
    sold = item.to("Opportunity", "OpportunityId")
    booked_on = booking.day(sold, source) if sold else None
    return Charge.ONE_TIME, Term.inclusive(first, first) if first and first != booked_on else None


def _within_contract(item: Row, source: Source, first: date | None, last: date | None) -> Served:
    """Return the days of a product that is served as long as its opportunity's contract."""
    sold = item.to("Opportunity", "OpportunityId")
    contract = sold.to("Contract", "ContractId") if sold and sold.offered("ContractId") else None
    if contract:
        check_contract(contract, item)
    first = first or (contract.day("StartDate") if contract else None)
    last = last or (contract.day("EndDate") if contract else None)
    if first and last and first <= last:
        return Charge.RECURRING, Term.inclusive(first, last)
    named = "its contract" if contract else "a contract, and its opportunity names none"
    item.reading.object(
        "TERM_MISSING",
        f"the opportunity product takes its days of service from {named}",
        *_names(item, source),
        *((contract.names("StartDate"), contract.names("EndDate")) if contract else ()),
        line=item.line,
        nearest=_own_days(item, source),
    )
    return _NOT_KNOWN


def _names(item: Row, source: Source) -> tuple[str, ...]:
    return tuple(item.names(field) for field in fields(item, source) if field)


def _own_days(item: Row, source: Source) -> str:
    first, last = fields(item, source)
    if last is None:
        return (
            f"give the opportunity product its first day ({first}), and say in the rules which "
            "field holds its last"
        )
    return f"fill {first} and {last} of the opportunity product"
