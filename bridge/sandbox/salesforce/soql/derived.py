"""Columns that are computed from fields: parts of dates, other currencies and zones, formats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Context, Decimal
from zoneinfo import ZoneInfo

from bridge.sandbox.salesforce.errors import bad
from bridge.sandbox.salesforce.objects import NUMERIC, Field
from bridge.sandbox.salesforce.soql.columns import Column
from bridge.sandbox.salesforce.soql.dates import OF_MOMENTS, PARTS, part_of
from bridge.sandbox.salesforce.soql.language.grammar import Path
from bridge.sandbox.salesforce.soql.language.operands import CURRENCY, FORMAT, LABEL, ZONE
from bridge.sandbox.salesforce.store import Row, Store
from bridge.sandbox.salesforce.values import Value

#: Significant digits of a converted amount; the real system's are those of a binary double.
_CONVERTED = Context(prec=15)
_SYMBOLS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5"}


@dataclass(frozen=True, slots=True)
class Customs:
    """What the caller's user is used to."""

    time_zone: str
    currency: str
    multi_currency: bool


@dataclass(frozen=True, slots=True)
class Derived(Column):
    """A function of a field, or one of another; its own field says what comes out."""

    inner: Column
    functions: tuple[str, ...]  #: the outermost first
    customs: Customs

    def value(self, row: Row | None, store: Store) -> Value:
        """Return what the functions make of the field; None where it is empty."""
        value = self.inner.value(row, store)
        owner = self.inner.owner(row, store)
        code = None if owner is None else owner.get("CurrencyIsoCode")
        for function in reversed(self.functions):
            if value is not None:
                value = self._applied(function, value, code, store)
                code = self.customs.currency if function == CURRENCY else code
        return value

    def _applied(self, function: str, value: Value, code: Value, store: Store) -> Value:
        if function == CURRENCY and isinstance(value, Decimal):
            return in_corporate_currency(value, code, store)
        if function == FORMAT:
            return self._formatted(value, code)
        if function == ZONE and isinstance(value, str):
            return self._local(value).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
        if function in PARTS and isinstance(value, str):
            return part_of(function, value)
        return value

    def _local(self, moment: str) -> datetime:
        utc = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S.000%z")
        return utc.astimezone(ZoneInfo(self.customs.time_zone))

    def _formatted(self, value: Value, code: Value) -> str:
        """Write a value as the locale en_US does."""
        kind = self.inner.field.type
        if isinstance(value, Decimal):
            places = self.inner.field.scale
            number = f"{value:,.{places}f}"
            if kind != "currency":
                return number
            if self.customs.multi_currency:
                return f"{code} {number}"
            sign = _SYMBOLS.get(self.customs.currency, f"{self.customs.currency} ")
            return f"-{sign}{number[1:]}" if number.startswith("-") else f"{sign}{number}"
        if kind == "date":
            day = date.fromisoformat(str(value))
            return f"{day.month}/{day.day}/{day.year}"
        local = self._local(str(value))
        hour = (
            f"{(local.hour + 11) % 12 + 1}:{local.minute:02d} {'AM' if local.hour < 12 else 'PM'}"  # noqa: PLR2004 - noon
        )
        return f"{local.month}/{local.day}/{local.year}, {hour}"


@dataclass(frozen=True, slots=True)
class OwnersType(Column):
    """`Owner.Type`: the object of the record that a polymorphic relationship leads to."""

    def value(self, row: Row | None, store: Store) -> Value:
        """Return the name of the object; None where there is no record."""
        owner = self.owner(row, store)
        return None if owner is None else store.type_of(str(owner["Id"]))


def in_corporate_currency(value: Decimal, code: Value, store: Store) -> Decimal | None:
    """Return an amount at the org's rate for its currency; None if that is no currency of it."""
    rates = {
        row["IsoCode"]: row["ConversionRate"] for row in store.rows("CurrencyType", deleted=False)
    }
    rate = rates.get(code)
    return _CONVERTED.divide(value, rate) if isinstance(rate, Decimal) and rate else None


def derived(path: Path, column: Column, customs: Customs) -> Column:
    """Apply the functions of a path to its column; raises ApiError when they do not fit it."""
    kind = column.field.type
    for function in reversed(path.functions):
        if not _FITS[function](kind, customs):
            message = f"{path.text()}: {function} does not support the type {column.field.type}"
            raise bad("INVALID_FIELD", message)
        kind = _KINDS.get(function, kind)
    name = path.alias or column.field.name
    field = replace(column.field, name=name, type=kind)
    if path.functions[0] in PARTS:
        field = Field(name=f"{path.functions[0]}({'.'.join(column.names)})", type=kind)
    hops = () if path.alias or path.functions[0] in PARTS else column.hops
    return Derived(hops, field, column, path.functions, customs)


_KINDS: Mapping[str, str] = {
    **dict.fromkeys(PARTS, "int"),
    "DAY_ONLY": "date",
    FORMAT: "string",
}
_FITS: Mapping[str, Callable[[str, Customs], bool]] = {
    **dict.fromkeys(PARTS, lambda kind, _: kind in ("date", "datetime")),
    **dict.fromkeys(OF_MOMENTS, lambda kind, _: kind == "datetime"),
    ZONE: lambda kind, _: kind == "datetime",
    LABEL: lambda _kind, _: True,
    CURRENCY: lambda kind, customs: kind == "currency" and customs.multi_currency,
    FORMAT: lambda kind, _: kind in NUMERIC or kind in ("date", "datetime"),
}
