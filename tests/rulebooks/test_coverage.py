"""Coverage over worked deals whose amounts are published."""

from functools import cache
from pathlib import Path

from bridge.flow.rulebook.editions import edition
from bridge.mappers.read import seeds
from bridge.rulebooks import bookings, coverage
from bridge.rulebooks.coverage import Tally

RULES = Path("config/rules")
FILES = (
    "tests/scenarios/a-ramp-three-years.cpq.json",
    "tests/scenarios/b-upsell-mid-term.cpq.json",
    "bridge/sandbox/demo/onboarding.json",
    "bridge/sandbox/demo/euro.json",
    "bridge/sandbox/demo/evaluation.json",
    "bridge/sandbox/demo/unknown-product.json",
)


@cache
def covered() -> coverage.Coverage:
    rulebook = edition(RULES).rulebook
    return coverage.of(
        (
            one
            for file in FILES
            for one in bookings.translations(
                seeds.parse(Path(file).read_text(encoding="utf-8"), where=file), rulebook
            )
        ),
        rulebook,
    )


def told(tally: Tally) -> tuple[int, dict[str, str]]:
    return tally.times, {code.code: money.text() for code, money in sorted(tally.amounts.items())}


def test_deals_are_counted_by_what_became_of_them() -> None:
    # 561,600.00 + 120,000.00 + 22,479.60 + 29,000.00 in dollars, beside 55,000.00 euro
    assert {name: told(tally) for name, tally in covered().verdicts.items()} == {
        "translated": (5, {"EUR": "55000.00", "USD": "733079.60"}),
        "excluded": (1, {"USD": "2400.00"}),
        "flagged": (1, {"USD": "18000.00"}),
    }


def test_a_row_counts_the_lines_or_deals_that_it_decided_about() -> None:
    rows = {name: told(tally) for name, tally in covered().rows.items()}
    assert rows["ramp_treatment#more-seats"] == (1, {"USD": "561600.00"})
    assert rows["amendment_treatment#more-seats"] == (1, {"USD": "22479.60"})
    assert rows["line_treatment#at-once"] == (1, {"USD": "5000.00"})
    # 120,000.00 + 24,000.00 + the product that no lookup knows, 18,000.00
    assert rows["line_treatment#subscription"] == (4, {"EUR": "55000.00", "USD": "162000.00"})
    assert rows["scope#evaluation"] == (1, {"USD": "2400.00"})
    assert rows["subsidiaries#EUR"] == (1, {"EUR": "55000.00"})


def test_rows_that_never_decided_are_listed_and_others_are_not() -> None:
    idle = covered().idle
    assert {"items#ULT", "ramp_treatment#price-steps", "terms#Net 30"} <= set(idle)
    assert not set(idle) & covered().rows.keys()


def test_what_no_row_covers_is_counted_by_its_flag_and_is_no_row() -> None:
    uncovered = {code: told(tally) for code, tally in covered().uncovered.items()}
    assert uncovered == {"ITEM_UNMAPPED": (1, {"USD": "18000.00"})}
    assert not [name for name in covered().rows if name.endswith("otherwise")]
