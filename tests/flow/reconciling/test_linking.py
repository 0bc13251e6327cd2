"""Elements find their lines, and the account's signs are told by what has a sign."""

from collections.abc import Mapping

from bridge.adapters.netsuite.revenue import parsing
from bridge.flow.reconciling.between.linking import Source, Unlinked, linked, parts
from tests.flow.reconciling.accounts import Row, element, order_line

NOBODY = Unlinked(ours={})
SHOWN = "Sales Order #SO1"
QUANTITIES = ((1, 1), (2, 2), (3, 1))


def sources(lines: list[Row], elements: list[Row]) -> Mapping[int, Source]:
    found = linked(map(parsing.order_line, lines), map(parsing.element, elements), NOBODY)
    return {one.line.id: one for one in found if one.line is not None}


def test_what_is_free_says_nothing_about_the_signs_of_an_account() -> None:
    # One line is paid for, two of its bundle are free: sold amounts are shown with a minus.
    free = [order_line(place, amount="0.00", element=str(place)) for place in (2, 3)]
    given = [element(place, sales="0.00", allocated="0.00") for place in (2, 3)]
    found = sources([order_line(1, element="1"), *free], [element(1), *given])
    assert found[1].amount.text() == "120.00"


def test_elements_that_are_alike_go_each_to_a_line_of_its_own() -> None:
    # Three lines of the same item and amount, the second of 2, that name no element.
    lines = [order_line(place, shown=SHOWN, quantity=f"-{how}") for place, how in QUANTITIES]
    elements = [
        element(place, source=SHOWN, item="SUB-ENT", quantity=str(how)) for place, how in QUANTITIES
    ]
    found = sources(lines, elements)
    assert {line: [one.id for one in each.elements] for line, each in found.items()} == {
        1: [1],
        2: [2],
        3: [3],
    }


def test_elements_that_merges_cut_sell_a_part_of_their_line_each() -> None:
    """Of 120.00 a first merge left 80.00 to go on, and a second one 50.00."""
    whole = element(11, arrangement="7001")
    first = element(12, arrangement="7002", discounted="80.00", mergedfrom="7001")
    second = element(13, arrangement="7003", discounted="50.00", mergedfrom="7002")
    held = [parsing.element(one) for one in (second, whole, first)]
    assert [(one.id, sold.text()) for one, sold in parts(held)] == [
        (11, "40.00"),
        (12, "30.00"),
        (13, "50.00"),
    ]


def test_elements_of_a_line_that_no_merge_has_cut_sell_what_they_say() -> None:
    held = [parsing.element(element(11, sales="70.00")), parsing.element(element(12))]
    assert [sold.text() for _, sold in parts(held)] == ["70.00", "120.00"]
