"""Posting that an operator lets rest: nothing is sent, what is under way is found out."""

import pytest

from bridge.adapters.store.database import Store
from bridge.errors import Misconfigured
from bridge.flow.posting.posted import What
from bridge.flow.watching import pausing
from bridge.ledger.pauses import STREAMS, Stream
from bridge.model.document import State
from tests.flow.posting.acts import FIRST_ORDER, QUIET_S, document, figures, judge, posting, whats
from tests.flow.posting.netsuite_in_memory import Account, Present
from tests.ledger.building import a_translation

WHY = "the account is being upgraded"


def test_a_document_waits_while_posting_is_paused_and_is_sent_once_it_goes_on(
    store: Store, present: Present
) -> None:
    account = Account()
    judge(store, a_translation())
    pausing.pause(store, Stream.POSTING, "Olga", WHY)
    report = posting(store, account, present).run(wait_s=QUIET_S)
    assert (whats(report), account.writes, present.slept) == ([What.PAUSED], [], [])
    assert document(store).state is State.PREPARED
    assert figures(store) == ("1200.00", "0.00", "0.00")
    pausing.resume(store, Stream.POSTING, "Olga", "it is done")
    assert whats(posting(store, account, present).post()) == [What.ACKNOWLEDGED]
    assert account.writes == [FIRST_ORDER]
    with store.reading() as view:
        entries = tuple(view.ledger.entries(deal=STREAMS))
    assert [(one.kind, one.actor, one.payload["reason"]) for one in entries] == [
        ("STREAM_PAUSED", "Olga", WHY),
        ("STREAM_RESUMED", "Olga", "it is done"),
    ]


def test_what_was_sent_before_the_pause_is_looked_up_during_it(
    store: Store, present: Present
) -> None:
    account = Account("cut")
    judge(store, a_translation())
    assert whats(posting(store, account, present).post()) == [What.UNANSWERED]
    pausing.pause(store, Stream.POSTING, "Olga", WHY)
    present.sleep(QUIET_S)
    assert whats(posting(store, account, present).post()) == [What.OBSERVED]
    assert account.writes == [FIRST_ORDER]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 5000, "un\x00seen"])
def test_a_pause_has_a_reason(store: Store, reason: str) -> None:
    with pytest.raises(Misconfigured):
        pausing.pause(store, Stream.READING, "Olga", reason)
    assert not pausing.rests(store, Stream.READING)


def test_what_rests_is_not_paused_twice_and_what_goes_on_is_not_resumed(store: Store) -> None:
    first = pausing.pause(store, Stream.READING, "Olga", WHY)
    with pytest.raises(Misconfigured, match=f"reading is paused by Olga since .*: {WHY}"):
        pausing.pause(store, Stream.READING, "Ben", "me too")
    with store.reading() as view:
        assert pausing.standing(view) == {Stream.READING: first}
    pausing.resume(store, Stream.READING, "Ben", "go on")
    with pytest.raises(Misconfigured, match="reading is not paused"):
        pausing.resume(store, Stream.READING, "Ben", "go on")
    assert not pausing.rests(store, Stream.READING)
