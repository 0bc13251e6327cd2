"""Words of an order that change after NetSuite has it: told to the same order, nothing moves."""

from pathlib import Path

from bridge.model.document import Kind, State
from tests.stories.changes.decreases import fewer
from tests.stories.changes.test_order_of_changes import account, books
from tests.stories.stand import UPSELL, Stand, a_stand, order

FIRST = f"bridge-{order('O-B0')}-so-1"


def ordered_under(stand: Stand, number: str | None) -> int:
    """Let sales give the order another purchase order number; return what was posted by it."""
    stand.arrive({"type": "Order", "key": "O-B0", "PoNumber": number})
    return stand.sync().posted_now


def in_netsuite(stand: Stand) -> str | None:
    number = stand.orders()[FIRST].get("otherRefNum")
    return None if number is None else str(number)


def test_a_new_number_of_the_customer_is_told_to_the_order_that_is_there(tmp_path: Path) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        before, held = stand.position(), account(stand)
        assert ordered_under(stand, "PO-7") == 1
        assert (in_netsuite(stand), stand.codes()) == ("PO-7", [])
        assert (stand.position(), account(stand)) == (before, held)
        sold, words = stand.deal("O-B0").documents
        assert (sold.kind, sold.state) == (Kind.SALES_ORDER, State.ACKNOWLEDGED)
        assert (words.kind, words.lines, words.amount.minor) == (Kind.ORDER_CHANGE, (), 0)
        assert ordered_under(stand, None) == 1
        assert in_netsuite(stand) is None
        assert ordered_under(stand, None) == 0
        # Later deals of the contract rest on the order as before.
        stand.arrive(*fewer("X8", 5, 8))
        assert stand.sync().posted_now == 1
        assert (stand.codes(), books(stand)) == ([], account(stand))
