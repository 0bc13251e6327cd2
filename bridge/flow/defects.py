"""Deals on which the bridge fails, and deals whose order vanished: still accounted for."""

from datetime import date

from bridge.adapters.store.deals import KnownDeal
from bridge.ledger.judgement import Basis, DealFacts, Flagged
from bridge.mappers.read.row import exact
from bridge.model.dossier import Dossier
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, digest
from bridge.model.money import Money
from bridge.model.record import Record
from bridge.translate import NotConserved

#: What a mistake in our code raises. It ends the deal's pass, is logged, and the next goes on.
OURS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
    *(RecursionError, NotConserved),
)


def defect(order: Record, dossier: Dossier, error: BaseException) -> Flagged:
    """Hold a deal that the bridge fails to read, with the amount that its order states."""
    stated = exact(order.fields.get("TotalAmount"))
    currency = dossier.frame.currency
    booked = Money.covering(stated, currency) if stated is not None else Money(0, currency)
    deal = DealFacts(
        id=dossier.deal,
        name=str(order.fields.get("OrderNumber") or order.id),
        contract=ContractId(order.id),
        kind="NEW",
        account_name="",
        booked=booked,
        booked_on=_day(order),
        model=dossier.model,
        digest=digest([order.id, str(stated), type(error).__name__]),
    )
    flag = Flag(
        "DEFECT",
        f"the bridge failed on this deal ({type(error).__name__}); the log says where, report it",
        (f"Order {order.id}",),
        booked,
    )
    return Flagged(deal=deal, flags=(flag,), basis=Basis(dossier=dossier.address()))


def _day(order: Record) -> date | None:
    try:
        return date.fromisoformat(str(order.fields.get("EffectiveDate")))
    except ValueError:
        return None


def vanished(known: KnownDeal) -> Flagged:
    """Hold a booked deal whose order was deleted, or is no longer shown to the bridge."""
    deal = DealFacts(
        id=known.id,
        name=known.name,
        contract=known.contract,
        kind=known.kind,
        account_name=known.account_name,
        booked=known.booked,
        booked_on=known.booked_on,
        model=known.model,
        digest=digest([known.digest, "vanished"]),
    )
    flag = Flag(
        "ORDER_VANISHED",
        f"the order of {known.booked} was booked, and Salesforce no longer shows it; restore it, "
        "or say what its deletion means",
        (f"Order {known.id}",),
        known.booked,
    )
    return Flagged(deal=deal, flags=(flag,))
