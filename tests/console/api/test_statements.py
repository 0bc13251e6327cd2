"""Statements as programs read them: found in a list, class by class, and line by line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.store.database import Store
from tests.adapters.store.opening import opened
from tests.console.api.asking import Program, problem
from tests.console.building import a_console, a_reader, browser
from tests.console.pages.reconciliation.stated import AS_OF, a_form, keep, keep_rolls


def a_line(number: int, **classes: str) -> dict[str, Any]:
    return {
        "line": f"9000{number}:1",
        "contract": "801000000000001AAA",
        "customer": "Acme",
        "subsidiary": None,
        "start": "100.00",
        "classes": {code.replace("_", "-"): text for code, text in classes.items()},
        "end": "97.00",
    }


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as store:
        dollars, euros = a_form(), a_form("EUR")
        dollars["lines"] = [a_line(1, UNX_1="-3.00"), a_line(2), a_line(3, UNX_1="0.00")]
        euros["lines"] = [a_line(4, UNX_1="-3.00", SUS_1="-50.00")]
        keep(store, dollars, euros)
        keep_rolls(store)
        keep(store, a_form(), measure="revenue")
        for name in ("current", "exit"):
            _recurring(store, name)
        with a_console(store, a_reader()) as console:
            yield Program(browser(console))


def _recurring(store: Store, name: str) -> None:
    with store.transaction("statement") as tx:
        tx.reconciling.statements.keep(
            {"definition": {"name": name, "left_out": ["TRIAL"]}, "statements": [a_form()]},
            as_of=AS_OF,
            measure="arr",
            period="2026-06",
            definition=name,
        )


def numbers(program: Program, path: str, **asked: object) -> list[int]:
    """Return the numbers of a list, page by page of two."""
    after: str | None = ""
    found: list[int] = []
    while after is not None:
        page = program.read(path, params={**asked, "limit": 2, "after": after})
        found += [one["number"] for one in page["data"]]
        after = page["next"]
    return found


def test_statements_are_listed_by_what_they_are_of_the_newest_first(program: Program) -> None:
    path = "/reconciliation/statements"
    assert numbers(program, path) == [5, 4, 3, 1]
    assert numbers(program, path, measure="plan") == [1]
    assert numbers(program, path, definition="current") == [4]
    assert numbers(program, path, period="2026-06") == [5, 4]
    assert numbers(program, path, period="") == [3, 1], "of all periods"
    assert numbers(program, "/reconciliation/rolls") == [2]
    (first,) = program.read(path, params={"definition": "exit"})["data"]
    assert (first["measure"], first["definition"], first["period"]) == ("arr", "exit", "2026-06")
    whole = program.read(f"{path}/5")
    assert whole["definition"] == {"name": "exit", "left_out": ["TRIAL"]}
    assert whole["digest"] == first["digest"]
    for wrong in (f"{path}/2", f"{path}/2/lines", f"{path}/99", "/reconciliation/rolls/1"):
        assert problem(program.get(wrong)) == (404, "missing")


def test_a_statement_leads_from_its_start_over_its_classes_to_its_end(program: Program) -> None:
    dollars, euros = program.read("/reconciliation/statements/1")["books"]
    assert (dollars["currency"], euros["currency"]) == ("USD", "EUR")
    assert dollars["start"]["amount"] == {"minor": 120_000, "currency": "USD"}
    assert {one["code"]: one["amount"]["minor"] for one in dollars["classes"]} == {
        "PER-1": -95_000,
        "SUS-1": -5_000,
        "UNX-1": -300,
    }
    moved, held, _ = dollars["classes"]
    assert moved["periods"] == {
        "2026-05": {"minor": -110_000, "currency": "USD"},
        "2026-06": {"minor": 15_000, "currency": "USD"},
    }
    assert (moved["nature"], moved["reverses"], held["nature"]) == ("legitimate", True, "open")
    assert dollars["end"]["amount"]["minor"] == 19_700 == 120_000 - 95_000 - 5_000 - 300
    assert (dollars["unexplained"]["minor"], dollars["ties"], dollars["lines"]) == (300, True, 3)


def test_lines_come_page_by_page_and_by_class_with_every_amount(program: Program) -> None:
    path = "/reconciliation/statements/1/lines"
    first = program.read(path, params={"limit": 3})
    rest = program.read(path, params={"limit": 3, "after": first["next"]})
    named = [one["line"] for one in (*first["data"], *rest["data"])]
    assert named == ["90001:1", "90002:1", "90003:1", "90004:1"]
    assert rest["next"] is None
    (euro,) = program.read(path, params={"currency": "EUR", "code": "UNX-1"})["data"]
    assert euro["classes"] == {
        "UNX-1": {"minor": -300, "currency": "EUR"},
        "SUS-1": {"minor": -5000, "currency": "EUR"},
    }
    behind = program.read(path, params={"code": "UNX-1", "limit": 1})
    rest = program.read(path, params={"code": "UNX-1", "after": behind["next"]})
    assert [one["line"] for one in rest["data"]] == ["90003:1", "90004:1"]
    assert problem(program.get(path, params={"code": "XYZ-1"})) == (422, "misconfigured")


def test_roll_forwards_have_every_line_of_every_period(program: Program) -> None:
    form = program.read("/reconciliation/rolls/2")
    assert form["elsewhere"] == [{"minor": 700, "currency": "USD"}]
    recurring, deferred, _ = form["rolls"]
    assert recurring["shares"][0]["percent"] == "66.67"
    lines = {one["name"]: [each["minor"] for each in one["amounts"]] for one in deferred["lines"]}
    assert lines["opening"] == [0, 0, 120_000]
    assert lines["revenue"] == [0, 0, -10_000]
    assert lines["account 2500"] == [0, 120_000, 109_700]
    assert lines["difference"] == [0, 0, -300]
    assert (deferred["difference"]["minor"], deferred["ties"]) == (300, False)
