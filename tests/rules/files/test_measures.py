"""A measure says each of its switches, and a word that nobody knows is told with the nearest."""

from datetime import date
from pathlib import Path

import pytest

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
from bridge.model.money import Currency
from bridge.rules.rulebook import RulebookInvalid, load
from bridge.rules.vocabulary import Vocabulary

WORDS = Vocabulary(enums={}, records={}, treatments={}, targets={}, forbidden={}, models=())
SHIPPED = Path(__file__).parents[3] / "config" / "rules" / "measures"
TEXT = """language: 1
owner: a
why: b
effective: 2020-01-01 ..
measure: exit
segment: EXIT
counted: SIGNED
annualised: BY_DAYS
converted: SPOT
churned: ON_LAST_DAY
reactivated: EXPANSION
retained: CUSTOMER_WEIGHTED
gross_retention: WITHOUT_CONTRACTION
left_out: [USAGE]
"""


def findings(text: str) -> list[tuple[int, str, str | None]]:
    with pytest.raises(RulebookInvalid) as caught:
        load({"m.yaml": text}, WORDS)
    return [(one.line, one.message, one.hint) for one in caught.value.diagnostics]


def test_a_measure_is_what_its_file_says() -> None:
    assert load({"m.yaml": TEXT}, WORDS).measures == {
        "exit": Measure(
            name="exit",
            segment=Segment.EXIT,
            counted=Counted.SIGNED,
            annualised=Annualised.BY_DAYS,
            converted=Converted.SPOT,
            churned=Churned.ON_LAST_DAY,
            reactivated=Reactivated.EXPANSION,
            retained=Retained.CUSTOMER_WEIGHTED,
            gross_retention=GrossRetained.WITHOUT_CONTRACTION,
            left_out=frozenset({LeftOut.USAGE}),
        )
    }


def test_a_word_that_nobody_knows_is_told_with_the_nearest() -> None:
    told = [(8, "'BY_DAY' is no word for this switch", "did you mean 'BY_DAYS'?")]
    assert findings(TEXT.replace("BY_DAYS", "BY_DAY")) == told
    told = [(14, "'USE' is no word for this switch", "did you mean 'USAGE'?")]
    assert findings(TEXT.replace("USAGE", "USE")) == told


def test_no_switch_has_a_default() -> None:
    for line in TEXT.splitlines()[5:]:
        [(_, message, _)] = findings(TEXT.replace(line + "\n", ""))
        assert line.split(":", maxsplit=1)[0] in message


def test_a_key_that_nothing_reads_is_told() -> None:
    [(_, message, _)] = findings(TEXT + "rounding: NONE\n")
    assert message == "unknown key 'rounding'"


def test_the_shipped_measures_are_the_five_numbers_that_a_ramp_has() -> None:
    files = {path.name: path.read_text(encoding="utf-8") for path in SHIPPED.glob("*.yaml")}
    measures = load(files, WORDS).measures
    assert {name: (one.segment, one.counted) for name, one in measures.items()} == {
        "entry": (Segment.ENTRY, Counted.LIVE),
        "current": (Segment.CURRENT, Counted.LIVE),
        "exit": (Segment.EXIT, Counted.LIVE),
        "average": (Segment.AVERAGE, Counted.LIVE),
        "committed": (Segment.CURRENT, Counted.SIGNED),
    }


def test_a_currency_of_reports_says_at_which_rates_all_are_told() -> None:
    spot = load({"m.yaml": TEXT + "reported_in: USD\n"}, WORDS).measures["exit"]
    assert (spot.reported_in, spot.rates_of) == (Currency("USD"), None)
    text = TEXT.replace("SPOT", "CONSTANT") + "reported_in: USD\nrates_of: 2026-01-31\n"
    assert load({"m.yaml": text}, WORDS).measures["exit"].rates_of == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("rate", "added", "says"),
    [
        ("SPOT", "reported_in: XYZ", "'XYZ' is not an ISO 4217 currency code"),
        ("BOOKING", "reported_in: USD", "it is told in the currency of the books"),
        ("CONSTANT", "reported_in: USD", "'rates_of' is missing: the day of constant rates"),
        ("CONSTANT", "rates_of: 2026-01-31", "a day of rates is for constant rates"),
        ("SPOT", "reported_in: USD\nrates_of: 2026-01-31", "a day of rates is for constant"),
        ("CONSTANT", "reported_in: USD\nrates_of: 2026-02-30", "not a date"),
    ],
)
def test_a_currency_of_reports_that_its_rate_does_not_fit_is_told(
    rate: str, added: str, says: str
) -> None:
    [(line, message, hint)] = findings(TEXT.replace("SPOT", rate) + added + "\n")
    assert says in message
    assert line > 14
    assert hint
