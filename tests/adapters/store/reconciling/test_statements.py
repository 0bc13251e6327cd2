"""Statements are found again by what they are of."""

from datetime import UTC, date, datetime
from pathlib import Path

from tests.adapters.netsuite.scripted import SetClock
from tests.adapters.store.opening import opened


def test_recurring_revenue_by_two_definitions_stands_side_by_side(tmp_path: Path) -> None:
    clock = SetClock(datetime(2026, 3, 1, tzinfo=UTC))
    with opened(f"sqlite:///{tmp_path}/books.sqlite", clock) as store:
        with store.transaction("kept") as tx:
            for name in ("current", "exit"):
                tx.reconciling.statements.keep(
                    {"definition": {"name": name}},
                    as_of=date(2026, 3, 1),
                    measure="arr",
                    period="",
                    definition=name,
                )
        with store.reading() as view:
            held = {
                asked: view.reconciling.statements.last("arr", "", asked)
                for asked in ("current", "exit", "average", None)
            }
    told = {asked: one.content["definition"]["name"] if one else "" for asked, one in held.items()}
    assert told == {"current": "current", "exit": "exit", "average": "", None: "exit"}
