"""What each measure means, in words: one place for the page, the command and the workbook."""

from collections.abc import Iterator, Mapping

from bridge.model.measures.definition import (
    Annualised,
    Churned,
    Converted,
    Counted,
    GrossRetained,
    LeftOut,
    Measure,
    Reactivated,
    Retained,
    Segment,
)
from bridge.reconcile.rolls.roll import Measured

TITLES: Mapping[Measured, str] = {
    Measured.BOOKINGS: "Bookings",
    Measured.RECURRING: "Recurring revenue",
    Measured.REPORTED: "Recurring revenue of all currencies",
    Measured.OBLIGATIONS: "Remaining obligations",
    Measured.DEFERRED: "Deferred revenue",
    Measured.UNBILLED: "Contract assets",
    Measured.BILLINGS: "Calculated billings",
}
#: What movements, what stands beside a closing, and what a tie names are called.
NAMES: Mapping[str, str] = {
    "restated": "Restated",
    "new": "New",
    "renewed": "Renewals",
    "increased": "Amendments up",
    "decreased": "Amendments down",
    "cancelled": "Cancelled",
    "reactivation": "Reactivation",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "churn": "Churn",
    "fx": "Exchange rates",
    "new_bookings": "New orders",
    "modifications": "Modifications",
    "revenue": "Revenue",
    "billings": "Billed",
    "journals": "Journals by hand",
    "contract_assets": "To contract assets",
    "recognised_ahead": "Recognised ahead of billing",
    "billed_since": "Billed since",
    "deferred": "Change of deferred revenue",
    "unbilled": "Change of contract assets",
    "current": "of which within twelve months",
    "later": "of which later",
    "unknown": "Run rate unknown, as booked",
    "since_signed": "Come since it was signed",
    "not_reclassified": "Not reclassified in NetSuite yet",
}
_SEGMENTS: Mapping[Segment, str] = {
    Segment.ENTRY: "Of a ramp counts its first step.",
    Segment.CURRENT: "Of a ramp counts the step that is served on the day.",
    Segment.EXIT: "Of a ramp counts its last step.",
    Segment.AVERAGE: "Of a ramp counts the whole amount over the whole term.",
}
_COUNTED: Mapping[Counted, str] = {
    Counted.LIVE: "A line counts from its first day of service.",
    Counted.SIGNED: "A line counts from the day on which its deal closed, live or not.",
}
_ANNUALISED: Mapping[Annualised, str] = {
    Annualised.BY_MONTHS: (
        "A year of a term is its amount by whole months, times twelve; days left over count of 365."
    ),
    Annualised.BY_DAYS: "A year of a term is its amount by days, times 365.",
}
_CONVERTED: Mapping[Converted, str] = {
    Converted.SPOT: (
        "Each currency of deals stands by itself, so that no rate of the day is taken."
    ),
    Converted.CONSTANT: (
        "Each currency of deals stands by itself, so that no constant rate is taken."
    ),
    Converted.BOOKING: "It is told in the currency of the books, at the rate of each booking.",
}
_REPORTED: Mapping[Converted, str] = {
    Converted.SPOT: "All currencies are told in {money}, at the rate effective on the day.",
    Converted.CONSTANT: "All currencies are told in {money}, at the rates effective on {day}.",
}
_CHURNED: Mapping[Churned, str] = {
    Churned.AFTER_LAST_DAY: "What ends on a day still counts on it, and has churned on the next.",
    Churned.ON_LAST_DAY: "What ends on a day has churned on it.",
}
_REACTIVATED: Mapping[Reactivated, str] = {
    Reactivated.SEPARATE: "A customer who comes back is reactivation, whenever that is.",
    Reactivated.NEW: "A customer who comes back is new.",
    Reactivated.EXPANSION: "A customer who comes back is expansion.",
}
_RETAINED: Mapping[Retained, str] = {
    Retained.OPENING_COHORT: (
        "NRR is the opening with expansion, contraction and churn of its customers, by the opening."
    ),
    Retained.POINT_TO_POINT: (
        "NRR is what the customers of the opening have at the end, by the opening."
    ),
    Retained.CUSTOMER_WEIGHTED: (
        "NRR is the mean of what each customer of the opening retains, each counting once."
    ),
}
_GROSS: Mapping[GrossRetained, str] = {
    GrossRetained.WITH_CONTRACTION: "GRR is the opening less churn and contraction, by it.",
    GrossRetained.WITHOUT_CONTRACTION: "GRR is the opening less churn alone, by it.",
}
_LEFT_OUT: Mapping[LeftOut, str] = {
    LeftOut.TRIAL: "trials",
    LeftOut.USAGE: "usage",
    LeftOut.ONE_TIME: "one-time charges",
}
_OTHERS: Mapping[Measured, tuple[str, ...]] = {
    Measured.BOOKINGS: (
        "What Salesforce has of all deals, wherever the books have them, on the day they closed.",
        "In the currency of the books, at the rate of each booking.",
        "Opening and closing are what the ledger has booked, and what no pass has read yet.",
        "Use that was rated since is no booking.",
    ),
    Measured.OBLIGATIONS: (
        "What NetSuite plans behind the end of the period, of approved orders dated until then.",
        "Current is what is planned in periods that begin within twelve months of that end.",
        "In a month that is still open, what is planned of it counts as its revenue.",
        "Use that nobody committed to is left out.",
        "In the currency of the books, at the rate of each revenue element.",
        "A change of an order counts from its own day, a return on the day of the return.",
    ),
    Measured.DEFERRED: (
        "What is billed on accounts of deferred revenue beyond what plans have recognised.",
        "Billed are invoices, cash sales and credits, by line.",
        "Netted by contract: orders and revenue arrangements that share a line are one.",
        "In the currency of the books, as it was posted, in the period of the posting.",
        "Journals that no plan made count with the contract that they name, or else by themselves.",
        "The accounts are those on which NetSuite's revenue elements defer.",
    ),
    Measured.UNBILLED: (
        "What plans have recognised beyond what is billed, netted by contract.",
        "In the currency of the books, as it was posted, in the period of the posting.",
        "The accounts are those that the setting reconcile.contract_assets names.",
    ),
    Measured.BILLINGS: (
        "Revenue, and the change of deferred revenue less that of contract assets.",
        "Journals by hand are taken off.",
        "The closing is what NetSuite's accounts of deferred revenue took from all but journals.",
    ),
}


def says(of: Measured, definition: Measure | None) -> tuple[str, ...]:
    """Return what a measure means, a sentence for each choice."""
    if of is Measured.RECURRING:
        rated = _CONVERTED[definition.converted] if definition else ""
        return tuple(_recurring(definition, rated)) if definition else ()
    if of is Measured.REPORTED:
        return tuple(_recurring(definition, reporting(definition))) if definition else ()
    return _OTHERS[of]


def reporting(definition: Measure) -> str:
    """Return in what a definition reports all currencies, and at which rates."""
    if definition.reported_in is None:
        return "No currency is named in which all are told."
    rated = _REPORTED[definition.converted]
    return rated.format(money=definition.reported_in, day=definition.rates_of)


def _recurring(definition: Measure, rated: str) -> Iterator[str]:
    yield f"Recurring revenue of a year at the end of the period, by the measure {definition.name}."
    yield _SEGMENTS[definition.segment]
    yield _COUNTED[definition.counted]
    yield _ANNUALISED[definition.annualised]
    yield rated
    yield _CHURNED[definition.churned]
    yield _REACTIVATED[definition.reactivated]
    yield _RETAINED[definition.retained]
    yield _GROSS[definition.gross_retention]
    names = [words for one, words in _LEFT_OUT.items() if one in definition.left_out]
    yield f"Left out: {', '.join(names)}." if names else "Nothing is left out."
