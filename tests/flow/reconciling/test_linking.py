"""Elements find their lines, and the account's signs are told by what has a sign."""

from collections.abc import Mapping

from bridge.adapters.netsuite.revenue import parsing
from bridge.flow.reconciling.between.linking import Source, Unlinked, linked
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
