"""
Contracts that count as one, by month and element, worked out by hand.

Seats of ENT are worth 120,000.00, and are sold for that; those of ULT are worth 100,000.00, and are
sold for 60,000.00. As one contract the 180,000.00 are shared by what is worth how much: 98,181.82
and 81,818.18. A twelfth is 8,181.82 (in December 8,181.80) and 6,818.18 (in December 6,818.20).
"""

from datetime import date

from bridge.model.document import Kind
from bridge.translate import translate
from tests.mappers import rules
from tests.mappers.builders import Sold
from tests.mappers.scenarios import flagged, translated
from tests.translate.merging.contracts import (
    BY_FAIR_VALUE,
    JANUARY,
    files,
    merge_of,
    revenue,
)
from tests.translate.merging.packages import (
    FULL,
    a_package,
    book,
    in_month,
    of_package,
    so_far,
    told,
)
from tests.translate.spans import spelled_out

MARCH = date(2026, 3, 1)
FIRST, SECOND = "1 sales_order 1", "2 sales_order 1"
CHOICE = "combination#declared"


def test_a_discount_in_one_contract_is_spread_over_both() -> None:
    found = told(a_package(), book())
    assert revenue(found) == {
        FIRST: spelled_out((("2026-01", "2026-11", "8181.82"), ("2026-12", "2026-12", "8181.80"))),
        SECOND: spelled_out((("2026-01", "2026-11", "6818.18"), ("2026-12", "2026-12", "6818.20"))),
    }


def test_what_is_recognised_already_is_caught_up_in_the_first_open_month() -> None:
    # Of the first, January and February are posted at 10,000.00. March makes three twelfths whole:
    # 24,545.46 - 20,000.00. Of the second nothing is posted: 20,454.54.
    found = told(a_package(), book(), (JANUARY, MARCH))
    assert revenue(found) == {
        FIRST: spelled_out(
            (
                ("2026-01", "2026-02", "10000.00"),
                ("2026-03", "2026-03", "4545.46"),
                ("2026-04", "2026-11", "8181.82"),
                ("2026-12", "2026-12", "8181.80"),
            )
        ),
        SECOND: spelled_out(
            (
                ("2026-03", "2026-03", "20454.54"),
                ("2026-04", "2026-11", "6818.18"),
                ("2026-12", "2026-12", "6818.20"),
            )
        ),
    }


def test_the_request_is_of_both_orders_from_the_start_and_books_nothing() -> None:
    first, second = told(a_package(), book())
    orders = tuple(one.documents[0].external_id for one in map(translated, (first, second)))
    request = merge_of(second)
    assert request.merging is not None
    assert (request.merging.sources, request.merging.prospective) == (orders, False)
    assert request.amount.text() == "0.00"
    assert [(line.treatment, line.rule) for line in request.lines] == [("combine", CHOICE)] * 2
    moved = [line.allocated.text() for line in request.lines if line.allocated]
    assert moved == ["-21818.18", "21818.18"]


def test_an_order_is_sent_at_once_and_says_what_its_merge_waits_for() -> None:
    first, _ = told(a_package(), book())
    assert [one.kind for one in translated(first).documents] == [Kind.SALES_ORDER]
    last = translated(first).trace[-1]
    assert (last.subject, last.rule) == ("package P-7", CHOICE)
    assert last.says == (f"1 of 2 contracts are there: {first.heading.name}",)


def test_a_contract_of_three_waits_for_the_third() -> None:
    deals = [of_package(f"O-{number}", FULL, contracts=3) for number in (1, 2)]
    found = told(deals, book())
    assert [len(translated(one).documents) for one in found] == [1, 1]
    assert translated(found[1]).trace[-1].says[0].startswith("2 of 3 contracts are there: ")


def test_who_comes_last_is_no_matter() -> None:
    # By its day the second is the last: it is judged again when NetSuite has the first.
    first, second = a_package()
    told_so_far = so_far((second, first), book())
    again = translate(told_so_far.before(in_month(second), book()), book())
    assert [one.kind for one in translated(again).documents] == [
        Kind.SALES_ORDER,
        Kind.MERGE_REQUEST,
    ]
    by_day = merge_of(told((first, second), book())[1])
    assert merge_of(again).external_id == by_day.external_id
    assert {line.source: line.allocated for line in merge_of(again).lines} == {
        line.source: line.allocated for line in by_day.lines
    }
    other = translate(told_so_far.before(in_month(first), book()), book())
    assert [one.kind for one in translated(other).documents] == [Kind.SALES_ORDER]
    assert translated(other).trace[-1].says == (
        f"its contracts are merged by {again.heading.name}, the last of them",
    )


def test_contracts_that_name_no_package_are_not_asked_for() -> None:
    deals = [of_package(f"O-{number}", FULL, package=None) for number in (1, 2)]
    for found in map(translated, told(deals, book())):
        assert [one.kind for one in found.documents] == [Kind.SALES_ORDER]
        assert [step for step in found.trace if "combination" in step.rule] == []


def test_packages_of_other_names_are_others() -> None:
    deals = [of_package(f"O-{name}", FULL, package=name) for name in ("P-7", "P-8")]
    assert [len(translated(one).documents) for one in told(deals, book())] == [1, 1]


def test_the_shipped_rules_leave_a_package_to_a_person() -> None:
    for found in told(a_package(), rules.shipped()):
        (flag,) = flagged(found).flags
        assert (flag.code, flag.amount) == ("PACKAGE_REVIEW", found.heading.booked)
        assert flag.evidence == (found.heading.id, CHOICE)


def test_a_package_that_rules_keep_separate_is_no_package() -> None:
    found = told(a_package(), book("separate"))
    assert [len(translated(one).documents) for one in found] == [1, 1]


def test_a_package_of_unknown_size_is_flagged_before_its_order_is_sent() -> None:
    for size in (None, 1):
        (found,) = told([of_package("O-1", FULL, contracts=size)], book())
        (flag,) = flagged(found).flags
        assert (flag.code, flag.amount.text()) == ("PACKAGE_SIZE_UNKNOWN", "120000.00")


def test_what_could_never_be_merged_is_flagged_before_its_order_is_sent() -> None:
    # Nobody says how onboarding is allocated, so the order could not be merged later.
    texts = {**files("separate_contract", BY_FAIR_VALUE)}
    silent = texts["items.yaml"].replace("AT_ONCE, EXCLUDE, blank]", "AT_ONCE, blank, blank]")
    chosen = texts["combinations.yaml"].replace("[not blank, review]", "[not blank, combine]")
    texts |= {
        "items.yaml": silent.replace("allocation: Allocation\n", "allocation: Allocation?\n"),
        "combinations.yaml": chosen,
    }
    once = Sold(product="ONBOARDING", quantity="1", unit_price="500.00", first=None, last=None)
    (found,) = told([of_package("O-1", FULL, once)], rules.loaded(texts))
    (flag,) = flagged(found).flags
    assert flag.code == "ALLOCATION_UNDECIDED"
