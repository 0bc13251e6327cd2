"""The company of the demo: what is sold, what is held, and what the page about it says."""

import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bridge.flow.rulebook import editions
from bridge.mappers.read import seeds
from bridge.rulebooks import bookings
from bridge.sandbox.company import book
from bridge.sandbox.seeds import read
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation

PAGE = Path("docs/demo.md")
#: By hand, from what the functions of the troubles say that they make.
HELD = {
    "ITEM_UNMAPPED": 15,
    "UNREAD_FIELD": 8,
    "TOTAL_TYPED_OVER": 6,
    "TERMS_UNMAPPED": 5,
    "TERM_MISSING": 5,
    "BILLING_UNDECIDED": 4,
    "RAMP_GAP": 4,
    "SUBSIDIARY_UNDECIDED": 4,
    "AMENDED_ORDER_UNKNOWN": 3,
    "CHAIN_WITHOUT_ROOT": 3,
    "LINE_TOTALS_DIFFER": 3,
    "MIXED_CURRENCIES": 3,
    "MORE_TAKEN_THAN_HELD": 3,
    "NEGATIVE_SALE": 3,
    "PRORATION_UNEXPLAINED": 3,
    "SCOPE_UNDECIDED": 3,
    "SUBSCRIPTION_TYPE_UNKNOWN": 3,
    "TERMS_DIFFER": 3,
    "CREDIT_AT_ANOTHER_PRICE": 2,
    "CUSTOMERS_DIFFER": 2,
    "CUSTOMER_MOVED": 2,
    "RAMP_REVIEW": 2,
    "SWAP_WITHOUT_COUNTERPART": 2,
}


@pytest.fixture(scope="module")
def written() -> str:
    """The seed of the org."""
    return book.salesforce()


@pytest.fixture(scope="module")
def records(written: str) -> list[dict[str, Any]]:
    """Its records, as they are written."""
    told: list[dict[str, Any]] = json.loads(written, parse_float=Decimal)["records"]
    return told


@pytest.fixture(scope="module")
def judged(written: str) -> Sequence[Translation]:
    """Each deal by the rules that come with the bridge, without any network."""
    rulebook = editions.edition(Path("config/rules")).rulebook
    return bookings.translations(seeds.parse(written, where="company"), rulebook)


def totals(records: list[dict[str, Any]]) -> dict[str, Decimal]:
    """Quantity times price of all order products, by the currency of their orders."""
    money = {f"@{one['key']}": one["CurrencyIsoCode"] for one in records if one["type"] == "Order"}
    sums: dict[str, Decimal] = {}
    for one in records:
        if one["type"] == "OrderItem":
            code = money[one["OrderId"]]
            sums[code] = sums.get(code, Decimal(0)) + Decimal(one["TotalPrice"])
    return sums


def test_it_is_the_same_company_each_time(written: str) -> None:
    assert written == book.salesforce()


def test_every_reference_leads_to_a_record(written: str) -> None:
    assert len(read({"company": written}).records) > 1_000


def test_no_two_customers_have_one_name(records: list[dict[str, Any]]) -> None:
    names = [one["Name"] for one in records if one["type"] == "Account" and "Name" in one]
    assert len(names) == len(set(names))


def test_every_cause_holds_as_many_deals_as_it_is_said_to(judged: Sequence[Translation]) -> None:
    held = Counter(one.flags[0].code for one in judged if isinstance(one, Flagged))
    assert dict(held) == HELD


def test_all_other_deals_are_translated_left_out_or_waited_for(
    judged: Sequence[Translation],
) -> None:
    kinds = Counter(type(one) for one in judged)
    # 36 new, 8 ramps, 24 grown, 12 shrunk, 8 ended, 10 swapped, 12 renewed, 9 + 3 of Revenue
    # Cloud, 12 + 2 plain, 5 of credits; 18 first orders of what is changed wrongly less 3 that are
    # held themselves, 5 that NetSuite refuses, and one beyond its calendar.
    sound = 36 + 8 + 24 + 12 + 8 + 10 + 12 + 12 + 14 + 5
    assert kinds == {
        Translated: sound + 15 - 3 + 5 + 1,
        Flagged: sum(HELD.values()),
        Excluded: 3,
        Awaited: 5,
    }


def test_what_is_booked_is_quantity_times_price_of_each_order_product(
    records: list[dict[str, Any]], judged: Sequence[Translation]
) -> None:
    booked: dict[str, Decimal] = {}
    for one in judged:
        amount = one.heading.booked
        code = amount.currency.code
        booked[code] = booked.get(code, Decimal(0)) + amount.decimal()
    assert booked == totals(records)


def test_the_page_says_what_was_sold_in_each_currency(records: list[dict[str, Any]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for code, amount in totals(records).items():
        assert f"{amount:,.2f} {code}" in page


def test_the_page_names_every_cause_with_its_number() -> None:
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    named = {row[1].strip(" `"): int(row[2]) for row in rows if len(row) == 5 and "`" in row[1]}
    assert named == {**HELD, "NO_ACCOUNTING_PERIOD": 1, "REFUSED": 5}
