"""Read texts of messages as numbers, moments, truths and references."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from bridge.sandbox.netsuite.soap.faults import SoapFault, unreadable
from bridge.sandbox.netsuite.soap.xmlread import Node

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_DIGITS_MAX = 40


def number(text: str) -> Decimal:
    """
    Read a number.

    Raises:
        SoapFault: it is none, or longer than any number of an account.
    """
    try:
        read = Decimal(text.strip()) if len(text) <= _DIGITS_MAX else None
    except InvalidOperation as error:
        raise not_a_number(text) from error
    if read is None or not read.is_finite():
        raise not_a_number(text)
    return read


def whole_number(text: str) -> int:
    """
    Read a whole number.

    Raises:
        SoapFault: it is none.
    """
    read = number(text)
    if read != read.to_integral_value() or read.adjusted() > _DIGITS_MAX:
        raise not_a_number(text)
    return int(read)


def not_a_number(text: str) -> SoapFault:
    """Refuse a text where a number is due."""
    return SoapFault(f'java.lang.NumberFormatException: For input string: "{text[:40]}"')


def moment(text: str) -> datetime:
    """
    Read a date with a time, in UTC; without a time zone it is one of the account, UTC as well.

    Raises:
        SoapFault: it is none.
    """
    try:
        read = datetime.fromisoformat(text.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise SoapFault("java.lang.NumberFormatException: Invalid date/time") from error


def truth(text: str) -> bool:
    """
    Read a boolean.

    Raises:
        SoapFault: it is none.
    """
    read = _BOOLEANS.get(text.strip().lower())
    if read is None:
        raise unreadable(f"{text[:40]} is not a valid boolean")
    return read


def reference(node: Node) -> dict[str, str] | None:
    """Read a reference: `{"id": ...}` or `{"externalId": ...}`; None if it names nothing."""
    internal_id, external_id = (node.attributes.get(key) for key in ("internalId", "externalId"))
    if internal_id:
        return {"id": internal_id}
    return {"externalId": external_id} if external_id else None
