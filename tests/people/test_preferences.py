import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import Misconfigured
from bridge.people.preferences import USUAL, Column, Density, Negatives, Preferences, Theme

any_preferences = st.builds(
    Preferences,
    theme=st.sampled_from(Theme),
    density=st.sampled_from(Density),
    negatives=st.sampled_from(Negatives),
    single_keys=st.booleans(),
    time_zone=st.sampled_from(["UTC", "Europe/Zurich", "America/New_York"]),
    columns=st.frozensets(st.sampled_from(Column)),
)


@given(any_preferences)
def test_preferences_are_read_as_they_were_written(chosen: Preferences) -> None:
    assert Preferences.parse(chosen.form()) == chosen


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("columns", ["amount"]),
        ("theme", "<script>"),
        ("density", ""),
        ("negatives", "red"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "Europe/Zurich\x00"),
        ("time_zone", "Mars/Olympus"),
    ],
)
def test_what_is_none_of_the_choices_is_refused(name: str, typed: object) -> None:
    with pytest.raises(Misconfigured, match="none of the choices"):
        Preferences.parse({**USUAL.form(), name: typed})


def test_preferences_that_were_kept_before_columns_could_be_chosen_have_the_usual_ones() -> None:
    kept = {name: one for name, one in USUAL.form().items() if name != "columns"}
    assert Preferences.parse(kept) == USUAL


def test_what_was_not_typed_is_refused() -> None:
    with pytest.raises(Misconfigured, match="'theme' is none of the choices"):
        Preferences.parse({})


def test_times_of_day_are_shown_in_the_chosen_zone() -> None:
    assert Preferences(time_zone="Europe/Zurich").zone.key == "Europe/Zurich"
