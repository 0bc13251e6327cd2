"""Revenue recognition rules, and the readings of NetSuite's pages where these are silent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Method(StrEnum):
    """How a rule spreads an amount over the periods of a term."""

    EVEN_PERIODS = "EVENPERIODS"
    PRORATE_FIRST_LAST = "PRORATEFIRSTLAST"
    PERIOD_RATE = "PERIODRATE"
    EXACT_DAYS = "EXACTDAYS"
    CUSTOM = "CUSTOM"


class AmountSource(StrEnum):
    """Of what an event's share of the revenue amount is a percentage."""

    AMOUNT = "EVENTPERCENTAMOUNT"
    QUANTITY = "EVENTPERCENTQUANTITY"
    COMPLETE = "EVENTPERCENTCOMPLETE"


class Reforecast(StrEnum):
    """Where a forecast plan takes up the difference to the actual plans."""

    NEXT_PERIOD = "NEXTPERIOD"
    REMAINING_PERIODS = "REMAININGPERIODS"
    LAST_PERIOD = "LASTPERIOD"
    MANUAL = "MANUAL"


class StartSource(StrEnum):
    """Where a plan takes its first day from."""

    ARRANGEMENT_DATE = "ARRANGEMENTDATE"
    EVENT_DATE = "EVENTDATE"
    SOURCE_DATE = "SOURCEDATE"
    ELEMENT_START = "ELEMENTSTARTDATE"
    SUBSCRIPTION_START = "SUBSCRIPTIONSTARTDATE"


class EndSource(StrEnum):
    """Where a plan takes its last day from; a date of its own means: all at once."""

    RECOGNITION_PERIOD = "RECOGNITIONPERIOD"
    TERM_IN_MONTHS = "TERMINMONTHS"
    TERM_IN_DAYS = "TERMINDAYS"
    ARRANGEMENT_DATE = "ARRANGEMENTDATE"
    EVENT_DATE = "EVENTDATE"
    SOURCE_DATE = "SOURCEDATE"
    ELEMENT_END = "ELEMENTENDDATE"
    SUBSCRIPTION_END = "SUBSCRIPTIONENDDATE"


class Impact(StrEnum):
    """Which periods bear a change that comes when some revenue is recognised already."""

    REMAINING = "REMAINING"
    ALL = "ALL"


@dataclass(frozen=True, slots=True)
class CustomLine:
    """One line of the custom method."""

    offset: int  #: periods after the one in which the plan starts
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, as set up on its page."""

    method: Method
    start: StartSource = StartSource.ELEMENT_START
    end: EndSource = EndSource.ELEMENT_END
    recognition_period: int | None = None  #: periods, the first one counted
    term_months: int | None = None
    term_days: int | None = None
    period_offset: int = 0  #: the whole plan is so many periods later
    start_offset: int = 0  #: the plan starts so many periods later and ends when it would
    initial_amount: Decimal | None = None  #: lands in the first period
    initial_percent: Decimal | None = None  #: the same, in percent of the amount
    impact: Impact = Impact.REMAINING
    source: AmountSource | None = None  #: None: the one that goes with the event
    lines: tuple[CustomLine, ...] = ()  #: of the custom method
    reforecast: Reforecast | None = None  #: None: its forecasts cannot be recalculated
    recalculation_offset: int = 0  #: of the manual reforecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What no page settles; the fields are settings of the account and are described there."""

    rounding: str = "half_up"
    exact_days_residue: str = "last"
    prorate_residue: str = "second_to_last"
    period_rate: str = "fractions"
    period_rate_residue: str = "last"
    start_offset_begins: str = "period_start"
    short_month_terms: str = "day_before"
    undated_line: str = "fails"
