"""A deal whose kept records are damaged stands as one amount, by name, and stops nothing else."""

import zlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from structlog.testing import capture_logs

from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.telling import explain
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.pairing import finding
from bridge.flow.reconciling.stating import Asked
from tests.stories.reconciling.explaining import explained
from tests.stories.reconciling.test_held_deals import MARCH, bookings, rolled, stated, told
from tests.stories.stand import RAMP, UPSELL, Stand, a_stand, order

ARR = Asked(as_of=MARCH, measure=Measures.ARR, definition="current")


@dataclass
class Kept:
    """The row of a deal's dossier."""

    stand: Stand
    address: str

    def overwrite(self, table: str, content: bytes) -> bytes:
        """Put other bytes where those of a deal, or of its frame, are; return what was there."""
        address = f"(SELECT frame FROM dossier WHERE address = '{self.address}')"
        of = address if table == "frame" else f"'{self.address}'"
        with self.stand.ends.store._engine.begin() as connection:
            was = connection.execute(text(f"SELECT content FROM {table} WHERE address = {of}"))
            before = bytes(was.scalar_one())
            update = text(f"UPDATE {table} SET content = :content WHERE address = {of}")
            connection.execute(update, {"content": content})
        return before


def test_a_damaged_dossier_leaves_its_deal_as_one_amount_and_all_others_as_they_are(
    tmp_path: Path,
) -> None:
    """The ramp is 561,600.00 of three years, of which the first one is 108,000.00."""
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        stand.sync()
        with stand.ends.store.reading() as view:
            known = view.deals.one(order("O-A"))
            address = known.dossier if known else None
        assert address is not None
        kept = Kept(stand, address)
        before = kept.overwrite("dossier", b"")
        for damage in (b"", before[:-9], b"\x00" + before, zlib.compress(b'{"deal": "801"}')):
            kept.overwrite("dossier", damage)
            assert told(bookings(stand)) == {}, "NetSuite has it as the ledger has it"
        with capture_logs() as logged:
            found = stated(stand, ARR)
        assert told(found)["ARR-3"] == "561600.00"
        [lost] = found.kept.content["lost"]
        assert (lost["deal"], address in lost["where"]) == (order("O-A"), True)
        assert "backup" in lost["act"]
        said = [one for one in logged if one["event"] == "dossier.lost"]
        assert {one["deal"] for one in said} == {lost["deal"]}
        _stands_everywhere(stand, found.kept.id)
        kept.overwrite("dossier", before)
        again = stated(stand, ARR)
        assert "ARR-3" not in told(again)
        assert "lost" not in again.kept.content


def _stands_everywhere(stand: Stand, statement: int) -> None:
    ref = f"variance:{statement}/USD/2026-03/ARR-3"
    assert explained(stand, ref) == ("561600.00", "561600.00")
    with stand.ends.store.reading() as view:
        deal = explain(view, Retracing(), order("O-A"))
    assert deal.recomputed is None, "nobody can translate it again"
    assert rolled(stand)["unknown"] == ["561600.00", "561600.00"]
    with stand.ends.store.reading() as view:
        sides = finding.last_told(view, stand.edition.rulebook)
    assert finding.candidates(sides, ()) == ()


def test_what_is_kept_is_no_frame_and_no_deal_of_it_is_read(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        with stand.ends.store.reading() as view:
            [known] = view.deals.all()
        assert known.dossier is not None
        Kept(stand, known.dossier).overwrite("frame", zlib.compress(b"[]"))
        found = stated(stand, ARR)
        assert told(found)["ARR-3"] == "561600.00"
        assert [one["deal"] for one in found.kept.content["lost"]] == [known.id]
