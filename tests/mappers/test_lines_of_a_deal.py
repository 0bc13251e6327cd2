"""Rules read all lines of a deal together: sums, counts, conditions; also from one of them."""

import pytest

from bridge.mappers.read import seeds
from bridge.rulebooks import bookings
from bridge.translate import Flagged, Translated, Translation
from tests.mappers import rules

#: A year of seats for 24,000.00 USD, and 5,000.00 USD for onboarding.
DEAL = rules.RULES / "golden" / "new-business-with-onboarding.json"


def under(file: str, old: str, new: str) -> Translation:
    seed = seeds.parse(DEAL.read_text(encoding="utf-8"), where="a deal of two lines")
    (found,) = bookings.translations(seed, rules.changed(file, old, new))
    return found


def said(condition: str, sentence: str) -> list[tuple[str, str]]:
    """What a check of an order says of the deal."""
    check = f"check:\n  - that: {condition}\n    otherwise: LINES\n    say: '{sentence}'\n"
    found = under("orders.yaml", "check:\n", check)
    return [(flag.code, flag.says) for flag in found.flags] if isinstance(found, Flagged) else []


@pytest.mark.parametrize(
    "condition",
    [
        "SUM(lines, amount) = booked",
        "COUNT(lines) = line_count",
        'COUNT(lines, charge = "ONE_TIME") = 1',
        'ANY(lines, product = "ONBOARDING") AND NOT ALL(lines, product = "ONBOARDING")',
    ],
)
def test_what_holds_for_the_lines_together_lets_the_deal_pass(condition: str) -> None:
    assert said(condition, '"never"') == []


def test_a_sentence_tells_figures_of_the_lines() -> None:
    sentence = 'TEXT(SUM(lines, amount)) & " in " & TEXT(COUNT(lines)) & " lines"'
    assert said("SUM(lines, amount) > booked", sentence) == [("LINES", "29000 in 2 lines")]


def test_a_rule_for_a_line_reads_the_other_lines_of_its_deal() -> None:
    found = under("order_lines.yaml", "is: product_name", "is: TEXT(COUNT(deal.lines))")
    assert isinstance(found, Translated)
    (order,) = found.documents
    assert [line.fields["description"] for line in order.lines] == ["2", "2"]
