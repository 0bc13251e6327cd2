"""Ids and digests."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.ids import canonical, digest, eighteen

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_the_eighteen_character_id_is_that_of_the_vendor() -> None:
    assert eighteen("001D000000IqhSL") == "001D000000IqhSLIAZ"
    assert eighteen("001D000000IqhSLIAZ") == "001D000000IqhSLIAZ"
    for wrong in ("", "001D000000IqhS", "001D000000IqhS!", "é" * 15):
        with pytest.raises(ValueError, match="15 or 18"):
            eighteen(wrong)


def test_one_value_has_one_spelling() -> None:
    assert canonical({"b": Decimal("1.50"), "a": date(2026, 1, 2)}) == b'{"a":"2026-01-02","b":1.5}'
    assert canonical([Decimal("1E+3"), Decimal("0.00"), Decimal("-0"), 7]) == b"[1000,0,0,7]"
    assert canonical("é\n") == '"é\\n"'.encode()


@given(st.dictionaries(st.text(), values, max_size=5))
def test_the_digest_does_not_depend_on_the_order_of_keys(value: dict[str, object]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert digest(value) == digest(backwards)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    )
)
def test_what_json_itself_can_hold_is_spelt_as_the_standard_library_does(value: object) -> None:
    spelt = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value) == spelt.encode()


def test_floats_have_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical({"amount": 0.1})
    with pytest.raises(ValueError, match="JSON"):
        canonical(Decimal("NaN"))
    with pytest.raises(ValueError, match="JSON"):
        canonical(Decimal("1E+999999999"))
