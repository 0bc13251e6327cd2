"""What explanations say of exceptions: whether the reasons that were recorded come out again."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.telling import explain
from tests.stories.stand import RAMP, a_stand, order
from tests.stories.test_changed_deals import MORE_SEATS

SAME = "translated once more, it is flagged, for the same reasons"
OTHER = "translated once more, it is flagged, for other reasons than recorded"


def explained(store: Store, ref: str) -> tuple[bool | None, str]:
    with store.reading() as view:
        found = explain(view, Retracing(), ref)
    return found.recomputed, found.verdict


def test_an_exception_comes_out_however_salesforce_and_releases_before_wrote_its_numbers(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive({"type": "SBQQ__QuoteLine__c", "key": "QL-A1", "SBQQ__NetTotal__c": 20000000})
        stand.sync()
        assert [code for code, _ in stand.codes()] == ["LINE_TOTALS_DIFFER"]
        store = stand.ends.store
        assert explained(store, "exception:1") == (True, SAME)
        with store.reading() as view:
            says = view.cases.known(1).flags[0].says
        assert says.startswith("TotalPrice is 108,000 and SBQQ__NetTotal__c of ")
        books = sqlite3.connect(str(store._engine.url.database))
        with closing(books):
            (kept,) = books.execute("SELECT flags FROM exception_case").fetchone()
            for old, new, told in (
                ("108,000", "108,000.0", (True, SAME)),
                ("20000000", "2.00E+7", (True, SAME)),
                ("108,000", "108,000.5", (False, OTHER)),
                ("20000000", "2.00E+6", (False, OTHER)),
                ("describe", "describes", (False, OTHER)),
            ):
                assert old in kept
                with books:
                    books.execute("UPDATE exception_case SET flags = ?", (kept.replace(old, new),))
                assert explained(store, "exception:1") == told, new


def test_an_exception_of_a_changed_deal_comes_out_and_the_order_of_before_does_not(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        stand.arrive(*MORE_SEATS)
        stand.sync()
        assert [code for code, _ in stand.codes()] == ["CHANGED_AFTER_POSTING"]
        assert explained(stand.ends.store, "exception:1") == (True, SAME)
        assert explained(stand.ends.store, order("O-A")) == (True, SAME)
        name = f"bridge-{order('O-A')}-so-1"
        otherwise = f"translated once more it comes out otherwise: {name}"
        assert explained(stand.ends.store, name) == (False, otherwise)
