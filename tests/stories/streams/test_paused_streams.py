"""An operator lets parts of the passes rest: deals wait, and nothing is lost."""

from pathlib import Path

from bridge.flow.sync.noting import SOURCE
from bridge.flow.watching import pausing
from bridge.flow.watching.rereading import read_again
from bridge.ledger.entries import EntryKind
from bridge.ledger.pauses import Stream
from tests.stories.stand import RAMP, Stand, a_stand, order


def test_a_morning_of_an_operator(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        # 9:00: the org is being migrated, so nothing of it is read or written.
        for stream in Stream:
            pausing.pause(stand.ends.store, stream, "Olga", "the org is being migrated")
        before = stand.journalled("salesforce")
        assert stand.sync().summary.deals == 0
        assert stand.journalled("salesforce") == before
        with stand.ends.store.reading() as view:
            assert view.turns.cursor(SOURCE) is None
        # 9:05: reading goes on; the order is judged, and waits with its amount.
        _resume(stand, Stream.READING)
        summary = stand.sync().summary
        assert (summary.translated, summary.documents, summary.posted) == (1, 1, 0)
        assert stand.orders() == {}
        assert set(stand.position()) == {"booked", "pending"}
        assert stand.status("O-A") == (None, None)
        # 9:10: the order is sent, and sales hear of it only when they may.
        _resume(stand, Stream.POSTING)
        assert stand.sync().posted_now == 1
        assert set(stand.position()) == {"booked", "ordered"}
        assert stand.status("O-A") == (None, None)
        _resume(stand, Stream.WRITING_BACK)
        stand.sync()
        assert stand.status("O-A")[0] == "Ordered"
        # 9:15: somebody asks whether it is still so; nothing has changed.
        read_again(stand.ends.store, order("O-A"), "Olga", "sales say it looks odd")
        entries = len(stand.deal("O-A").entries)
        assert stand.deal("O-A").entries[-1].kind == EntryKind.REREAD
        assert stand.sync().posted_now == 0
        assert len(stand.deal("O-A").entries) == entries


def _resume(stand: Stand, stream: Stream) -> None:
    pausing.resume(stand.ends.store, stream, "Olga", "it may go on")
