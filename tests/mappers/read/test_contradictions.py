"""Bad input of either model: each mistake is a flag with figures, evidence and its amount."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from bridge.mappers.read import seeds
from bridge.model.dossier import Frame
from bridge.model.money import Currency
from bridge.model.record import Scalar
from bridge.translate import Flagged
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
TWO = (Sold(), Sold(product="ONBOARDING", quantity="1", unit_price="500.00"))
EUROS = Frame(currency=Currency("EUR"), multi_currency=False, time_zone="UTC")
SEVERAL = Frame(currency=Currency("USD"), multi_currency=True, time_zone="UTC")


def item(place: int = 1) -> tuple[str, str]:
    return ("OrderItem", f"OI-O-1-{place}")


def total_of(deal: Built, place: int, total: Scalar) -> Built:
    """The total of a line, changed wherever either model states it."""
    deal = deal.with_fields(*item(place), TotalPrice=total)
    if any(one.type == "SBQQ__QuoteLine__c" for one in deal.records):
        return deal.with_fields(
            "SBQQ__QuoteLine__c", f"QL-O-1-{place}", SBQQ__NetTotal__c=total
        ).with_fields(*item(place), UnitPrice=total, Quantity="1")
    deal = deal.with_fields("QuoteLineItem", f"QLI-O-1-{place}", TotalPrice=total)
    return deal.with_fields("AssetActionSource", f"AAS-O-1-{place}", TotalPrice=total)


@both
def test_a_valid_deal_is_translated_with_the_sum_of_its_lines(build: Builder) -> None:
    (order,) = build(*TWO).translated().documents
    assert sorted(line.amount.text() for line in order.lines) == ["1200.00", "500.00"]
    assert order.amount.text() == "1700.00"


@both
def test_a_product_that_no_rule_knows_is_named_with_the_amount_of_its_line(build: Builder) -> None:
    deal = build(Sold(), Sold(product="MYSTERY", unit_price="33.00"))
    says, evidence, amount = deal.flag("ITEM_UNMAPPED")
    assert says == "No NetSuite item for product MYSTERY"
    assert evidence[0] == seeds.seed_id(*item(2))
    assert amount == "330.00"
    assert deal.flagged().heading.booked.text() == "1530.00"


@both
@pytest.mark.parametrize(
    ("stated", "held"), [("100.001", "100.01"), ("-100.001", "-100.01"), ("0.0000001", "0.01")]
)
def test_an_amount_with_too_many_decimals_is_held_by_the_cent_that_covers_it(
    build: Builder, stated: str, held: str
) -> None:
    deal = total_of(build(), 1, stated).with_fields("Order", "O-1", TotalAmount=None)
    says, evidence, amount = deal.flag("TOO_MANY_DECIMALS")
    assert "USD has 2 decimals" in says
    assert evidence[0].startswith("OrderItem ")
    assert evidence[0].endswith(f"TotalPrice = {stated}")
    assert amount == held
    assert deal.flagged().heading.booked.text() == held


@both
def test_an_end_before_the_start_is_a_flag_with_both_days(build: Builder) -> None:
    deal = build().with_fields(*item(), ServiceDate="2026-03-01", EndDate="2026-02-28")
    says, evidence, amount = deal.flag("END_BEFORE_START")
    assert "ends on 2026-02-28" in says
    assert len(evidence) == 2
    assert amount == "1200.00"


@both
@pytest.mark.parametrize("field", ["ServiceDate", "EndDate"])
def test_a_recurring_line_needs_both_days_of_service(build: Builder, field: str) -> None:
    deal = build().with_fields(*item(), **{field: None})
    assert "TERM_MISSING" in deal.codes()


@both
def test_what_is_handed_over_at_once_needs_no_days(build: Builder) -> None:
    deal = build(Sold(product="ONBOARDING", first=None, last=None))
    (line,) = deal.translated().documents[0].lines
    assert line.service is None
    (schedule,) = deal.translated().schedules
    assert [(part.period, part.amount.text()) for part in schedule.planned] == [
        ("2026-01", "1200.00")
    ]


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
def test_totals_that_do_not_add_up_are_a_flag_with_both_figures(build: Builder) -> None:
    says, evidence, amount = (
        build().with_fields("Order", "O-1", TotalAmount="1100.00").flag("TOTALS_DIFFER")
    )
    assert says == "the lines add up to 1,200.00 USD, the order says 1,100.00 USD"
    assert evidence[0].endswith("TotalAmount = 1100.00")
    assert amount == "1200.00"


def test_a_total_typed_over_by_hand_holds_a_cpq_deal() -> None:
    deal = a_cpq_order().with_fields(*item(), TotalPrice="1000.00")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1000.00")
    says, _, amount = deal.flag("TOTAL_TYPED_OVER")
    assert says == "10 x 120.00 is 1,200.00 USD, and the total says 1,000.00 USD"
    assert amount == "1000.00"
    assert "LINE_TOTALS_DIFFER" in deal.codes()


def test_a_total_typed_over_by_hand_holds_a_revenue_cloud_deal() -> None:
    deal = a_revenue_cloud_order().with_fields(*item(), TotalPrice="1000.00")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1000.00")
    assert deal.codes() == {"LINE_TOTALS_DIFFER"}
    assert {flag.amount.text() for flag in deal.flagged().flags} == {"1000.00"}


def test_another_total_on_the_quote_line_holds_the_deal() -> None:
    cpq = a_cpq_order().with_fields("SBQQ__QuoteLine__c", "QL-O-1-1", SBQQ__NetTotal__c="1199.99")
    assert cpq.codes() == {"LINE_TOTALS_DIFFER"}
    cloud = a_revenue_cloud_order().with_fields("QuoteLineItem", "QLI-O-1-1", TotalPrice="1199.99")
    assert cloud.codes() == {"LINE_TOTALS_DIFFER"}


def test_an_order_may_take_only_a_part_of_its_quote() -> None:
    deal = a_cpq_order().with_fields(
        "SBQQ__QuoteLine__c",
        "QL-O-1-1",
        SBQQ__EffectiveQuantity__c="20",
        SBQQ__NetTotal__c="2400.00",
    )
    assert deal.translated().documents[0].amount.text() == "1200.00"


def test_an_asset_with_other_days_than_its_order_product_holds_the_deal() -> None:
    deal = a_revenue_cloud_order().with_fields(
        "AssetActionSource", "AAS-O-1-1", EndDate="2026-11-30T23:59:59.000+0000"
    )
    assert deal.codes() == {"SEGMENT_DATES_DIFFER"}


def test_the_days_of_an_asset_are_utc_days_whatever_the_offset() -> None:
    deal = a_revenue_cloud_order().with_fields(
        "AssetActionSource",
        "AAS-O-1-1",
        StartDate="2025-12-31T16:00:00.000-0800",
        EndDate="2027-01-01T01:59:59.000+0200",
    )
    assert deal.translated()


@both
@pytest.mark.parametrize("amount", ["-1200.00", "-0.01"])
def test_a_negative_amount_on_an_added_line_is_no_sale(build: Builder, amount: str) -> None:
    deal = total_of(build(), 1, amount).with_fields("Order", "O-1", TotalAmount=None)
    says, _, held = deal.flag("NEGATIVE_SALE")
    assert f"{Decimal(amount):,.2f} USD" in says
    assert held == amount


@both
def test_a_negative_quantity_on_an_added_line_is_no_sale(build: Builder) -> None:
    deal = build(Sold(quantity="-10", unit_price="-120.00"))
    assert "NEGATIVE_SALE" in deal.codes()


@both
def test_an_amount_for_no_pieces_is_a_flag(build: Builder) -> None:
    deal = build().with_fields(*item(), Quantity="0")
    assert "AMOUNT_WITHOUT_QUANTITY" in deal.codes()


@both
@pytest.mark.parametrize("quantity", [None, ""])
def test_a_quantity_must_be_stated(build: Builder, quantity: Scalar) -> None:
    assert "FIELD_BLANK" in build().with_fields(*item(), Quantity=quantity).codes()


@both
def test_a_quantity_finer_than_four_decimals_is_a_flag_and_not_cut(build: Builder) -> None:
    deal = build(Sold(quantity="0.33333", unit_price="0.00"))
    says, _, _ = deal.flag("TOO_MANY_DECIMALS")
    assert "0.33333" in says
    fine = build(Sold(quantity="8.33330", unit_price="0.00"))
    assert fine.translated().documents[0].lines[0].quantity == Decimal("8.3333")


@both
def test_a_line_that_is_given_away_is_a_line_of_zero(build: Builder) -> None:
    deal = build(Sold(), Sold(unit_price="0.00"))
    (order,) = deal.translated().documents
    assert sorted(line.amount.text() for line in order.lines) == ["0.00", "1200.00"]
    assert len(deal.translated().schedules) == 2


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
    held = {"Quantity": "1700.00", "TotalPrice": "500.00"}[field]
    assert result.heading.booked.text() == held


@both
@pytest.mark.parametrize("stated", ["100000000000000.00", "-999999999999999999"])
def test_an_amount_that_the_books_cannot_hold_is_a_flag(build: Builder, stated: str) -> None:
    deal = total_of(build(*TWO), 1, stated)
    says, _, _ = deal.flag("AMOUNT_TOO_LARGE")
    assert "correct the price" in says
    assert deal.flagged().heading.booked.text() == "500.00"


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
def test_all_findings_of_a_deal_are_reported_at_once(build: Builder) -> None:
    deal = build(*TWO).with_fields(*item(), EndDate="2025-01-01", Anything__c="x")
    deal = deal.with_fields(*item(2), Quantity="none")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1.00")
    assert deal.codes() >= {
        *("END_BEFORE_START", "UNREAD_FIELD", "NOT_A_NUMBER", "TOTALS_DIFFER", "TERM_MISSING"),
    }
    assert deal.flagged().heading.booked.text() == "1700.00"


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
        ({"OriginalActionType": "Transfer"}, "ORDER_TYPE_UNKNOWN"),
        ({"OriginalActionType": None}, "ORDER_TYPE_UNKNOWN"),
    ],
)
def test_a_revenue_cloud_order_that_is_no_booking_we_know_is_a_flag(
    fields: dict[str, Scalar], code: str
) -> None:
    assert code in a_revenue_cloud_order().with_fields("Order", "O-1", **fields).codes()
