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
    assert call(*asked, "--offline", "--period", "2099-01").code == 2
    wrong = call(*asked, "--offline", "--measure", "arr", "--definition", "median")
    assert (wrong.code, "current" in wrong.err) == (2, True)
