"""Whatever stands in a rule file, a load ends in a rulebook or in findings."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.rules.rulebook import Rulebook, RulebookInvalid, load
from bridge.rules.vocabulary import Vocabulary
from tests.examples import share

SCRAPS = [
    "\t",
    "\n",
    "  ",
    ":",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    ",",
    "|",
    "&a ",
    "*a",
    "!t ",
    "#",
]
WORDS = [
    "blank",
    "not ",
    "..",
    ">= ",
    "9" * 40,
    "-",
    "é",
    "\x00",
    "\udfff",
    "((((",
    "Line",
    "deal.",
]


def outcome(files: dict[str, str], vocabulary: Vocabulary) -> Rulebook | RulebookInvalid:
    try:
        return load(files, vocabulary)
    except RulebookInvalid as invalid:
        return invalid


@settings(deadline=None, max_examples=share(60))
@given(st.data())
def test_a_file_torn_in_any_place_gives_findings_or_still_works(
    files: dict[str, str], vocabulary: Vocabulary, data: st.DataObject
) -> None:
    file = data.draw(st.sampled_from(sorted(files)))
    text = files[file]
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 30))
    scrap = data.draw(st.sampled_from([*SCRAPS, *WORDS, ""]) | st.text(max_size=10))
    torn = {**files, file: text[:start] + scrap + text[start + length :]}
    found = outcome(torn, vocabulary)
    assert isinstance(found, Rulebook) or found.diagnostics


@pytest.mark.parametrize(
    "junk",
    [
        "\x7fELF\x02\x01\x01" + "\x00" * 100,
        "\ufeff\ufffe",
        "PK\x03\x04" * 1000,
        "%PDF-1.7\n%âãÏÓ\n",
        "{" * 5000,
        "? " * 5000,
        "a: " * 5000,
        "- " * 5000,
        "x" * 5_000_000,
        "table: t\n" + "  - [a, b]\n" * 100_000,
    ],
    ids=["elf", "bom", "zip", "pdf", "braces", "questions", "colons", "dashes", "5 MB", "rows"],
)
def test_junk_is_refused_in_little_time(
    files: dict[str, str], vocabulary: Vocabulary, junk: str
) -> None:
    started = time.monotonic()
    found = outcome({**files, "scope.yaml": junk}, vocabulary)
    assert isinstance(found, RulebookInvalid)
    assert {each.file for each in found.diagnostics} == {"scope.yaml"}
    assert time.monotonic() - started < 10


def test_a_file_of_mistakes_gives_the_first_hundreds_of_them(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    rows = "".join(f"  - [P{number}, Weekly, X, NEVER, blank]\n" for number in range(2_000))
    text = files["items.yaml"].replace("rows:\n", f"rows:\n{rows}")
    found = outcome({**files, "items.yaml": text}, vocabulary)
    assert isinstance(found, RulebookInvalid)
    assert len(found.diagnostics) == 500


def test_a_lookup_of_many_rows_loads(files: dict[str, str], vocabulary: Vocabulary) -> None:
    rows = "".join(
        f"  - [P{number}, Annual, I{number}, STRAIGHT_LINE, blank]\n" for number in range(5_000)
    )
    text = files["items.yaml"].replace("rows:\n", f"rows:\n{rows}")
    assert isinstance(outcome({**files, "items.yaml": text}, vocabulary), Rulebook)


@pytest.mark.on_demand
def test_a_lookup_of_a_hundred_thousand_keys_loads_and_names_a_key_that_stands_twice(
    files: dict[str, str], vocabulary: Vocabulary
) -> None:
    rows = "".join(
        f"  - [P{number}, Annual, I{number}, STRAIGHT_LINE, blank]\n" for number in range(100_000)
    )
    text = files["items.yaml"].replace("rows:\n", f"rows:\n{rows}")
    found = outcome({**files, "items.yaml": text}, vocabulary)
    assert isinstance(found, Rulebook)
    twice = text.replace("[P99999,", "[P7,")
    refused = outcome({**files, "items.yaml": twice}, vocabulary)
    assert isinstance(refused, RulebookInvalid)
    assert [each.message for each in refused.diagnostics] == [
        "the key P7/Annual stands on line 17 already"
    ]
