"""What is computed beforehand: exact arithmetic that occurs twice and can never fail."""

from collections.abc import Mapping

import pytest

from bridge.rules.check import check
from bridge.rules.compiler.sharing import shareable
from bridge.rules.expression import written
from bridge.rules.types import DATE, INTEGER, TEXT, Type, decimal, list_of, record

SCOPE: Mapping[str, Type] = {
    "a": decimal(14, 4),
    "b": decimal(14, 4),
    "ssp": decimal(14, 4).optional(),
    "n": INTEGER,
    "d": DATE,
    "s": TEXT,
    "deal": record("Deal", {"rate": decimal(10, 6)}),
    "prior": record("Deal", {"rate": decimal(10, 6)}).optional(),
    "lines": list_of(record("Line", {"a": decimal(14, 4), "b": decimal(14, 4)})),
}


def shared(*sources: str) -> list[str]:
    """Return what is computed before the expressions, in that order."""
    return [written(each.node) for each in shareable(check(one, SCOPE).tree for one in sources)]


@pytest.mark.parametrize(
    ("sources", "wanted"),
    [
        (("a * b", "a * b + 1"), ["(a * b)"]),
        (("ROUND(a * b, 2)", "ROUND(a * b, 2) * 2"), ["(a * b)", "ROUND((a * b), 2)"]),
        (("ROUND(a / 3, 2)", "-ROUND(a / 3, 2)"), ["ROUND((a / 3), 2)"]),
        (("a * deal.rate + a * deal.rate",), ["(a * deal.rate)"]),
        (("MAX(a, 1)", "IF(n = 1, MAX(a, 1), 2)"), ["MAX(a, 1)"]),
        (("a", "a"), []),
        (("a * b", "b * a"), []),
        # what a condition guards stays behind it
        (("IF(ISBLANK(ssp), 0, ssp * 2)", "IF(ISBLANK(ssp), 1, ssp * 2)"), []),
        (("IF(b = 0, 0, ROUND(a / b, 2))", "IF(b = 0, 1, ROUND(a / b, 2))"), []),
        (("IF(ISBLANK(prior), 0, prior.rate * 2)", "IF(ISBLANK(prior), 1, prior.rate * 2)"), []),
        # what may have no value, or is no number, is computed where it stands
        (("d + n", "d + n"), []),
        (("YEAR(d + n) * 2", "YEAR(d + n) * 2"), []),
        (("s & s", "s & s"), []),
        (("a > b", "a > b"), []),
        # a quotient is kept in one piece with its rounding
        (("ROUND(a / 3 + 1, 2)", "ROUND(a / 3 + 2, 2)"), []),
        # names inside a list are others than outside
        (("SUM(lines, a * b)", "SUM(lines, a * b) + 1", "a * b"), []),
    ],
)
def test_what_is_shared_is(sources: tuple[str, ...], wanted: list[str]) -> None:
    assert shared(*sources) == wanted
