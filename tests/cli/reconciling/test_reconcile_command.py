"""`bridge reconcile` on the books of the demo: live, offline, for people, machines and files."""

from decimal import Decimal
from pathlib import Path

import openpyxl

from tests.cli.calls import call
from tests.cli.conftest import Reached


def test_a_statement_is_made_live_and_again_from_what_was_told(
    reached: Reached, tmp_path: Path
) -> None:
    asked = ("reconcile", "--as-of", "2026-12-31", "--config", reached.config)
    nothing = call(*asked, "--offline")
    assert (nothing.code, "never read" in nothing.err) == (2, True)
    unread = call(*asked, "--measure", "bookings", "--json")
    assert (unread.code, len(unread.form["unread"]["new"])) == (1, 2)
    assert call("sync", "--once", "--config", reached.config).code == 0
    live = call(*asked, "--measure", "bookings", "--json")
    form = live.form
    assert live.code == (1 if form["errors"] else 0)
    read = [line for line in live.err.splitlines() if "reconciling.read" in line]
    assert any("kind=order_line" in line and "system=netsuite" in line for line in read)
    assert any("kind=order " in line and "rows=2 " in line for line in read)
    assert form["unread"] == {"new": [], "changed": [], "gone": []}
    for one in form["statements"]:
        steps = [Decimal(step["amount"]) for step in one["classes"]]
        assert sum(steps, Decimal(one["start"]["amount"])) == Decimal(one["end"]["amount"])
        assert (one["ties"], one["unexplained"]) == (True, "0.00")
        assert one["variance_order"] == "default"
    again = call(*asked, "--measure", "bookings", "--offline", "--json").form
    assert (again["digest"], again["statement"]) == (form["digest"], form["statement"] + 1)
    file = tmp_path / "statement.xlsx"
    told = call(*asked, "--offline", "--measure", "bookings", "--xlsx", file, "--as", "Ana").out
    assert "bookings in USD" in told
    assert "unexplained: 0.00 USD" in told
    sheet = openpyxl.load_workbook(file)["Report"]
    assert [cell.value for cell in sheet[1]][:2] == ["Period", "Class"]
    _rolls_forward((*asked, "--offline", "--rolls"), tmp_path / "rolls.xlsx")
    assert call(*asked, "--offline", "--period", "2099-01").code == 2
    wrong = call(*asked, "--offline", "--measure", "arr", "--definition", "median")
    assert (wrong.code, "current" in wrong.err) == (2, True)


def _rolls_forward(asked: tuple[object, ...], file: Path) -> None:
    """Nothing is posted or billed yet: all ties. Without a month those of a year are rolled."""
    found = call(*asked, "--period", "2026-01..2026-03", "--json")
    form = found.form
    assert (found.code, form["ties"], form["periods"]) == (
        0,
        True,
        ["2026-01", "2026-02", "2026-03"],
    )
    for one in form["rolls"]:
        assert one["says"], "no number of it means anything without"
        for month in one["months"]:
            moved = [Decimal(amount) for amount in month["movements"].values()]
            assert sum(moved, Decimal(month["opening"])) == Decimal(month["closing"])
    told = call(*asked, "--definition", "exit", "--xlsx", file, "--as", "Ana").out
    assert "Remaining obligations in USD" in told
    assert "Of a ramp counts its last step." in told
    assert "all ties" in told
    sheet = openpyxl.load_workbook(file)["Report"]
    assert [cell.value for cell in sheet[1]][:3] == ["Measure", "Period", "Line"]
    for wrong in ("2026-03..2026-01", "2026-01..", "..2026-01", "spring"):
        refused = call(*asked, "--period", wrong)
        assert (refused.code, "no accounting period" in refused.err) == (2, True)
