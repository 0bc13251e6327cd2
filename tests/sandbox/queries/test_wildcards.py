"""Texts with wildcards: they mean what a regular expression means, and never take long."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.queries.wildcards import ANY, ONE, wildcards

LETTERS = st.text(alphabet="ab", max_size=12)
PARTS = st.lists(st.sampled_from(["a", "b", ANY, ONE]), max_size=8)


@given(PARTS, LETTERS)
def test_a_pattern_matches_what_the_same_regular_expression_matches(
    parts: list[object], text: str
) -> None:
    shapes: dict[object, str] = {ANY: ".*", ONE: "."}
    expected = re.fullmatch("".join(shapes.get(part, str(part)) for part in parts), text)
    assert wildcards(parts).matches(text) == (expected is not None)


def test_many_wildcards_in_a_long_text_take_no_time() -> None:
    began = time.monotonic()
    assert not wildcards([*["a", ANY] * 40, "b"]).matches("a" * 4000)
    assert time.monotonic() - began < 1
