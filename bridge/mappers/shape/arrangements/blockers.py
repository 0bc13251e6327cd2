"""
What keeps arrangements from being merged, as far as the books can tell before NetSuite is asked.

NetSuite merges arrangements of one customer, subsidiary and currency, with a fair value for all
that is allocated, from the first day of the first open period on, with nothing posted after it
(help sections 4370936582, 1498077674 and 4369989562). What no source tells is refused here, too:
a residual without a term to come; and what the rules themselves keep apart.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from bridge.mappers.shape.arrangements.elements import Arranged
from bridge.mappers.shape.ramps import separate_contracts
from bridge.model.calendar import Period
from bridge.model.deal import Deal
from bridge.model.document import DocumentLine, Kind
from bridge.model.dossier import EarlierDocument
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.money import total
from bridge.model.schedule import Method
from bridge.model.schedules.merges import Element

_NO_MERGE = (Kind.MERGE_REQUEST, Kind.PROPOSED_JOURNAL)


def found(
    deal: Deal, documents: Sequence[EarlierDocument], periods: Sequence[Period]
) -> tuple[Flag, ...]:
    """Return what keeps the documents of a contract from being merged, whatever the day."""
    return (*_without_period(deal, periods), *of_documents(deal, documents))


def of_documents(deal: Deal, documents: Sequence[EarlierDocument]) -> tuple[Flag, ...]:
    """Return what of documents keeps them from being merged, ever and with whatever."""
    lines = [
        (document, line)
        for document in documents
        if document.kind not in _NO_MERGE
        for line in document.lines
    ]
    return (
        *_of_separate_contracts(deal, lines),
        *_of_use(deal, lines),
        *_unsaid(deal, lines),
    )


def _without_period(deal: Deal, periods: Sequence[Period]) -> Iterator[Flag]:
    if any(not one.closed for one in periods):
        return
    lack = "every accounting period is closed" if periods else "no accounting period is known"
    yield Flag(
        "MERGE_WITHOUT_PERIOD",
        f"{lack}, and arrangements are merged from the first day of the first open one; open it "
        "in NetSuite, or let the bridge read the periods",
        (f"deal {deal.id}",),
        deal.booked,
    )


def _of_separate_contracts(
    deal: Deal, lines: Sequence[tuple[EarlierDocument, DocumentLine]]
) -> Iterator[Flag]:
    """
    Yield a flag if steps are contracts of their own by one rule, and one contract by another.

    A ramp within a single order has nothing that a merge could take together.
    """
    apart = [
        (document.external_id, line)
        for document, line in lines
        if document.kind is Kind.SALES_ORDER and line.treatment == separate_contracts.__name__
    ]
    orders = tuple(dict.fromkeys(name for name, _ in apart))
    if len(orders) > 1:
        yield Flag(
            "MERGE_OF_SEPARATE_CONTRACTS",
            f"the rules made {', '.join(orders)} contracts of their own, and a merge would make "
            "them one: the customer may leave at each of their steps",
            tuple(f"{name} line {line.key}" for name, line in apart),
            deal.booked,
            nearest="account for the change by itself, as a separate_contract",
        )


def _of_use(deal: Deal, lines: Sequence[tuple[EarlierDocument, DocumentLine]]) -> Iterator[Flag]:
    used = [(one, line) for one, line in lines if line.method is Method.ON_USE]
    if used:
        items = ", ".join(dict.fromkeys(line.item for _, line in used))
        yield Flag(
            "MERGE_WITH_USE",
            f"the contract holds {items}, whose revenue comes with use: how a merge goes on with "
            "it no source tells",
            tuple(dict.fromkeys(f"{one.external_id} line {line.key}" for one, line in used)),
            deal.booked,
            nearest=f"sell {items} by an order of its own contract",
        )


def _unsaid(deal: Deal, lines: Sequence[tuple[EarlierDocument, DocumentLine]]) -> Iterator[Flag]:
    found = [one for one in lines if one[1].alone is None and one[1].method is not Method.ON_USE]
    unsaid = [line for _, line in found]
    # What NetSuite was told before the rules said it stays as it was told.
    sent = [one.external_id for one, _ in found if one.acknowledged is not None]
    if unsaid:
        items = ", ".join(dict.fromkeys(line.item for line in unsaid))
        yield Flag(
            "ALLOCATION_UNDECIDED",
            f"nobody said whether {items} shares by fair value when arrangements are merged; of an "
            "order that NetSuite has, the rules said so when it was sent, or never",
            tuple(dict.fromkeys(f"order product {line.source}" for line in unsaid)),
            deal.booked,
            nearest=f"account for each by itself by a rule, and merge by hand: {sent[0]} was sent "
            "without a fair value"
            if sent
            else f"say in the table of items how {items} is allocated: EXCLUDE, or NORMAL with a "
            "fair value",
        )


def posted_behind(
    deal: Deal, pairs: Sequence[tuple[Arranged, Element]], on: date, periods: Sequence[Period]
) -> tuple[Flag, ...]:
    """
    Return the flag of revenue that is recognised in a period behind the first open one.

    NetSuite then refuses a prospective merge; where another one would catch up no source tells.
    """
    after = {period.name for period in periods if period.term.start >= on}
    late = [
        (one, part) for one, element in pairs for part in element.recognised if part.period in after
    ]
    if not late:
        return ()
    names = ", ".join(dict.fromkeys(part.period for _, part in late))
    says = (
        f"revenue of {names} is posted already, and the merge would begin on {on}, with the first "
        "open period"
    )
    evidence = tuple(dict.fromkeys(_named(one) for one, _ in late))
    return (Flag("MERGE_BEHIND_POSTINGS", says, evidence, deal.booked),)


def ended(
    deal: Deal,
    pairs: Sequence[tuple[Arranged, Element]],
    on: date,
    changed: Collection[ExternalId],
) -> Iterator[Flag]:
    """
    Yield what is left of terms that ended before a day, from which all is to begin anew.

    `changed` are the orders from which the deal takes what is not invoiced.
    """
    for one, element in pairs:
        obligation = element.obligation
        rest = obligation.amount - element.done
        begun = obligation.term.start < on
        if begun and rest and (obligation.term.end <= on or not obligation.amount):
            yield Flag(
                "MERGE_OF_ENDED_TERM",
                f"{rest} of {_named(one)} were not recognised when its term ended on "
                f"{obligation.term.last}: there are no days from {on} on to recognise them over",
                (_named(one),),
                deal.booked,
                nearest=_INVOICED if one.document in changed else None,
            )


#: What would leave the term of an order as it is.
_INVOICED = "let the order be invoiced first: what is given up then comes back by a return"


def without_fair_values(deal: Deal, met: Sequence[Arranged], says: str) -> Flag:
    """Return the flag of a merge whose total cannot be shared."""
    items = ", ".join(dict.fromkeys(one.item for one in met))
    return Flag(
        "FAIR_VALUE_MISSING",
        f"{says}: NetSuite shares the total of the merged arrangement by fair values",
        tuple(_named(one) for one in met),
        total((one.amount for one in met), deal.currency),
        nearest=f"give {items} fair values in the table of items, or exclude them from allocation",
    )


def _named(one: Arranged) -> str:
    return f"line {one.key} of {one.document}"
