"""What must hold between the ledger and the books of deals, documents and exceptions."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bridge.ledger.accounts import Account, Family, excluded, parse, suspense
from bridge.ledger.balance import Balances, amount_in, positions
from bridge.ledger.chain import Finding
from bridge.ledger.judgement import GIVEN_BACK, DealState, OpenCase, PastDocument
from bridge.model.document import State
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money

#: States in which the amount of a document is pending.
_PENDING = frozenset({State.PREPARED, State.BLOCKED, State.SENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class DealBooks:
    """A deal as its tables show it, and its balances as the ledger shows them."""

    id: DealId
    state: DealState
    booked: Money
    documents: tuple[PastDocument, ...]
    cases: tuple[OpenCase, ...]  #: the open ones
    held: Balances


def audit(books: Iterable[DealBooks]) -> Iterator[Finding]:
    """Yield where the ledger and the books of a deal disagree; nothing if they agree."""
    for deal in books:
        for says in _disagreements(deal):
            yield Finding("BOOKS", f"deal {deal.id}: {says}")


def conservation(held: Balances) -> Iterator[Finding]:
    """Yield the currencies in which booked amounts are not all accounted for."""
    for code, position in positions(held).items():
        if position.unbalanced:
            yield Finding("NOT_CONSERVED", f"{position.unbalanced.text()} {code} are unexplained")


def _disagreements(deal: DealBooks) -> Iterator[str]:
    yield from (finding.says for finding in conservation(deal.held))
    currencies = {deal.booked.currency, *(currency for _, currency in deal.held)}
    for currency in sorted(currencies):
        yield from _differences(deal, currency)
    yield from _suspense_differences(deal)


def _differences(deal: DealBooks, currency: Currency) -> Iterator[str]:
    booked = deal.booked.minor if deal.booked.currency == currency else 0
    out = deal.held.get((excluded(GIVEN_BACK), currency))
    given_back = out.minor if out else 0  # its documents stay what NetSuite acknowledged
    told = {
        Family.BOOKED: -booked,
        Family.PENDING: _documents(deal, _PENDING, currency),
        Family.ORDERED: _documents(deal, frozenset({State.ACKNOWLEDGED}), currency) - given_back,
    }
    for family, minor in told.items():
        says = amount_in(deal.held, family, currency)
        if says.minor != minor:
            yield f"its tables say {Money(minor, currency)} {family}, the ledger says {says}"
    waiting = amount_in(deal.held, Family.WAITING, currency)
    if waiting and deal.state is not DealState.WAITING:
        yield f"{waiting} wait, though it is {deal.state}"


def _documents(deal: DealBooks, states: frozenset[State], currency: Currency) -> int:
    return sum(
        one.amount.minor
        for one in deal.documents
        if one.state in states and one.amount.currency == currency
    )


def _suspense_differences(deal: DealBooks) -> Iterator[str]:
    told: Counter[tuple[Account, Currency]] = Counter()
    for case in deal.cases:
        told[suspense(case.code), case.amount.currency] += case.amount.minor
    says = {
        key: money.minor for key, money in deal.held.items() if parse(key[0])[0] is Family.SUSPENSE
    }
    for account, currency in sorted({*told, *says}):
        of_cases, in_ledger = (books.get((account, currency), 0) for books in (told, says))
        if of_cases != in_ledger:
            yield (
                f"open exceptions hold {Money(of_cases, currency)} in {account}, "
                f"the ledger says {Money(in_ledger, currency)}"
            )
