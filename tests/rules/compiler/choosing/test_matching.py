"""The compiled match of a table finds the rows that its columns name one by one."""

from hypothesis import given
from hypothesis import strategies as st

from bridge.rules.check import check
from bridge.rules.compile import CompiledMatch
from bridge.rules.compiler.choosing.matching import Matcher, Names, Runs
from bridge.rules.types import INTEGER, TEXT, Type

SCOPE: dict[str, Type] = {"word": TEXT.optional(), "count": INTEGER.optional()}
EVERY = 0b111
masks = st.none() | st.integers(0, EVERY)
names = st.builds(Names, st.dictionaries(st.none() | st.sampled_from("ab"), masks), masks)


@st.composite
def runs(draw: st.DrawFn) -> Runs:
    cuts = sorted(draw(st.sets(st.integers(-5, 5), max_size=4)))
    return Runs(cuts, [draw(masks) for _ in range(len(cuts) + 1)], draw(masks))


def holds(mask: int | None, row: int) -> bool:
    return mask is not None and bool(mask >> row & 1)


@given(
    column=names,
    other=runs(),
    word=st.none() | st.sampled_from("abc"),
    count=st.none() | st.integers(-6, 6),
)
def test_a_row_holds_where_each_column_accepts_its_value(
    column: Names, other: Runs, word: str | None, count: int | None
) -> None:
    matcher = Matcher((column, other), EVERY)
    inputs = {name: check(name, SCOPE) for name in ("word", "count")}
    alive, values = CompiledMatch(inputs, matcher)({"word": word, "count": count})
    below = [cut for cut in other.cuts if count is not None and cut <= count]
    one = column.masks.get(word, column.others)
    two = other.blank if count is None else other.masks[len(below)]
    wanted = [row for row in range(3) if holds(one, row) and holds(two, row)]
    assert values == (word, count)
    assert [row for row in range(3) if alive >> row & 1] == wanted
    assert matcher.match(values) == alive


def test_a_table_without_columns_holds_with_all_its_rows() -> None:
    assert CompiledMatch({}, Matcher((), EVERY))({}) == (EVERY, ())
