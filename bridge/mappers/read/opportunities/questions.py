"""
What the records of a won opportunity leave open, and its source answers.

An opportunity is a forecast until it is won, and no standard field says whether it books then or
the order that is made of it. Nor does one say when a service ends, what the instalments of its
products are, or how anything is billed. None of it is guessed.
"""

from collections.abc import Mapping
from enum import StrEnum

from bridge.model.deal import DealKind
from bridge.rules.vocabulary import Question

MODEL = "opportunity"
BOOKING = "booking"
BOOKED_ON = "booked_on"
ORDERED = "ordered_afterwards"
REJECTED = "order_rejected"
TYPE = "opportunity_type"
FIRST_DAY = "first_day"
LAST_DAY = "last_day"
UNDATED_LINES = "undated_lines"
INSTALMENTS = "instalments"
BILLING_FREQUENCY = "billing_frequency"
#: Where the source does not say which field holds the first day of service: the standard one.
STANDARD_FIRST_DAY = "ServiceDate"


class Books(StrEnum):
    """What books the sale of an opportunity that was won."""

    OPPORTUNITY = "opportunity"  #: the opportunity itself, on the day on which it was closed
    ORDER = "order"  #: the order that is made of it


class Ordered(StrEnum):
    """What an order is that is activated after its opportunity was booked."""

    SAME_SALE = "same_sale"  #: it fulfils what was booked, if it comes to the same amount


class Undated(StrEnum):
    """How a product is served that does not state its first and its last day."""

    DELIVERED = "delivered"  #: at once, on its first day or else when the opportunity was closed
    CONTRACT_TERM = "contract_term"  #: from the start of the opportunity's contract to its end


class Instalments(StrEnum):
    """What the instalments of an opportunity product are."""

    STEPS = "steps"  #: each is delivered on its own day
    FORECAST = "forecast"  #: an expectation; the product says what was sold
    INVOICES = "invoices"  #: how it is billed; it is served by its days


_OF_A_DEAL = ("Opportunity", "RecordType")
_OF_A_LINE = (*_OF_A_DEAL, "OpportunityLineItem", "Product2")
QUESTIONS: Mapping[str, Question] = {
    BOOKING: Question(_OF_A_DEAL, tuple(Books), others=True),
    BOOKED_ON: Question(_OF_A_DEAL),
    ORDERED: Question(_OF_A_DEAL, tuple(Ordered)),
    REJECTED: Question(_OF_A_DEAL, (Books.OPPORTUNITY,)),
    TYPE: Question(_OF_A_DEAL, (DealKind.NEW,)),
    FIRST_DAY: Question(_OF_A_LINE),
    LAST_DAY: Question(_OF_A_LINE),
    UNDATED_LINES: Question(_OF_A_LINE, tuple(Undated)),
    INSTALMENTS: Question(_OF_A_LINE, tuple(Instalments)),
    BILLING_FREQUENCY: Question(_OF_A_LINE),
}
