"""What a root alone says of its deal, for a deal that the bridge fails to read."""

from datetime import date
from decimal import Decimal

from bridge.mappers import roots
from bridge.mappers.read.values import AMOUNT_BOUND, day_of, exact
from bridge.model.deal import DealKind, Heading
from bridge.model.dossier import Frame
from bridge.model.ids import ContractId, DealId
from bridge.model.money import Currency, Money
from bridge.model.record import Record


def heading(order: Record, frame: Frame) -> Heading:
    """
    Return the outline of a root: its own name, day, account, and the total that it states.

    Never raises. An amount that its currency cannot hold is covered by the next minor unit, one
    that the books cannot hold is left out; what the order amends is not known, so it stands for a
    contract of its own. A name loses the characters that no store can hold.
    """
    root, currency = roots.root_of(order.id), _currency(order, frame)
    stated = exact(order.fields.get(root.total))
    if stated is None or abs(stated) >= AMOUNT_BOUND:
        stated = Decimal(0)
    return Heading(
        id=DealId(order.id),
        name=_printable(str(order.fields.get(root.name) or "")) or order.id,
        kind=DealKind.NEW,
        contract=ContractId(order.id),
        account=str(order.fields.get("AccountId") or ""),
        account_name="",
        booked=Money.covering(stated, currency),
        booked_on=day_of(str(order.fields.get(root.day))) or date.min,
    )


def _printable(text: str) -> str:
    """Leave out what no store can hold: control characters, and halves of characters."""
    return "".join(char for char in text if char.isprintable())


def _currency(order: Record, frame: Frame) -> Currency:
    """Return the order's own currency; the org's where it has one for all, or the code is none."""
    code = order.fields.get("CurrencyIsoCode")
    if not frame.multi_currency or not isinstance(code, str):
        return frame.currency
    try:
        return Currency(code)
    except ValueError:
        return frame.currency
