"""
The definition of recurring revenue and of what is made of it.

No authority picks one: a survey of 2019 counted some 110 variants of the retention formula alone.
So a rulebook chooses each switch, and every report prints the choice.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bridge.model.money import Currency


class Segment(StrEnum):
    """Which step of a ramp counts."""

    ENTRY = "ENTRY"  #: the first one
    CURRENT = "CURRENT"  #: the one that is served on the day
    EXIT = "EXIT"  #: the last one
    AVERAGE = "AVERAGE"  #: the whole amount over the whole term


class Counted(StrEnum):
    """From when on a line counts."""

    LIVE = "LIVE"  #: from its first day of service
    SIGNED = "SIGNED"  #: from the day on which the deal closed: committed recurring revenue


class Annualised(StrEnum):
    """How a term becomes a year."""

    BY_MONTHS = "BY_MONTHS"  #: whole months of twelve; days left over of 365
    BY_DAYS = "BY_DAYS"  #: days of 365


class Converted(StrEnum):
    """At which rate other currencies are told."""

    SPOT = "SPOT"  #: at that of the day, so that rates make movements of their own
    CONSTANT = "CONSTANT"  #: at that of one day, so that they make none
    BOOKING = "BOOKING"  #: at that of each booking


class Churned(StrEnum):
    """Whether what ends on a day still counts on it."""

    AFTER_LAST_DAY = "AFTER_LAST_DAY"
    ON_LAST_DAY = "ON_LAST_DAY"


class Reactivated(StrEnum):
    """What a customer is that comes back."""

    SEPARATE = "SEPARATE"
    NEW = "NEW"
    EXPANSION = "EXPANSION"


class LeftOut(StrEnum):
    """What is no recurring revenue."""

    TRIAL = "TRIAL"
    USAGE = "USAGE"
    ONE_TIME = "ONE_TIME"


class Retained(StrEnum):
    """The formula of net retention."""

    OPENING_COHORT = "OPENING_COHORT"  #: opening plus its movements, by opening
    POINT_TO_POINT = "POINT_TO_POINT"  #: what the cohort has at the end, by opening: with rates
    CUSTOMER_WEIGHTED = "CUSTOMER_WEIGHTED"  #: the mean of the customers, each counting once


class GrossRetained(StrEnum):
    """What gross retention takes off the opening beside churn."""

    WITH_CONTRACTION = "WITH_CONTRACTION"
    WITHOUT_CONTRACTION = "WITHOUT_CONTRACTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """
    A chosen definition; `name` is what statements call it.

    A reporting currency is told beside the currencies of deals, never instead of them. It takes
    SPOT or CONSTANT, and CONSTANT the day whose rates it takes.
    """

    name: str
    segment: Segment = Segment.CURRENT
    counted: Counted = Counted.LIVE
    annualised: Annualised = Annualised.BY_MONTHS
    converted: Converted = Converted.CONSTANT
    churned: Churned = Churned.AFTER_LAST_DAY
    reactivated: Reactivated = Reactivated.SEPARATE
    retained: Retained = Retained.OPENING_COHORT
    gross_retention: GrossRetained = GrossRetained.WITH_CONTRACTION
    left_out: frozenset[LeftOut] = field(default_factory=lambda: frozenset(LeftOut))
    reported_in: Currency | None = None  #: None where nothing is converted at a rate of a day
    rates_of: date | None = None  #: the day of constant rates; None where they are none

    def rated_on(self, day: date) -> date:
        """Return the day whose rates are taken for an amount of a day."""
        return self.rates_of or day
