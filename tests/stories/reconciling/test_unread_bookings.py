"""What a pass has not read yet is no error, and what it should have read is one."""

from pathlib import Path

from bridge.flow.reconciling.between.population import Unread
from bridge.flow.sync import SOURCE
from bridge.model.money import Currency, Money
from tests.stories.reconciling.test_held_deals import bookings, told
from tests.stories.stand import SCENARIOS, Stand, a_stand, order

CREDITS = SCENARIOS / "f-prepaid-credits-with-overage.cpq.json"
USD = Currency("USD")


def test_what_was_saved_after_the_last_pass_is_read_by_the_next_one(tmp_path: Path) -> None:
    with a_stand(tmp_path, CREDITS) as stand:
        stand.sync()
        stand.later(60)
        # Its use was rated: 1,500.00 of its 9,500.00 are in no total of the order.
        stand.arrive({"type": "Order", "key": "O-F", "PoNumber": "PO 7"})
        again = bookings(stand)
        assert (again.unread, told(again)) == (Unread(), {})
        stand.arrive({"type": "Order", "key": "O-F", "TotalAmount": "8100.00"})
        dearer = bookings(stand)
        assert dearer.unread.changed == (order("O-F"),)
        assert told(dearer) == {"UNR-1": "-100.00"}
        assert dearer.errors({USD: Money(1, USD)}) == ()
        stand.arrive({"type": "Order", "key": "O-F", "TotalAmount": "8000.00"})
        stand.sync()
        assert told(bookings(stand)) == {}
        _gone_since(stand)


def _gone_since(stand: Stand) -> None:
    stand.later(60)
    stand.delete("Order", "O-F")
    gone = bookings(stand)
    assert (gone.unread.gone, told(gone)) == ((order("O-F"),), {"UNR-1": "9500.00"})
    _read_until_now(stand)
    unseen = bookings(stand)
    assert (unseen.unread.gone, told(unseen)) == ((order("O-F"),), {"POP-1": "9500.00"})


def _read_until_now(stand: Stand) -> None:
    """Let a pass have asked for all that was saved, and have seen nothing."""
    stand.later(60)
    with stand.ends.store.transaction("polled") as tx:
        tx.turns.move_cursor(SOURCE, stand.world.clock.now())
