"""A place in the value of a scalar is found again in the file."""

import pytest

from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Section, Text
from bridge.rules.files.yaml_source import read


def scalar(text: str) -> Text:
    body = read("a.yaml", text, Findings())
    assert isinstance(body, Section)
    node = body.get("a")
    assert isinstance(node, Text)
    return node


@pytest.mark.parametrize(
    "written",
    [
        "a: one X two\n",
        "a: 'one X two'\n",
        "a: 'it''s X'\n",
        'a: "one X"\n',
        'a: "say \\"no\\" X"\n',
        "a: |\n  one\n  two X\n",
        "a: |-\n    one X\n",
        "b: 1\na:   X\n",
    ],
)
def test_the_character_is_pointed_at_however_the_text_was_quoted(written: str) -> None:
    text = scalar(written)
    start = text.value.index("X")
    place = text.spot(start, start + 1)
    assert written.split("\n")[place.line - 1][place.column - 1] == "X"
    assert place.length == 1


@pytest.mark.parametrize("written", ["a: >\n  one\n  X\n", "a: one\n  X\n"])
def test_in_a_text_folded_over_lines_its_start_is_pointed_at(written: str) -> None:
    text = scalar(written)
    assert (text.spot(4, 5).line, text.spot(4, 5).column) == (1, 4)
