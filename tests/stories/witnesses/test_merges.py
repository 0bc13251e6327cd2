"""
Two witnesses of merged contracts: the bridge predicts, the stand-in of NetSuite plans.

The documents of each deal reach the account as they would be sent, its arrangements are merged as
the request says, and month after month is posted and closed.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from bridge.translate import Translated, Translation
from tests.stories.witnesses.merging import MergingAccount
from tests.translate.merging.contracts import JANUARY, Name, book, by_element, told

MAY, AUGUST, OCTOBER = date(2026, 5, 1), date(2026, 8, 1), date(2026, 10, 1)
HOW = ("prospective", "cumulative_catch_up")
#: Scenario, whether orders are invoiced before the next deal, the first open day of each deal.
TOLD: dict[str, tuple[str, bool, tuple[date, ...]]] = {
    "more seats": ("b-upsell-mid-term", False, (JANUARY, MAY)),
    "more seats, told late": ("b-upsell-mid-term", False, (JANUARY, AUGUST)),
    "a swap": ("d-swap", False, (JANUARY, AUGUST)),
    "a swap of what is invoiced": ("d-swap", True, (JANUARY, AUGUST)),
    "three changes of what is invoiced": (
        "c-downsell-then-cancel",
        True,
        (JANUARY, MAY, AUGUST, OCTOBER),
    ),
}
#: Of a swap by days some cents of the old seats have no days left to begin anew over.
REFUSED = ("a swap", "revenue-cloud", "prospective")
CASES = [
    (case, model, how)
    for case in TOLD
    for model in ("cpq", "revenue-cloud")
    for how in HOW
    if (case, model, how) != REFUSED
]


def planned_by_netsuite(
    found: Sequence[Translation], opened: Sequence[date], *, invoiced: bool
) -> dict[Name, dict[str, Decimal]]:
    deals = [one for one in found if isinstance(one, Translated)]
    account = MergingAccount(str(deals[0].documents[0].fields["entity"]))
    for deal, since in zip(deals, opened, strict=True):
        account.post_until(since)
        account.take(deal.documents, invoiced=invoiced)
    return account.revenue()


@pytest.mark.parametrize(("case", "model", "how"), CASES)
def test_the_account_plans_a_merged_contract_as_it_was_predicted(
    case: str, model: str, how: str
) -> None:
    name, invoiced, opened = TOLD[case]
    found = told(f"{name}.{model}", book(how), opened, invoiced=invoiced)
    assert planned_by_netsuite(found, opened, invoiced=invoiced) == by_element(found)
