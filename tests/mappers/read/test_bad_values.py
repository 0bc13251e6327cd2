"""Values that no deal has, and orders that are no bookings: flags, and never an error."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from bridge.model.dossier import Frame
from bridge.model.money import Currency
from bridge.model.record import Scalar
from bridge.translate import Flagged
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.changes import item, total_of

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
TWO = (Sold(), Sold(product="ONBOARDING", quantity="1", unit_price="500.00"))
EUROS = Frame(currency=Currency("EUR"), multi_currency=False, time_zone="UTC")
SEVERAL = Frame(currency=Currency("USD"), multi_currency=True, time_zone="UTC")


@both
def test_a_single_currency_org_needs_no_currency_on_its_records(build: Builder) -> None:
    (order,) = build().in_frame(EUROS).translated().documents
    assert order.currency == Currency("EUR")
    assert order.fields["subsidiary"] == "DE-GMBH"


@both
def test_an_order_of_several_currencies_names_its_own(build: Builder) -> None:
    deal = build().with_fields("Order", "O-1", CurrencyIsoCode="EUR").in_frame(SEVERAL)
    assert deal.translated().documents[0].currency == Currency("EUR")


@both
def test_two_currencies_in_one_deal_are_a_flag_that_names_both_records(build: Builder) -> None:
    deal = build().with_fields("Order", "O-1", CurrencyIsoCode="USD").in_frame(SEVERAL)
    says, evidence, amount = deal.with_fields(*item(), CurrencyIsoCode="EUR").flag(
        "MIXED_CURRENCIES"
    )
    assert "the order is in USD" in says
    assert "is in EUR" in says
    assert [one.split()[0] for one in evidence] == ["OrderItem", "Order"]
    assert amount == "1200.00"


@both
@pytest.mark.parametrize("code", ["XYZ", "usd", "12", 7])
def test_an_unknown_currency_is_a_flag_and_the_amount_is_held_in_the_orgs(
    build: Builder, code: Scalar
) -> None:
    deal = build().with_fields("Order", "O-1", CurrencyIsoCode=code).in_frame(SEVERAL)
    says, _, amount = deal.flag("CURRENCY_UNKNOWN")
    assert str(code) in says
    assert amount == "1200.00"


@both
@pytest.mark.parametrize("code", [None, ""])
def test_a_blank_currency_is_a_flag_where_an_org_has_several(build: Builder, code: Scalar) -> None:
    deal = build().with_fields("Order", "O-1", CurrencyIsoCode=code).in_frame(SEVERAL)
    deal = deal.with_fields(*item(), CurrencyIsoCode="EUR")
    assert deal.codes() == {"FIELD_BLANK", "CURRENCY_UNKNOWN"}


@both
@pytest.mark.parametrize(
    "value",
    [
        *("twelve", "NaN", "Infinity", "1_000", "٣", "12,00", " 12", "0x10", "--1"),
        *(True, Decimal("NaN"), Decimal("Infinity"), Decimal("1e400"), 10**30, "1e400", "1e30"),
        *(Decimal("1e-30"), "0." + "1" * 40, Decimal("1e999999"), "9" * 5000),
    ],
    ids=lambda value: str(value)[:12],
)
@pytest.mark.parametrize("field", ["Quantity", "TotalPrice"])
def test_what_is_no_figure_of_a_deal_is_a_flag_and_never_an_error(
    build: Builder, field: str, value: Scalar
) -> None:
    deal = build(*TWO).with_fields(*item(), **{field: value})
    result = deal.result()
    assert isinstance(result, Flagged)
    named = [flag for flag in result.flags if flag.code == "NOT_A_NUMBER"]
    assert any(evidence.split()[2] == field for flag in named for evidence in flag.evidence)
    assert result.heading.booked.text() == "1700.00"  # the order's own total tells the whole


@both
@pytest.mark.parametrize("stated", ["100000000000000.00", "-999999999999999999"])
def test_an_amount_that_the_books_cannot_hold_is_a_flag(build: Builder, stated: str) -> None:
    deal = total_of(build(*TWO), 1, stated)
    says, _, _ = deal.flag("AMOUNT_TOO_LARGE")
    assert "correct the price" in says
    assert deal.flagged().heading.booked.text() == "1700.00"
    untold = deal.with_fields("Order", "O-1", TotalAmount=None)
    assert untold.flagged().heading.booked.text() == "500.00"


@both
@pytest.mark.parametrize(
    "value",
    [
        *("tomorrow", "2026-02-30", "01/02/2026", "2026-W01-1", "20260101", "0001-01-01"),
        *("9999-12-31", "2026-01-01T00:00:00.000+0000", True, 20260101, Decimal(2026)),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("record", "field"),
    [
        (item(), "ServiceDate"),
        (item(), "EndDate"),
        (("Order", "O-1"), "EffectiveDate"),
    ],
)
def test_what_is_no_day_is_a_flag_and_never_an_error(
    build: Builder, record: tuple[str, str], field: str, value: Scalar
) -> None:
    deal = build().with_fields(*record, **{field: value})
    assert "NOT_A_DATE" in deal.codes()
    assert deal.flagged().heading.booked.text() == "1200.00"


@both
@pytest.mark.parametrize("field", ["AccountId", "EffectiveDate"])
def test_a_header_without_what_is_needed_is_a_flag_that_names_the_field(
    build: Builder, field: str
) -> None:
    says, _, _ = build().with_fields("Order", "O-1", **{field: None}).flag("FIELD_BLANK")
    assert says.startswith(f"{field} of Order ")


@both
@pytest.mark.parametrize(("record_type", "key"), [("Account", "ACME"), ("Product2", "P-ENT")])
def test_a_reference_that_leads_nowhere_is_a_flag(
    build: Builder, record_type: str, key: str
) -> None:
    deal = build().without(record_type, key)
    assert "REFERENCE_UNREADABLE" in deal.codes()


@both
@pytest.mark.parametrize("status", ["Draft", "Cancelled", None])
def test_an_order_that_is_no_longer_active_is_a_flag_even_if_its_records_are_undone(
    build: Builder, status: Scalar
) -> None:
    deal = build().with_fields("Order", "O-1", Status=status)
    assert deal.codes() == {"ORDER_NOT_ACTIVE"}
    assert (
        "ORDER_NOT_ACTIVE"
        in deal.without(
            "SBQQ__Subscription__c" if build is a_cpq_order else "AssetActionSource"
        ).codes()
    )


@both
def test_an_order_that_was_deleted_is_a_flag_with_its_amount(build: Builder) -> None:
    _, _, amount = build().with_fields("Order", "O-1", IsDeleted=True).flag("ORDER_NOT_ACTIVE")
    assert amount == "1200.00"


@both
def test_a_line_that_was_deleted_is_no_line(build: Builder) -> None:
    deal = build(*TWO).with_fields(*item(2), IsDeleted=True)
    assert deal.codes() == {"TOTALS_DIFFER"}
    healed = deal.with_fields("Order", "O-1", TotalAmount="1200.00")
    assert healed.translated().documents[0].amount.text() == "1200.00"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"StatusCode": "Superseded"}, "ORDER_SUPERSEDED"),
        ({"OrchestrationSbmsStatus": "Superseded"}, "ORDER_SUPERSEDED"),
        ({"StatusCode": "Canceled"}, "ORDER_NOT_ACTIVE"),
        ({"OriginalActionType": "Transfer"}, "TRANSFER"),
        ({"OriginalActionType": None}, "ORDER_TYPE_UNKNOWN"),
    ],
)
def test_a_revenue_cloud_order_that_is_no_booking_we_know_is_a_flag(
    fields: dict[str, Scalar], code: str
) -> None:
    assert code in a_revenue_cloud_order().with_fields("Order", "O-1", **fields).codes()
