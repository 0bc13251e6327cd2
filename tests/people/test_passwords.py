import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.adapters.passwords import Cost, Passwords
from bridge.errors import Misconfigured
from bridge.people.passwords import prepared, require_fit

CHEAP = Passwords(Cost(rounds=1, memory_kib=8, lanes=1))


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("fourteen chars", "fewer than 15 characters"),
        ("", "fewer than 15 characters"),
        ("x" * 257, "257 characters, and at most 256"),
        ("x" * 1_000_000, "1,000,000 characters, and at most 256"),
        ("a phrase with\x00 null", "no keyboard types"),
        ("a phrase with \ud800 half", "no keyboard types"),
        ("aaaaaaaaaaaaaaaa", "over and over"),
        ("Ana Example 2026", "the own name"),
        ("ána-EXAMPLE!!!!!", "the own name"),
        ("3141592653589793", "nothing but digits"),
    ],
)
def test_a_password_that_will_not_do_is_refused(password: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        require_fit(password, "Ana Example")


@pytest.mark.parametrize(
    "password", ["fifteen chars!!", "пароль для квартала", "🐎 reads all books"]
)
def test_a_long_phrase_will_do_in_any_letters(password: str) -> None:
    require_fit(password, "Ana Example")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_password_is_prepared_once_for_all(password: str) -> None:
    assert prepared(prepared(password)) == prepared(password)


def test_a_password_is_the_same_from_every_keyboard() -> None:
    kept = CHEAP.kept("cafe\u0301 of the quarter")
    assert CHEAP.matches(kept, "caf\u00e9 of the quarter")
    assert not CHEAP.matches(kept, "cafe of the quarter")


def test_what_is_kept_is_no_password_and_differs_each_time() -> None:
    one, other = (CHEAP.kept("a horse reads books") for _ in range(2))
    assert one != other
    assert "horse" not in one
    assert one.startswith("$argon2id$")


@pytest.mark.parametrize("kept", [None, "", "not what argon2 makes", "$argon2id$v=19$m=8"])
def test_where_nothing_of_use_is_kept_no_password_matches(kept: str | None) -> None:
    assert not CHEAP.matches(kept, "nobody signs in with this")


def test_a_password_kept_at_a_lower_cost_is_kept_anew() -> None:
    kept = CHEAP.kept("a horse reads books")
    assert not CHEAP.is_outdated(kept)
    assert Passwords(Cost(rounds=2, memory_kib=8, lanes=1)).is_outdated(kept)


def test_a_guess_costs_what_the_standard_asks_for() -> None:
    """The second choice of RFC 9106: three rounds over 64 MiB in four lanes."""
    assert Passwords().kept("a horse reads books").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
