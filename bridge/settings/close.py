"""The section of the close: which exceptions a month may be closed with."""

from typing import Annotated

from pydantic import AfterValidator

from bridge.model.money import Currency, Money
from bridge.settings.sections import Section


def amount(text: str) -> Money:
    """
    Read an amount with its currency; ValueError for what is none.

    >>> str(amount("1,000.00 USD"))
    '1,000.00 USD'
    """
    number, _, code = text.strip().rpartition(" ")
    return Money.typed(number, Currency(code))


def amounts(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return them as they are written, once each is an amount of a currency of its own."""
    codes = [amount(text).currency for text in texts]
    if len(set(codes)) < len(codes):
        raise ValueError("a currency has one amount")
    return texts


class CloseSettings(Section):
    """What a month may be closed with."""

    #: Exceptions of less, by currency: "1000.00 USD". Without one, each exception keeps it open.
    exceptions_from: Annotated[tuple[str, ...], AfterValidator(amounts)] = ()

    @property
    def thresholds(self) -> dict[Currency, Money]:
        """The amounts by currency."""
        return {one.currency: one for one in map(amount, self.exceptions_from)}
