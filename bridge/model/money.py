"""
Money in integer minor units, and the only rounding of the bridge.

Amounts are never floats. A `Money` holds whole minor units of one ISO 4217 currency; sums over
two currencies are errors.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from typing import Self

#: Minor digits of the ISO 4217 currencies that do not have two (list one, active codes).
_DIGITS_OTHER_THAN_TWO = {
    **dict.fromkeys(
        (
            *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"),
            *("PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
#: Digits alone, or in threes behind commas, and decimals behind a point.
_TYPED = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_TWO_DIGITS = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD
    HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
    RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS
    UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - 140 codes read better as text than as a list
)


#: The common context would round an amount of more than 28 digits without a word.
_EXPONENT_MAX = 1_000
_EXACT = Context(prec=2 * _EXPONENT_MAX, traps=[Inexact, InvalidOperation])


#: Decimals of a quantity in NetSuite's order lines, as far as the bridge uses them.
_QUANTITY_DIGITS = 4


class TooPrecise(ValueError):
    """The amount has more decimals than its currency."""


class MixedCurrencies(ValueError):
    """Two currencies met in one sum or comparison."""


@dataclass(frozen=True, slots=True, order=True)
class Currency:
    """An ISO 4217 currency by its three-letter code; an unknown code is a ValueError."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in _TWO_DIGITS and self.code not in _DIGITS_OTHER_THAN_TWO:
            raise ValueError(f"{self.code!r} is not an ISO 4217 currency code")

    @property
    def digits(self) -> int:
        """How many decimals an amount of this currency has."""
        return _DIGITS_OTHER_THAN_TWO.get(self.code, 2)

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Money:
    """
    An amount in whole minor units (cents for USD) of one currency; it may be negative.

    >>> Money.parse("12.30", Currency("USD")).minor
    1230
    """

    minor: int
    currency: Currency

    @classmethod
    def parse(cls, amount: str | Decimal | int, currency: Currency) -> Self:
        """
        Read a decimal amount exactly.

        Raises TooPrecise if it has more decimals than the currency, ValueError if it is no number.
        """
        try:
            value = Decimal(amount)
        except InvalidOperation as error:
            raise ValueError(f"{amount!r} is not an amount") from error
        if not value.is_finite() or abs(value.adjusted()) > _EXPONENT_MAX:
            raise ValueError(f"{amount!r} is not an amount")
        minor = value.scaleb(currency.digits, _EXACT)
        if minor != int(minor):
            raise TooPrecise(f"{amount} has more than the {currency.digits} decimals of {currency}")
        return cls(int(minor), currency)

    @classmethod
    def typed(cls, text: str, currency: Currency) -> Self:
        """
        Read an amount as a person types it: a point before decimals, commas between thousands.

        Raises ValueError for what another country would read as another amount: `50000,00` is not
        five million, and `1.000` is not one.
        """
        _, _, decimals = text.partition(".")
        if not _TYPED.fullmatch(text) or len(decimals) > currency.digits:
            raise ValueError(f"{text!r} is not an amount of {currency}, such as 50000.00")
        return cls.parse(text.replace(",", ""), currency)

    @classmethod
    def nearest(cls, amount: Decimal, currency: Currency) -> Self:
        """Return the amount rounded half up (away from zero) to a minor unit of the currency."""
        return cls(
            int(amount.scaleb(currency.digits, _EXACT).to_integral_value(ROUND_HALF_UP, _EXACT)),
            currency,
        )

    @classmethod
    def covering(cls, amount: Decimal, currency: Currency) -> Self:
        """Return the smallest amount of the currency that is at least as far from zero as this."""
        minor = amount.scaleb(currency.digits, _EXACT)
        whole = int(minor)
        away = (minor > whole) - (minor < whole)
        return cls(whole + away, currency)

    def decimal(self) -> Decimal:
        """Return the amount in major units, with the decimals of its currency."""
        return Decimal(self.minor).scaleb(-self.currency.digits, _EXACT)

    def text(self) -> str:
        """
        Return the amount as an exact decimal string.

        >>> Money(-5, Currency("USD")).text(), Money(5, Currency("JPY")).text()
        ('-0.05', '5')
        """
        return f"{self.decimal():f}"

    def __str__(self) -> str:
        return f"{self.decimal():,f} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def split(self, weights: Sequence[int]) -> tuple["Money", ...]:
        """
        Share the amount by weight, and lose no minor unit.

        Each part gets its exact share cut towards zero; the units left over go one by one to the
        parts with the largest remainders, the earlier part first where remainders are equal.
        Weights are not negative and not all zero, else ValueError.

        >>> [part.minor for part in Money(100, Currency("USD")).split([1, 1, 1])]
        [34, 33, 33]
        """
        whole = sum(weights)
        if whole <= 0 or any(weight < 0 for weight in weights):
            raise ValueError(f"weights must not be negative and must not all be zero: {weights}")
        sign = -1 if self.minor < 0 else 1
        shares = [divmod(abs(self.minor) * weight, whole) for weight in weights]
        left = abs(self.minor) - sum(part for part, _ in shares)
        by_remainder = sorted(range(len(shares)), key=lambda place: -shares[place][1])
        lucky = set(by_remainder[:left])
        return tuple(
            Money(sign * (part + (place in lucky)), self.currency)
            for place, (part, _) in enumerate(shares)
        )

    def _same(self, other: "Money") -> None:
        if self.currency is not other.currency and self.currency != other.currency:
            raise MixedCurrencies(f"{self} and {other} cannot be added")


def total(amounts: Iterable[Money], currency: Currency) -> Money:
    """Add amounts of one currency; zero of that currency if there are none."""
    minor = 0
    for amount in amounts:
        if amount.currency is not currency and amount.currency != currency:
            raise MixedCurrencies(f"{Money(minor, currency)} and {amount} cannot be added")
        minor += amount.minor
    return Money(minor, currency)


def share(amount: Money, numerator: int, denominator: int) -> Money:
    """
    Return the fraction of an amount, rounded half up (away from zero) to a minor unit.

    This is how NetSuite rounds a period's revenue; the caller places the residue.

    >>> share(Money(40000, Currency("USD")), 12, 122).text()
    '39.34'
    """
    return Money(shared(amount.minor, numerator, denominator), amount.currency)


def shared(minor: int, numerator: int, denominator: int) -> int:
    """
    Return the same of minor units: `share` where there are too many amounts to make each a value.

    >>> shared(40000, 12, 122)
    3934
    """
    if denominator <= 0:
        raise ValueError(f"a denominator must be positive: {denominator}")
    product = minor * numerator
    part = (2 * abs(product) + denominator) // (2 * denominator)
    return part if product >= 0 else -part


def prorated(quantity: Decimal, part: Money, whole: Money) -> Decimal:
    """
    Return the share of a quantity that belongs to a part of an amount, half up to 4 decimals.

    Of nothing each part is nothing.

    >>> usd = Currency("USD")
    >>> prorated(Decimal(100), Money.parse("10000", usd), Money.parse("120000", usd))
    Decimal('8.3333')
    """
    return part_of(quantity, Fraction(part.minor, whole.minor)) if whole else Decimal(0)


def part_of(quantity: Decimal, fraction: Fraction) -> Decimal:
    """
    Return a fraction of a quantity, half up (away from zero) to 4 decimals.

    >>> part_of(Decimal(20), Fraction(5, 12))
    Decimal('8.3333')
    """
    return with_digits(Fraction(quantity) * fraction, _QUANTITY_DIGITS)


def with_digits(exact: Fraction, digits: int) -> Decimal:
    """
    Return a number half up (away from zero) with so many digits behind the point.

    >>> with_digits(Fraction(-2, 3), 4)
    Decimal('-0.6667')
    """
    number, of = exact.as_integer_ratio()
    steps = (2 * abs(number) * 10**digits + of) // (2 * of)
    return Decimal(steps if number >= 0 else -steps).scaleb(-digits, _EXACT)
