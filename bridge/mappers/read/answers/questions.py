"""
What CPQ and Revenue Cloud leave open, and their sources must answer.

An evergreen line runs until somebody gives notice: what is enforceable of it is the notice, and no
standard field says how long that is. How Salesforce prorates is a setting of the org, and stands on
no record.
"""

from collections.abc import Mapping

from bridge.mappers.read.witnesses import proration
from bridge.rules.vocabulary import Question

NOTICE = "evergreen_notice_months"
PRORATION = "proration"
#: Prices are believed as they are, however the org counts.
AS_STATED = "as_stated"
#: How many months a notice may last; five years are no notice.
_MONTHS_MAX = 60
_OF_A_LINE = ("Order", "OrderItem", "Product2")
_NOTICE = Question(_OF_A_LINE, tuple(str(count) for count in range(1, _MONTHS_MAX + 1)))
#: By the model of the records.
QUESTIONS: Mapping[str, Mapping[str, Question]] = {
    "cpq": {
        NOTICE: _NOTICE,
        PRORATION: Question(_OF_A_LINE, (AS_STATED, *proration.SETTINGS)),
    },
    "revenue_cloud": {NOTICE: _NOTICE, PRORATION: Question(_OF_A_LINE, (AS_STATED,))},
}
