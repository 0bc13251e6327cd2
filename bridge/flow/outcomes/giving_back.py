"""
What keeps a deal that NetSuite has from being given back there by hand.

Nothing in NetSuite is rewritten by the bridge, and not every order is reversed by one of its own
documents. So people return it there, and name the record; then the deal leaves the books.
"""

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import KnownDocument, WholeDeal
from bridge.model.document import State
from bridge.model.money import total


def held(whole: WholeDeal) -> tuple[str, ...]:
    """Return the internal ids of the documents of a deal, of those that count."""
    return tuple(one.internal_id for one in _standing(whole) if one.internal_id)


def objection(view: Transaction, whole: WholeDeal) -> str | None:
    """Say why what NetSuite has of a deal cannot be given back as a whole; None if it can."""
    deal, documents = whole.deal, _standing(whole)
    moving = next((one for one in documents if one.state is not State.ACKNOWLEDGED), None)
    if moving is not None:
        return f"{moving.external_id} of this deal is on its way to NetSuite, or not taken there"
    own = [one.amount for one in documents if one.amount.currency == deal.booked.currency]
    ordered = total(own, deal.booked.currency)
    if len(own) < len(documents) or ordered != deal.booked:
        return f"NetSuite has {ordered} of this deal, and the deal is {deal.booked} now"
    others = view.dossiers.others_of(deal.contract, than=deal.id)
    if others:
        return f"other deals of its contract may rest on it ({', '.join(others)})"
    package = view.packages.name_of(deal.contract)
    return f"its contract is one of the package {package}" if package else None


def _standing(whole: WholeDeal) -> list[KnownDocument]:
    return [one for one in whole.documents if one.state is not State.SUPERSEDED]
