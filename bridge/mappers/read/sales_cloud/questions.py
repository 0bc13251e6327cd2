"""
What the records of a plain order leave open, and its source answers.

Standard orders do not say how a line without dates is served, what the instalments of an
opportunity are, or how anything is billed. None of it is guessed.
"""

from collections.abc import Mapping
from enum import StrEnum

from bridge.model.deal import DealKind
from bridge.rules.vocabulary import Question

ORDER_TYPE = "order_type"
UNDATED_LINES = "undated_lines"
INSTALMENTS = "instalments"
BILLING_FREQUENCY = "billing_frequency"


class Undated(StrEnum):
    """How a line is served that does not state its first and its last day."""

    DELIVERED = "delivered"  #: at once, on its first day or else with the order
    ORDER_TERM = "order_term"  #: from the order's start to its end
    CONTRACT_TERM = "contract_term"  #: from the start of the order's contract to its end


class Instalments(StrEnum):
    """What the instalments of an opportunity product are."""

    STEPS = "steps"  #: each is delivered on its own day
    FORECAST = "forecast"  #: an expectation; the order product says what was sold


_OF_A_LINE = ("Order", "OrderItem", "Product2")
QUESTIONS: Mapping[str, Question] = {
    ORDER_TYPE: Question(("Order",), (DealKind.NEW, DealKind.RENEWAL)),
    UNDATED_LINES: Question(_OF_A_LINE, tuple(Undated)),
    INSTALMENTS: Question(_OF_A_LINE, tuple(Instalments)),
    BILLING_FREQUENCY: Question(_OF_A_LINE),
}
