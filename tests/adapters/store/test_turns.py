from datetime import timedelta

from tests.adapters.store.opening import moment, opened

NEXT = moment() + timedelta(minutes=1)


def test_a_cursor_is_unknown_until_it_is_moved(store_url: str) -> None:
    with opened(store_url) as store:
        with store.transaction("polled") as tx:
            assert tx.turns.cursor("salesforce") is None
            tx.turns.move_cursor("salesforce", moment())
        with store.transaction("polled") as tx:
            tx.turns.move_cursor("salesforce", NEXT)
        with store.reading() as view:
            assert view.turns.cursor("salesforce") == NEXT
            assert view.turns.cursor("netsuite") is None


def test_a_tick_is_taken_once(store_url: str) -> None:
    with opened(store_url) as store:
        with store.transaction("ticked") as tx:
            assert tx.turns.last_tick("poll") is None
            assert tx.turns.take_tick("poll", moment())
        with store.transaction("ticked") as tx:
            assert not tx.turns.take_tick("poll", moment())
            assert tx.turns.take_tick("poll", NEXT)
            assert tx.turns.take_tick("reconcile", moment())
            tx.turns.finish_tick("poll", NEXT)
        with store.reading() as view:
            assert view.turns.last_tick("poll") == NEXT
            assert view.turns.last_tick("reconcile") == moment()


def test_what_was_due_a_month_ago_is_forgotten_under_its_own_name(store_url: str) -> None:
    with opened(store_url) as store, store.transaction("ticked") as tx:
        for days, name in ((0, "sync"), (0, "other"), (1, "sync"), (31, "sync")):
            tx.turns.take_tick(name, moment() + timedelta(days=days))
        tx.turns.finish_tick("sync", moment() + timedelta(days=31))
        told = [(one.fire_at - moment()).days for one in tx.turns.ticks("sync", 9)]
        assert (told, len(tx.turns.ticks("other", 9))) == ([31, 1], 1)


def test_an_account_has_so_many_slots_and_no_more(store_url: str) -> None:
    with opened(store_url) as store, store.transaction("marked") as tx:
        taken = [tx.turns.lease("A", 2, holder=name, lease_s=60) for name in ("a", "b", "c")]
        assert taken == [1, 2, None]
        assert tx.turns.lease("B", 2, holder="c", lease_s=60) == 1
        assert tx.turns.free_slot_at("A") == moment() + timedelta(seconds=60)


def test_a_slot_that_was_given_back_is_free_at_once(store_url: str) -> None:
    with opened(store_url) as store, store.transaction("marked") as tx:
        tx.turns.lease("A", 1, holder="a", lease_s=60)
        tx.turns.release("A", 1, holder="somebody else")
        assert tx.turns.lease("A", 1, holder="b", lease_s=60) is None
        tx.turns.release("A", 1, holder="a")
        assert tx.turns.free_slot_at("A") is None
        assert tx.turns.lease("A", 1, holder="b", lease_s=60) == 1


def test_a_slot_whose_holder_died_is_free_when_its_lease_has_run_out(store_url: str) -> None:
    present = [moment()]
    with opened(store_url, lambda: present[0]) as store, store.transaction("marked") as tx:
        tx.turns.lease("A", 1, holder="a", lease_s=60)
        present[0] += timedelta(seconds=59)
        assert tx.turns.lease("A", 1, holder="b", lease_s=60) is None
        present[0] += timedelta(seconds=1)
        assert tx.turns.lease("A", 1, holder="b", lease_s=60) == 1
        tx.turns.release("A", 1, holder="a")
        assert tx.turns.lease("A", 1, holder="a", lease_s=60) is None


def test_a_lower_limit_is_obeyed_at_once(store_url: str) -> None:
    with opened(store_url) as store, store.transaction("marked") as tx:
        assert [tx.turns.lease("A", 3, holder="a", lease_s=60) for _ in range(2)] == [1, 2]
        assert tx.turns.lease("A", 1, holder="b", lease_s=60) is None
        assert tx.turns.lease("A", 3, holder="b", lease_s=60) == 3
