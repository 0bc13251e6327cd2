"""
Two contracts that are merged and share what they are sold for, in an arrangement of their own.

One is sold for 100.00 a month from March, the other for as much from September on; the books
predict 120.00 and 80.00 a month. Neither order says so itself.
"""

from collections import Counter

from tests.reconcile.stating import stated
from tests.reconcile.test_changes import MARCH, SEPTEMBER, beside_bookings
from tests.reconcile.worlds import Amounts, Line, a_line, an_element, money, rehold


def merged(first: int, second: int) -> tuple[Line, Line]:
    """Let NetSuite plan so much a month of each line."""
    lines = a_line(1, MARCH), a_line(2, SEPTEMBER)
    for line, ours, theirs in zip(lines, (12_000, 8_000), (first, second), strict=True):
        share(line, line.by_month(theirs))
        line.expected[line.key] = {one: money(ours) for one in line.served()}
    return lines


def share(line: Line, monthly: dict[str, int]) -> None:
    element = an_element(line, monthly, sales=money(line.total), arrangement="AR1")
    rehold(line, elements=(element,))


def each(code: str, line: Line, minor: int) -> Amounts:
    return Counter({(code, one): minor for one in line.served()})


def test_what_a_merge_allocates_is_told_once() -> None:
    one, other = merged(12_000, 8_000)
    wanted = each("ALL-1", one, 2_000)
    wanted.subtract(each("ALL-1", other, 2_000))
    assert beside_bookings(stated(one, other)) == told(wanted)


def test_what_netsuite_allocates_of_a_merge_otherwise_is_a_class_of_its_own() -> None:
    one, other = merged(13_000, 7_000)
    wanted = each("ALL-1", one, 2_000) + each("ALL-3", one, 1_000)
    wanted.subtract(each("ALL-1", other, 2_000) + each("ALL-3", other, 1_000))
    assert beside_bookings(stated(one, other)) == told(wanted)


def test_a_late_merge_leaves_what_is_posted_of_what_netsuite_allocates() -> None:
    """March and April are posted as they were sold: May has 2 x 30.00 that they lack."""
    one, other = merged(13_000, 7_000)
    march, april, may = one.served()[:3]
    late = {march: 10_000, april: 10_000}
    share(one, {**one.by_month(13_000), **late, may: 19_000})
    predicted = {**one.by_month(12_000), **late, may: 16_000}
    one.expected[one.key] = {period: money(minor) for period, minor in predicted.items()}
    found = beside_bookings(stated(one, other))
    assert {key: minor for key, minor in found.items() if key[0] not in {"ALL-1", "ALL-3"}} == {
        ("TIM-2", march): -3_000,
        ("TIM-2", april): -3_000,
        ("TIM-2", may): 6_000,
    }


def test_what_netsuite_merges_on_its_own_catches_up_for_what_is_posted() -> None:
    """Nobody predicts other amounts than were sold: May has 2 x 30.00 that March and April lack."""
    one, other = merged(13_000, 7_000)
    for line in (one, other):
        line.posted = 2 if line is one else 0
        line.expected[line.key] = {period: money(10_000) for period in line.served()}
    march, april, may = one.served()[:3]
    share(one, {**one.by_month(13_000), march: 10_000, april: 10_000, may: 19_000})
    found = beside_bookings(stated(one, other))
    assert {key: minor for key, minor in found.items() if key[0] != "ALL-1"} == {
        ("TIM-2", march): -3_000,
        ("TIM-2", april): -3_000,
        ("TIM-2", may): 6_000,
    }


def told(amounts: Amounts) -> Amounts:
    return Counter({key: minor for key, minor in amounts.items() if minor})
