"""Days that a person moved in NetSuite count as the start event where the deal says that day."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked, Reconciled
from bridge.reconcile.rows import Target
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route
from tests.stories.changes.test_a_year_told import FIRST, approve, is_in, tell
from tests.stories.reconciling.test_a_quarter import by_hand, of_the_first_line
from tests.stories.reconciling.test_held_deals import stated
from tests.stories.stand import SCENARIOS, Stand, a_stand, changed_rules

SCENARIO = SCENARIOS / "c-downsell-then-cancel.cpq.json"
LINE = "  OrderItem:\n    rest: watched\n    becomes: Line\n    facts: "
EVENT = "{start_event_on: {field: Go_Live__c, type: 'date?'}}"
QUARTER = Asked(as_of=date(2026, 3, 31), measure=Measures.PLAN)
#: By days of 365, January has 10,191.78 of 120,000.00, February 9,205.48 and March 10,191.78.
SOLD = {"PER-1": "-90410.96"}
MONTHS = ("2026-01", "2026-02", "2026-03")
LATER = "-10191.78"
#: Of a year from February on NetSuite plans 10,000.00 each month, where sales count 19,397.26.
MOVED = {"DAY-1": "602.74"}


def told(found: Iterable[Statement]) -> dict[str, str]:
    [one] = found
    assert one.ties
    return {code: one.amount(code).text() for code in one.classes}


def without(found: Reconciled, code: str) -> dict[str, str]:
    route = Route(Bookings(), Target.PLANNED, without=frozenset({code}))
    return told(statements(found.sides, Grid(route, MONTHS)))


def plan(stand: Stand, first: str, last: str) -> None:
    """Let a person move the days of the order's line, and NetSuite plan it."""
    line = of_the_first_line(revRecStartDate=first, revRecEndDate=last)
    by_hand(stand, "PATCH", f"salesOrder/eid:{FIRST}", **line)
    tell(stand, "jobs", {"run": "update-arrangements"})


def test_going_live_later_explains_the_days_to_which_a_person_moved_an_order(
    tmp_path: Path,
) -> None:
    field = {"type": "OrderItem", "key": "OI-B0", "Go_Live__c": None}
    ours = tmp_path / "our-field.json"
    ours.write_text(json.dumps({"records": [field]}), encoding="utf-8")
    rules = changed_rules(tmp_path, "sources/cpq.yaml", f"{LINE}{{}}", f"{LINE}{EVENT}")
    with a_stand(tmp_path / "stand", SCENARIO, ours, rules=rules) as stand:
        stand.arrive(*(is_in(name, "Draft") for name in ("O-B1", "O-C1", "O-C2")))
        assert stand.sync().posted_now == 1
        approve(stand, "salesOrder", FIRST)
        plan(stand, "2026-02-01", "2027-01-31")
        assert told(stated(stand, QUARTER).statements) == SOLD | {"DAT-3": LATER} | MOVED
        stand.arrive(field | {"Go_Live__c": "2026-02-01"})
        stand.sync()
        assert stand.codes() == []
        live = stated(stand, QUARTER)
        assert told(live.statements) == SOLD | {"TIM-1": LATER} | MOVED
        assert without(live, "TIM-1")["UNX-1"] == LATER
