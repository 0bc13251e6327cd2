"""
Contracts in pounds, sold by a subsidiary whose books are in dollars.

Salesforce shows a pound as 1.25 dollars, NetSuite's orders have 1.20: twenty lots are whole cents
of both, each day and each month.
"""

from fractions import Fraction

from tests.stories.reconciling.drawing.sold.records import Records
from tests.stories.reconciling.drawing.worth.months import Months, Steps, add_up

FOREIGN, BOOKS = "GBP", "USD"
CONTRACTED = "1.20"
#: A multiple of them is whole cents of dollars.
LOTS = 20
_BOOKED, _CONTRACT = Fraction(5, 4), Fraction(6, 5)
#: What is measured before the rate of the contract is.
_BEFORE = frozenset({"START", "ARR-1", "ARR-2", "PER-1", "DEL-1", "DAT-1", "DAT-2", "DAT-3"})


def rates() -> Records:
    """What Salesforce says of its currencies."""
    said = {BOOKS: "1", "EUR": "0.9", FOREIGN: "0.8"}
    return [
        {"type": "CurrencyType", "key": code, "IsoCode": code, "ConversionRate": rate}
        | {"IsActive": True, "IsCorporate": code == BOOKS, "DecimalPlaces": 2}
        for code, rate in said.items()
    ]


def in_dollars(steps: Steps) -> Steps:
    """What is told in pounds, in dollars: at the rate of the booking, then at the contract's."""
    every = list(steps)
    before = [months for code, months in every if code in _BEFORE]
    for code, months in every:
        yield code, _times(months, _BOOKED if code in _BEFORE else _CONTRACT)
    yield "FX-1", _times(add_up(*before), _CONTRACT - _BOOKED)


def _times(months: Months, rate: Fraction) -> Months:
    return {month: amount * rate for month, amount in months.items()}
