"""What waits beside what was posted: only what waits counts with the next open month."""

from dataclasses import replace
from datetime import date

from bridge.flow.reconciling.predicting import comparison
from bridge.model.schedule import Method
from bridge.reconcile.sides import Row
from tests.reconcile.worlds import Line, a_line, money, rehold, rule, sides

APRIL = "2026-04"


def planned(*rows: Row, predicted: dict[str, int]) -> dict[str, tuple[str, str]]:
    """The months that differ, each with what is predicted and what NetSuite plans."""
    line: Line = a_line(1, date(2026, 1, 1), count=4, monthly=10_000)
    [element] = line.held[0].elements
    rehold(line, elements=(replace(element, rows=rows),))
    line.expected[line.key] = {month: money(minor) for month, minor in predicted.items()}
    return differing(line)


def differing(line: Line) -> dict[str, tuple[str, str]]:
    found = comparison(sides(line)).differing
    return {
        month: (one.predicted[month].text(), one.planned[month].text())
        for one in found
        for month in one.predicted
    }


def posted(month: str, minor: int) -> Row:
    return Row(month, month, minor, True, "J-1")  # noqa: FBT003 - a row by its places


def waiting(month: str, minor: int) -> Row:
    return Row(month, APRIL, minor, False)  # noqa: FBT003 - as above


EVENLY = {"2026-01": 10_000, "2026-02": 10_000, "2026-03": 10_000, APRIL: 10_000}


def test_a_month_that_waits_counts_with_the_next_open_one_on_both_sides() -> None:
    rows = (posted("2026-01", 10_000), posted("2026-02", 10_000))
    late = (waiting("2026-03", 10_000), waiting(APRIL, 10_000))
    assert planned(*rows, *late, predicted=EVENLY) == {}


def test_what_was_posted_otherwise_is_seen_while_another_month_waits() -> None:
    rows = (posted("2026-01", 15_000), posted("2026-02", 5_000))
    late = (waiting("2026-03", 10_000), waiting(APRIL, 10_000))
    assert planned(*rows, *late, predicted=EVENLY) == {
        "2026-01": ("100.00", "150.00"),
        "2026-02": ("100.00", "50.00"),
    }


def test_of_a_month_that_is_posted_in_part_the_rest_is_taken_on() -> None:
    rows = (posted("2026-01", 10_000), posted("2026-02", 10_000), posted("2026-03", 4_000))
    late = (waiting("2026-03", 5_000), waiting(APRIL, 10_000))
    assert planned(*rows, *late, predicted=EVENLY) == {APRIL: ("160.00", "150.00")}


def test_what_was_predicted_for_the_open_month_from_the_start_agrees_with_what_waits() -> None:
    late = tuple(waiting(month, 10_000) for month in EVENLY)
    assert planned(*late, predicted={APRIL: 40_000}) == {}


def test_use_that_was_rated_is_compared_in_the_month_in_which_it_was_ordered() -> None:
    line = a_line(1, date(2026, 1, 1), count=4, monthly=10_000)
    used = replace(line.booked[0].ruled[0].terms, method=Method.ON_USE)
    rule(line, terms=used, dated=date(2026, 4, 30))
    ordered = Row(APRIL, APRIL, 40_000, False)  # noqa: FBT003 - a row by its places
    rehold(line, elements=(replace(line.held[0].elements[0], rows=(ordered,)),))
    line.expected[line.key] = {month: money(minor) for month, minor in EVENLY.items()}
    assert differing(line) == {}
    less = ordered._replace(minor=39_000)
    rehold(line, elements=(replace(line.held[0].elements[0], rows=(less,)),))
    assert differing(line) == {APRIL: ("400.00", "390.00")}


def test_credits_that_netsuite_recognises_at_once_differ_though_all_of_them_are_drawn() -> None:
    line = a_line(1, date(2026, 1, 1), count=4, monthly=10_000)
    drawn = replace(line.booked[0].ruled[0].terms, method=Method.ON_USE)
    rule(line, terms=drawn, is_drawn=True)
    at_once = posted("2026-01", 40_000)
    rehold(line, elements=(replace(line.held[0].elements[0], rows=(at_once,)),))
    line.expected[line.key] = {month: money(minor) for month, minor in EVENLY.items()}
    assert differing(line)["2026-01"] == ("100.00", "400.00")
