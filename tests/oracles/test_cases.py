"""Every worked example that the bridge reproduces comes out within its tolerance."""

from decimal import Decimal

import pytest

from bridge.model.money import Money
from tests.oracles import contracts, measured, ramped, reconciled, recurring, schedules, sharing
from tests.oracles.cases import CASES, USD, Case, differences

ANSWERS = {
    **schedules.ANSWERS,
    **sharing.ANSWERS,
    **contracts.ANSWERS,
    **ramped.ANSWERS,
    **measured.ANSWERS,
    **recurring.ANSWERS,
    **reconciled.ANSWERS,
}
#: What of an example is not computed but decided, by a rule that a person writes.
DECIDED_BY_RULES = {
    "FASB-05A": {"treatment"},
    "FASB-07": {"treatment"},
    "OWN-UPSELL-COTERM-SSP": {"treatment"},
    "OWN-RAMP-CANCEL": {"contract_term_years"},
}


@pytest.mark.parametrize("case", [pytest.param(CASES[one], id=one) for one in ANSWERS])
def test_an_example_comes_out(case: Case) -> None:
    decided = DECIDED_BY_RULES.get(case.id, set())
    expected = {name: value for name, value in case.expected.items() if name not in decided}
    assert differences(ANSWERS[case.id](case), expected, case.tolerance) == []


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"a": Money(100, USD)}, {"b": "1.00"}),
        ([Money(100, USD)], ["1.00", "0.00"]),
        ({"a": [Money(100, USD)]}, {"a": ["1.02"]}),
        ({"a": "2026-01-31"}, {"a": "2026-01-30"}),
        ({"a": True}, {"a": False}),
        ({"a": 2}, {"a": 3}),
    ],
)
def test_an_answer_that_differs_is_seen(found: object, expected: object) -> None:
    assert len(differences(found, expected, Decimal("0.01"))) == 1


def test_an_answer_as_near_as_the_tolerance_is_the_same() -> None:
    assert differences({"a": Money(100, USD)}, {"a": "1.01"}, Decimal("0.01")) == []
