"""What a pass has not read yet is no error, and what it should have read is one."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from bridge.flow.reconciling.between.population import Unread
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked
from bridge.flow.sync.noting import SOURCE
from bridge.model.money import Currency, Money
from tests.stories.reconciling.test_held_deals import bookings, stated, told
from tests.stories.stand import RAMP, SCENARIOS, UPSELL, Stand, a_stand, order

CREDITS = SCENARIOS / "f-prepaid-credits-with-overage.cpq.json"
DOWNSELL = SCENARIOS / "c-downsell-then-cancel.cpq.json"
OF_THE_YEAR = Asked(as_of=date(2026, 12, 31), measure=Measures.BOOKINGS)
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


def test_what_netsuite_acknowledged_since_its_rows_were_read_is_neither_deleted_nor_edited(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        assert told(stated(stand, OF_THE_YEAR)) == {}
        stand.arrive(*json.loads(RAMP.read_text())["records"])
        stand.arrive(*json.loads(DOWNSELL.read_text())["records"])
        assert stand.sync().posted_now == 4
        # -10,000.00 and -33,000.00 of the changes, 561,600.00 of the ramp.
        older = stated(stand, replace(OF_THE_YEAR, offline=True))
        assert told(older) == {"UNR-1": "-518600.00"}
        planned = stated(stand, replace(OF_THE_YEAR, measure=Measures.PLAN, offline=True))
        assert planned.errors({USD: Money(1, USD)}) == older.errors({USD: Money(1, USD)}) == ()
        newer = stated(stand, OF_THE_YEAR)
        assert told(newer) == {"MOD-1": "0.00"}, "a change moves between months alone"
