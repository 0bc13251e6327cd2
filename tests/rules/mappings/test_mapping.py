"""A mapping asks a rule where a field reads it, and tells all that is open."""

from datetime import date

import pytest

from bridge.rules.rulebook import Mapped, Rulebook, Undecided, load
from bridge.rules.vocabulary import Vocabulary

ON = date(2026, 1, 1)
HEAD = "language: 1\nowner: o\nwhy: w\neffective: 2020-01-01 ..\n"
COLOURS = f"""{HEAD}
lookup: colours
for: Line
key: {{colour: colour}}
gives: {{code: text, weight: "decimal(5,2)"}}
rows: [[RED, R, 1.50], [GREEN, G, 2]]
otherwise: {{exception: COLOUR_UNKNOWN, say: '"No colour " & colour'}}
"""
SIZES = f"""{HEAD}
lookup: sizes
for: Line
key: {{size: size}}
gives: {{name: text}}
rows: [[1, small], [2, large]]
otherwise: {{exception: SIZE_UNKNOWN, say: '"No size " & TEXT(size)'}}
"""
MAPPING = f"""{HEAD}
mapping: parcel
for: Line
uses:
  paint: {{lookup: colours}}
  box: {{lookup: sizes}}
fields:
  colour: paint.code
  box: 'IF(size = 0, "none", box.name)'
  weight: 'IF(painted, paint.weight * 2, 0)'
check:
  - {{that: size < 9, otherwise: TOO_LARGE, say: '"size " & TEXT(size)'}}
  - {{that: painted OR size < 8, otherwise: TOO_PLAIN, say: '"in a box " & box.name'}}
"""
WORDS = Vocabulary(
    enums={},
    records={"Line": {"colour": "text", "size": "integer", "painted": "boolean"}},
    treatments={},
    targets={"parcel": {"colour": "text", "box": "text", "weight": "decimal(9,2)"}},
    forbidden={},
    models=(),
)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load({"colours.yaml": COLOURS, "sizes.yaml": SIZES, "parcel.yaml": MAPPING}, WORDS)


def mapped(book: Rulebook, colour: str, size: int, *, painted: bool = True) -> Mapped | Undecided:
    return book.map("parcel", {"colour": colour, "size": size, "painted": painted}, ON)


def codes(answer: Mapped | Undecided) -> list[str]:
    assert isinstance(answer, Undecided)
    return [answer.code, *(other.code for other in answer.also)]


def test_a_rule_that_no_field_reads_this_time_is_not_asked(book: Rulebook) -> None:
    answer = mapped(book, "RED", 0)
    assert isinstance(answer, Mapped)
    assert answer.fields["box"] == "none"
    assert answer.rules == ("colours#RED",)
    assert answer.trace == ("paint: row RED: colour is RED",)


def test_a_rule_that_several_fields_read_is_named_once(book: Rulebook) -> None:
    answer = mapped(book, "GREEN", 2)
    assert isinstance(answer, Mapped)
    assert {name: str(value) for name, value in answer.fields.items()} == {
        "colour": "G",
        "box": "large",
        "weight": "4.00",
    }
    assert answer.rules == ("colours#GREEN", "sizes#2")


def test_every_rule_that_the_fields_need_and_do_not_get_is_told(book: Rulebook) -> None:
    assert codes(mapped(book, "BLUE", 3)) == ["COLOUR_UNKNOWN", "SIZE_UNKNOWN"]
    assert codes(mapped(book, "BLUE", 0)) == ["COLOUR_UNKNOWN"]


def test_checks_that_fail_are_told_beside_the_open_rules(book: Rulebook) -> None:
    assert codes(mapped(book, "BLUE", 9)) == ["COLOUR_UNKNOWN", "SIZE_UNKNOWN", "TOO_LARGE"]


def test_a_check_whose_sentence_reads_an_open_rule_leaves_that_rule_open(book: Rulebook) -> None:
    assert codes(mapped(book, "RED", 8, painted=False)) == ["SIZE_UNKNOWN"]


PLAIN = f"""{HEAD}
mapping: parcel
for: Line
uses:
  paint: {{lookup: colours}}
  box: {{lookup: sizes}}
fields:
  colour: paint.code & box.name
  box: box.name
  weight: 'IF(painted, paint.weight * 2, 0)'
check:
  - {{that: size < 9, otherwise: TOO_LARGE, say: '"size " & TEXT(size)'}}
"""


@pytest.mark.parametrize(
    ("colour", "size", "wanted"),
    [
        ("RED", 1, []),
        ("GREEN", 2, []),
        ("BLUE", 1, ["COLOUR_UNKNOWN"]),
        ("RED", 3, ["SIZE_UNKNOWN"]),
        ("BLUE", 9, ["COLOUR_UNKNOWN", "SIZE_UNKNOWN", "TOO_LARGE"]),
    ],
)
def test_rules_that_are_always_read_are_asked_at_once_and_told_alike(
    colour: str, size: int, wanted: list[str]
) -> None:
    book = load({"colours.yaml": COLOURS, "sizes.yaml": SIZES, "parcel.yaml": PLAIN}, WORDS)
    assert book.mappings["parcel"].at_once
    answer = mapped(book, colour, size)
    if wanted:
        assert codes(answer) == wanted
    else:
        assert isinstance(answer, Mapped)
        assert answer.rules == (f"colours#{colour}", f"sizes#{size}")


def test_a_use_that_only_a_branch_reads_is_not_asked_at_once(book: Rulebook) -> None:
    assert not book.mappings["parcel"].at_once
