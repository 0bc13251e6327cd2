"""What is signed of a period, what moved, and which classes a person must comment on."""

from hypothesis import given
from hypothesis import strategies as st

from bridge.model.money import Currency, Money
from bridge.reconcile.signatures import Figure, Figures, moved, read, to_explain, written

USD, EUR = Currency("USD"), Currency("EUR")


def a_figure(code: str, minor: int, currency: Currency = USD, measure: str = "plan") -> Figure:
    return Figure(measure=measure, code=code, amount=Money(minor, currency))


#: Figures of a period: of each measure, class and currency one at most, and none of nothing.
some_figures = st.dictionaries(
    st.tuples(
        st.sampled_from(["plan", "revenue"]),
        st.sampled_from(["start", "SUS-1", "POP-1", "end"]),
        st.sampled_from([USD, EUR]),
    ),
    st.integers(-(10**12), 10**12).filter(bool),
).map(
    lambda found: tuple(
        a_figure(code, minor, currency, measure)
        for (measure, code, currency), minor in found.items()
    )
)


@given(some_figures)
def test_what_is_written_is_read_again_and_does_not_depend_on_an_order(figures: Figures) -> None:
    assert set(read(written(figures))) == set(figures)
    assert written(figures[::-1]) == written(figures)
    assert moved(figures, read(written(figures))) == ()


@given(some_figures, some_figures)
def test_what_moved_leads_from_the_old_figures_to_the_new_ones(old: Figures, new: Figures) -> None:
    found = moved(old, new)
    assert (found == ()) is (set(old) == set(new))
    assert all(one.old != one.new for one in found)
    kept = set(old) & set(new)
    came = {a_figure(x.code, x.new.minor, x.new.currency, x.measure) for x in found if x.new}
    assert kept | came == set(new)


def test_a_comment_is_due_from_the_threshold_on_and_always_for_what_is_unexplained() -> None:
    figures = (
        a_figure("start", 120_000),
        a_figure("PER-1", -110_000),  # both systems are right
        a_figure("SUS-1", -9_999),
        a_figure("POP-1", -10_000),
        a_figure("UNX-1", 1),
        a_figure("end", 1),
    )
    assert to_explain(figures, {USD: Money(10_000, USD)}) == ("POP-1", "UNX-1")
    # A currency without a threshold tolerates nothing.
    assert to_explain(figures, {EUR: Money(10_000, EUR)}) == ("SUS-1", "POP-1", "UNX-1")


def test_a_class_of_two_currencies_and_measures_needs_one_comment() -> None:
    figures = (a_figure("POP-1", 1), a_figure("POP-1", -1, EUR), a_figure("POP-1", 1, EUR, "x"))
    assert to_explain(figures, {}) == ("POP-1",)
