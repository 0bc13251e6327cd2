"""Rows by column, and differences of vectors, are what adding one after another comes to."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.money import Currency, MixedCurrencies
from bridge.model.schedule import Predicted
from bridge.reconcile.rows import rows_of
from bridge.reconcile.sides import Row, columns
from bridge.reconcile.valuing import less
from tests.reconcile.worlds import EUR, USD, a_line, an_element, rehold

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
ROWS = st.lists(
    st.builds(
        Row,
        planned=st.sampled_from(MONTHS),
        posting=st.sampled_from(MONTHS),
        minor=st.integers(-300, 300),
        is_recognised=st.booleans(),
        journal=st.sampled_from([None, "J-1", "J-2"]),
    ),
    max_size=5,
)
VECTORS = st.dictionaries(st.sampled_from(MONTHS), st.integers(-3, 3))


@settings(max_examples=100)
@given(ROWS, ROWS, st.sampled_from([Decimal(1), Decimal(2)]))
def test_the_rows_of_a_line_come_to_what_adding_each_comes_to(
    one: Collection[Row], other: Collection[Row], rate: Decimal
) -> None:
    line = a_line(1, date(2026, 1, 1))
    elements = [an_element(line, {}, rows=each, rate=rate) for each in (columns(one), tuple(other))]
    rehold(line, elements=tuple(elements))
    posting, planned, recognised = Counter[str](), Counter[str](), Counter[str]()
    for row in (*one, *other):
        posting[row.posting] += row.minor * int(rate)
        planned[row.planned] += row.minor * int(rate)
        recognised[row.posting] += row.minor * int(rate) if row.is_recognised else 0
    found = rows_of(line.held[0], USD)
    # Counters are the same where only zeros are missing.
    assert (Counter(found.posting), Counter(found.planned)) == (posting, planned)
    assert Counter(found.recognised) == recognised


@given(ROWS)
def test_rows_by_column_are_the_rows(rows: Collection[Row]) -> None:
    held = columns(rows)
    assert (list(held), len(held)) == (rows, len(rows))
    assert columns(held) is held
    assert all(row in held for row in rows)
    assert Row("2026-05", "2026-05", 0, is_recognised=False) not in held


@given(VECTORS, VECTORS)
def test_what_one_has_more_than_another_names_each_period_that_differs(
    one: dict[str, int], other: dict[str, int]
) -> None:
    differs = [month for month in MONTHS if one.get(month, 0) != other.get(month, 0)]
    assert less(one, other) == {month: one.get(month, 0) - other.get(month, 0) for month in differs}


def test_predictions_add_up_month_by_month_in_one_currency() -> None:
    one = Predicted({"2026-01": 100, "2026-02": 50}, USD)
    both = one + Predicted({"2026-02": -50, "2026-03": 7}, USD)
    assert both == Predicted({"2026-01": 100, "2026-02": 0, "2026-03": 7}, USD)
    assert one.minors == {"2026-01": 100, "2026-02": 50}, "stays as it was"
    with pytest.raises(MixedCurrencies, match="USD and EUR"):
        one + Predicted({"2026-02": 1}, EUR)
    assert both.amounts()["2026-03"].currency == Currency("USD")
