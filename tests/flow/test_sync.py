"""What a pass reads, in which pieces, and what it notes before it goes on."""

from itertools import pairwise
from pathlib import Path

import pytest

from bridge.errors import BridgeError
from tests.stories.stand import RAMP, SCENARIOS, UPSELL, Stand, a_stand, order, patient


def noted(stand: Stand) -> int:
    with stand.ends.store.reading() as view:
        return len(view.deals.notes.to_read())


def cursor(stand: Stand) -> object:
    with stand.ends.store.reading() as view:
        return view.turns.cursor("salesforce")


def test_orders_are_read_in_batches_and_each_batch_is_told(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        small = patient(stand, batch_size=2)
        small.sync(lambda done, total: seen.append((done, total)))
        # The amendment was read before its first order: each may rest on the other.
        assert seen == [(2, 3), (3, 3), (2, 2)]
        assert small.position() == {"booked": "704079.60", "ordered": "704079.60"}


def test_a_decrease_that_is_read_before_what_it_amends_never_was_an_exception(
    tmp_path: Path,
) -> None:
    assert order("O-C1") < order("O-B0"), "deals are read in the order of their ids"
    with a_stand(tmp_path, SCENARIOS / "c-downsell-then-cancel.cpq.json") as stand:
        stand.arrive(
            *({"type": "Order", "key": f"O-{one}", "Status": "Draft"} for one in ("B1", "C2"))
        )
        one_by_one = patient(stand, batch_size=1)
        one_by_one.sync()
        assert one_by_one.position() == {"booked": "110000.00", "ordered": "110000.00"}
        with stand.ends.store.reading() as view:
            assert view.cases.all(open_only=False) == ()
        assert noted(stand) == 0


@pytest.mark.parametrize("query", ["FROM+Order+", "FROM+OrderItem+", "FROM+SBQQ__Subscription__c+"])
def test_the_cursor_stays_until_every_object_of_the_window_is_noted(
    query: str, tmp_path: Path
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.later(1200)
        stand.arrive(
            {"type": "Order", "key": "O-A", "Status": "Activated"},
            {"type": "OrderItem", "key": "OI-A1"},
            {"type": "SBQQ__Subscription__c", "key": "SUB-A1"},
        )
        stand.strike(fault="status", status=503, system="salesforce", path=query)
        before = cursor(stand)
        with pytest.raises(BridgeError):
            stand.sync()
        assert (cursor(stand), noted(stand)) == (before, 0)


def test_the_first_window_asks_for_orders_alone_as_it_holds_them_all(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="status", status=503, system="salesforce", path="FROM+Order+")
        with pytest.raises(BridgeError):
            stand.sync()
        assert (cursor(stand), noted(stand)) == (None, 0)


def test_what_was_noted_is_read_later_though_the_window_has_moved_on(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        stand.strike(fault="status", status=503, system="netsuite", path="suiteql")
        with pytest.raises(BridgeError):
            stand.sync()
        assert noted(stand) == 3
        stand.world.faults.clear()
        stand.later(90 * 86_400)
        assert stand.sync().posted_now == 3
        assert noted(stand) == 0


def asked_of_invoices(stand: Stand) -> int:
    """How often NetSuite was asked what is invoiced, as it is once for each batch of deals."""
    return sum("suiteql" in one.path for one in stand.world.journal.requests())


def test_what_the_bridge_itself_wrote_is_read_and_not_judged_a_change_beside_it_is(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive({"type": "Order", "key": "O-A", "PoNumber": "PO-1"})
        stand.sync()
        before = asked_of_invoices(stand)
        stand.sync()
        alone = asked_of_invoices(stand) - before
        # A person saves the order in the second in which its status is written back.
        stand.arrive({"type": "Order", "key": "O-A", "PoNumber": "PO-2"})
        assert stand.sync().posted_now == 1
        assert asked_of_invoices(stand) - before - alone > alone
        assert stand.orders()[f"bridge-{order('O-A')}-so-1"]["otherRefNum"] == "PO-2"


def test_who_saves_an_order_as_it_was_has_it_looked_at_again(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        asked = [asked_of_invoices(stand)]
        # at first what the bridge wrote itself was not polled yet; at last nobody saves anything
        for people_save in (True, True, False):
            if people_save:
                stand.arrive({"type": "Order", "key": "O-A", "Status": "Activated"})
            stand.sync()
            asked.append(asked_of_invoices(stand))
        first, second, alone = (after - before for before, after in pairwise(asked))
        assert min(first, second) > alone


def test_nothing_is_entered_for_a_deal_that_is_read_again_unchanged(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        before = len(stand.deal("O-A").entries)
        stand.arrive({"type": "Order", "key": "O-A", "Status": "Activated"})
        stand.sync()
        assert len(stand.deal("O-A").entries) == before
