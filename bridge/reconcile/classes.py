"""
The classes of variances, in the order in which a walk takes them.

The order is a policy, and every statement names it: where two causes meet on one line, the one that
stands first is measured on what was sold, the other on what the first has made of it. An attribute
that drifted from what was ruled is the exception: what was ruled of it is taken just before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

#: The name of this order, as statements print it.
VARIANCE_ORDER = "default"


class Nature(StrEnum):
    """What a difference of this class asks of people."""

    LEGITIMATE = "legitimate"  #: both systems are right
    ERROR = "error"  #: one of them is wrong
    POLICY = "policy"  #: right or wrong as the policy has it
    OPEN = "open"  #: somebody has to act, or time will tell


@dataclass(frozen=True, slots=True)
class VarianceClass:
    """One reason why the two systems differ."""

    code: str
    stage: str
    name: str
    meaning: str  #: what the amount of the step is
    nature: Nature
    reverses: bool = False  #: whether the amounts of a contract come to nothing over all periods


_FINE, _WRONG, _POLICY, _OPEN = Nature
_ROWS = (
    ("ARR-1", "start", "A year to a month", "a twelfth, less the year", _FINE),
    ("ARR-2", "start", "Run rate to the month", "the month as sold, less MRR", _FINE),
    ("ARR-3", "start", "Run rate unknown", "as booked; nobody can read its days", _OPEN),
    ("PER-1", "start", "Other period's booking", "as sold, less booked", _FINE, True),
    ("SUS-1", "population", "In suspense", "less what a flag holds, by its code", _OPEN),
    ("WAI-1", "population", "Waiting", "less what waits for its contract", _OPEN),
    ("PEN-1", "population", "Pending", "less what is on its way", _OPEN),
    ("EXC-1", "population", "Excluded by rule", "less what a rule leaves out", _FINE),
    ("UNR-1", "population", "Not read yet", "less what the next pass reads", _OPEN),
    ("POP-1", "population", "Missing in NetSuite", "less what was sold", _WRONG),
    ("DEL-1", "population", "Order deleted", "less what NetSuite had once", _WRONG),
    ("POP-2", "population", "Missing in Salesforce", "what NetSuite has alone", _WRONG),
    ("POP-3", "population", "Duplicate", "the copy", _WRONG),
    ("POP-4", "population", "Booked by hand", "by hand, less as sold", _FINE),
    ("SCP-1", "scope", "Not revenue", "entries tagged so", _FINE),
    ("SCP-2", "scope", "One-time beside ARR", "what does not recur", _FINE),
    ("SCP-4", "scope", "Not committed", "use that no deal has booked", _FINE),
    ("SCP-5", "scope", "Other subsidiary", "from one entity to another", _FINE, True),
    ("DAT-1", "figures", "Price differs", "new less old price, by old quantity", _WRONG),
    ("DAT-2", "figures", "Quantity differs", "new price by the change", _WRONG),
    ("DAT-3", "figures", "Dates differ", "over new less over old days", _WRONG),
    ("DAT-4", "figures", "Rule differs", "by NetSuite's rule, less by ours", _WRONG),
    ("FX-1", "currency", "Contract rate", "contract less booking rate", _FINE),
    ("FX-2", "currency", "Revaluation in revenue", "entries tagged so", _POLICY),
    ("TP-1", "price", "Variable consideration", "entries tagged so", _FINE),
    ("TP-2", "price", "Financing", "entries tagged so", _FINE),
    ("ALL-1", "allocation", "Fair values", "allocated less sold", _FINE, True),
    ("ALL-3", "allocation", "Other allocation", "NetSuite's less predicted", _WRONG, True),
    ("PAT-1", "pattern", "Ramp levelled", "level less stepped", _FINE, True),
    ("PAT-2", "pattern", "At a point in time", "pattern less even", _FINE, True),
    ("PAT-3", "pattern", "As it is used", "used less even", _FINE),
    ("PAT-4", "pattern", "Breakage", "breakage and shortfall recognised", _FINE),
    (
        "TIM-1",
        "timing",
        "Start event",
        "from the event less from the quote",
        _FINE,
        True,
    ),
    ("TIM-2", "timing", "Closed period", "where posted less where due", _FINE, True),
    ("TIM-3", "timing", "Cut-off", "by order date less by close date", _FINE, True),
    ("DAY-1", "day count", "Day count", "NetSuite's days less sales'", _FINE, True),
    ("MOD-1", "modification", "Change of a contract", "catch-up", _FINE, True),
    ("END-1", "termination", "Ended in NetSuite", "less what follows the end", _WRONG),
    ("END-2", "termination", "Credit or refund", "entries tagged so", _FINE),
    ("END-3", "termination", "Bad debt in revenue", "entries tagged so", _POLICY),
    ("RPL-1", "plan", "Replanned", "kept past, rest anew, less all anew", _FINE, True),
    ("ORD-1", "plan", "Order unapproved", "less what it would plan", _OPEN),
    ("PLN-1", "plan", "Plan held", "less what is on hold", _OPEN),
    ("PLN-2", "plan", "Plan failed", "less what has no plan", _WRONG),
    ("PLN-3", "plan", "Plan behind its order", "plan less order", _OPEN),
    ("JRN-1", "journal", "Journal proposed", "less what a person is to post", _OPEN),
    ("JRN-2", "journal", "Journal unposted", "less what is planned only", _OPEN),
    ("MAN-1", "manual", "Tagged manual journal", "the entry", _POLICY),
    ("MAN-2", "manual", "Manual journal", "the entry; nobody says what for", _OPEN),
    ("RND-1", "rounding", "Cents", "at most one a line and period", _FINE),
    ("UNX-1", "unexplained", "Unexplained", "NetSuite less the last step", _OPEN),
)
#: All classes, in the order of the walk.
CLASSES = tuple(VarianceClass(*row) for row in _ROWS)
BY_CODE: Mapping[str, VarianceClass] = {each.code: each for each in CLASSES}
