"""The waterfall: each bar begins where the last one ended, to scale, and none is cut."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.console.pages.reconciliation.waterfall import Bar, waterfall
from bridge.flow.reconciling.told import Told, told
from bridge.model.ids import Digest
from tests.console.pages.reconciliation.stated import AS_OF, a_class, a_form


def a_statement(form: dict[str, object]) -> Told:
    (found,) = told(
        KeptStatement(
            id=1,
            as_of=AS_OF,
            measure="plan",
            period="",
            made_at=datetime(2026, 7, 1, tzinfo=UTC),
            digest=Digest("0" * 64),
            content={"statements": [form]},
        )
    )
    return found


def bars(statement: Told, period: str, *, totals: bool = True) -> tuple[Bar, ...]:
    paths = [f"/{one.code}" for one in statement.sums]
    return waterfall(statement, period, paths, totals=totals).bars


def test_a_period_falls_from_what_was_booked_to_what_is_planned() -> None:
    found = bars(a_statement(a_form()), "2026-05")
    # 1,200.00 take all of the room of 590; 100.00 are a twelfth of it, from 360 on.
    assert [(one.label, one.kind, one.x, one.length) for one in found] == [
        ("Salesforce: booked", "total", 360, 590),
        ("Other period", "down", 409, 541),
        ("Unexplained", "left", 409, 0),
        ("NetSuite: planned", "total", 360, 49),
    ]


def test_without_totals_the_steps_alone_have_the_room() -> None:
    found = bars(a_statement(a_form()), "2026-06", totals=False)
    # From nothing up to 150.00, down to 100.00, and 3.00 more that nobody can explain.
    assert [(one.kind, one.amount.text()) for one in found] == [
        ("up", "150.00"),
        ("down", "-50.00"),
        ("left", "-3.00"),
    ]
    assert found[0].length == 590


def test_what_is_unexplained_is_drawn_where_it_is_nothing_and_other_classes_are_not() -> None:
    found = bars(a_statement({**a_form(), "classes": []}), "2026-06")
    assert [one.kind for one in found] == ["total", "left", "total"]


@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=8))
def test_every_bar_begins_where_the_last_one_ended_and_stays_in_the_chart(
    amounts: list[int],
) -> None:
    codes = ("PER-1", "SUS-1", "WAI-1", "PEN-1", "EXC-1", "DAY-1", "MOD-1", "UNX-1")
    classes = [
        a_class(code, code, {"2026-05": f"{minor // 100}.{minor % 100:02d}"})
        for code, minor in zip(codes, map(abs, amounts), strict=False)
    ]
    found = bars(a_statement({**a_form(), "classes": classes}), "2026-05")
    for before, after in pairwise(found[:-1]):
        assert before.reached in {after.x, after.x + after.length}
    assert all(one.x >= 360 and one.x + one.length <= 952 for one in found)
