"""Rows that a rule lacks: made of a deal's facts, and put behind the last one of its file."""

import pytest

from bridge.errors import Misconfigured
from bridge.mappers.overriding import Question
from bridge.rulebooks import rows
from bridge.rulebooks.rows import Cell, Row
from tests.mappers import rules

ROW = Row(rule="items", id=None, cells=(Cell("product", "A: b's"), Cell("item", "X")))
LINE: dict[str, object] = {
    "quantity_changes": False,
    "price_changes": True,
    "has_free_steps": True,
    "has_trial": True,
}


def asked(table: str, facts: dict[str, object]) -> Question:
    book = rules.shipped()
    rule = book.tables.get(table) or book.lookups[table]
    return Question(rule, "802", facts, "open")


def test_the_conditions_of_a_row_are_the_facts_that_decide_it() -> None:
    row = rows.row_for(asked("ramp_treatment", LINE), {"treatment": "as_segments"}, "exception-12")
    assert row.written() == "exception-12: [no, yes, yes, yes, as_segments]"
    wider = rows.row_for(asked("ramp_treatment", LINE), {"free": "-"}, "x")
    assert [one.text for one in wider.cells] == ["no", "yes", "-", "yes", None]
    assert wider.missing[0].accepts.startswith("one of ")


def test_what_a_rule_has_no_column_for_is_refused_with_the_nearest() -> None:
    with pytest.raises(Misconfigured, match=r"no column 'tretment'.*did you mean"):
        rows.row_for(asked("ramp_treatment", LINE), {"tretment": "as_segments"}, "x")


def test_a_row_stands_behind_the_last_one_and_nothing_else_changes() -> None:
    files = rules.files()
    after = rows.added(files, ROW)["items.yaml"]
    new = "  - ['A: b''s', X]"
    assert after.split("\n").index(new) == files["items.yaml"].split("\n").index("otherwise:")
    assert after.replace(f"{new}\n", "") == files["items.yaml"]


def test_a_row_of_a_table_stands_before_what_the_table_assumes() -> None:
    files = rules.files()
    row = Row(rule="ramp_treatment", id="exception-12", cells=(Cell("treatment", "as_segments"),))
    after = rows.added(files, row)["ramps.yaml"].split("\n")
    at = after.index("  exception-12: [as_segments]")
    assert after[at + 1] == "assume:"


def test_a_last_row_over_several_lines_and_a_comment_below_stay_whole() -> None:
    text = "lookup: items\nrows:\n  - [A,\n     B]  # so\n\n# more\notherwise: x\n"
    after = rows.added({"items.yaml": text}, ROW)["items.yaml"]
    assert after == text.replace("# so\n", "# so\n  - ['A: b''s', X]\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lookup: items\nrows: [[A, B]]\n", "each on a line of its own"),
        ("lookup: items\nrows: []\n", "each on a line of its own"),
        ("lookup: others\nrows:\n  - [items]\n", "no file declares the rule 'items'"),
    ],
)
def test_a_row_that_has_no_place_is_to_be_added_by_hand(text: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        rows.added({"items.yaml": text}, ROW)
