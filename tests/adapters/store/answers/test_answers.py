from bridge.adapters.store.answers.rows import Kept, Standing
from bridge.model.ids import Digest
from tests.adapters.store.opening import opened
from tests.flow.people.peopling import Watch

KEY, ASKED = Digest("a key"), Digest("a request")
KEPT = Kept(200, {"etag": '"1"'}, "{}")


def test_a_call_is_begun_once_and_answered_the_same_for_a_day(store_url: str) -> None:
    watch = Watch()
    with opened(store_url, watch) as store, store.transaction("called") as tx:
        assert tx.answers.begin(KEY, ASKED) is Standing.BEGUN
        assert tx.answers.begin(KEY, ASKED) is Standing.AT_WORK
        tx.answers.keep(KEY, KEPT)
        watch.on(hours=23, minutes=59)
        assert tx.answers.begin(KEY, ASKED) == KEPT
        assert tx.answers.begin(KEY, Digest("another")) is Standing.OTHERWISE
        assert tx.answers.begin(Digest("another key"), ASKED) is Standing.BEGUN
        watch.on(minutes=1)
        assert tx.answers.begin(KEY, Digest("another")) is Standing.BEGUN


def test_a_call_that_was_cut_off_is_begun_again_when_nobody_can_be_at_work(store_url: str) -> None:
    watch = Watch()
    with opened(store_url, watch) as store, store.transaction("called") as tx:
        tx.answers.begin(KEY, ASKED)
        watch.on(minutes=4, seconds=59)
        assert tx.answers.begin(KEY, ASKED) is Standing.AT_WORK
        watch.on(seconds=1)
        assert tx.answers.begin(KEY, ASKED) is Standing.BEGUN
        assert tx.answers.begin(KEY, ASKED) is Standing.AT_WORK


def test_a_call_that_was_refused_leaves_its_key_free(store_url: str) -> None:
    with opened(store_url) as store, store.transaction("called") as tx:
        tx.answers.begin(KEY, ASKED)
        tx.answers.let_go(KEY)
        assert tx.answers.begin(KEY, Digest("another")) is Standing.BEGUN
