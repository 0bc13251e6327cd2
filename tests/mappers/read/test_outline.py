"""The outline of a deal that the bridge failed to read: whatever the order says of itself."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.mappers.read import outline
from bridge.model.dossier import Frame
from bridge.model.money import Currency
from bridge.model.record import Record, Scalar

FRAME = Frame(currency=Currency("USD"), multi_currency=False, time_zone="UTC")
SEVERAL = replace(FRAME, multi_currency=True)


def order(**fields: Scalar) -> Record:
    return Record("Order", "801000000000001AAA", fields)


@pytest.mark.parametrize(
    ("stated", "held"),
    [
        ("561600.00", "561600.00"),
        ("-0.001", "-0.01"),
        (None, "0.00"),
        ("much", "0.00"),
        ("1e15", "0.00"),
        (10**30, "0.00"),
    ],
)
def test_the_stated_total_is_held(stated: Scalar, held: str) -> None:
    heading = outline.heading(order(TotalAmount=stated, EffectiveDate="2026-02-01"), FRAME)
    assert heading.booked.text() == held
    assert heading.booked_on == date(2026, 2, 1)
    assert str(heading.contract) == str(heading.id) == "801000000000001AAA"


@pytest.mark.parametrize(
    ("code", "currency"), [("EUR", "EUR"), ("XYZ", "USD"), (None, "USD"), (5, "USD")]
)
def test_the_currency_is_the_orders_where_it_is_one(code: Scalar, currency: str) -> None:
    assert outline.heading(order(CurrencyIsoCode=code), SEVERAL).currency.code == currency
    assert outline.heading(order(CurrencyIsoCode=code), FRAME).currency.code == "USD"


@given(
    st.dictionaries(
        st.sampled_from(
            ["TotalAmount", "EffectiveDate", "CurrencyIsoCode", "AccountId", "OrderNumber"]
        ),
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.decimals(),
    )
)
def test_no_order_ends_in_an_error(fields: dict[str, Scalar]) -> None:
    assert outline.heading(order(**fields), SEVERAL).id == "801000000000001AAA"


def test_a_name_that_no_store_can_hold_is_held_by_what_of_it_can_be_read() -> None:
    assert outline.heading(order(OrderNumber="00\x00012\ud83d"), FRAME).name == "00012"
    assert outline.heading(order(OrderNumber="\x00"), FRAME).name == "801000000000001AAA"
