"""Connections, periods and thresholds in the settings of the console."""

import re
from dataclasses import replace

import pytest

from bridge.console.parts import Console
from bridge.people.roles import Role
from bridge.settings import Settings
from tests.console.api.asking import Program, problem, told
from tests.console.building import NOWHERE, Browser, a_console, a_reader, browser
from tests.stories.stand import Stand


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.fixture
def viewer(console: Console) -> Browser:
    return browser(replace(console, guest=a_reader(Role.VIEWER)))


def test_both_connections_are_shown_without_a_secret_and_tried_step_by_step(
    anybody: Browser, viewer: Browser, stand: Stand
) -> None:
    page = anybody.get("/settings/connections").text
    assert stand.settings.salesforce.url in page
    assert stand.settings.netsuite.address in page
    assert "not since the bridge was started" in text(page).partition("Failed last")[2]
    for secret in stand.settings.secrets:
        assert secret not in page
    for system in ("salesforce", "netsuite"):
        tried = text(anybody.post(f"/settings/connections/{system}/test").text)
        assert tried.count(" well ") == 4
        assert " wrong " not in tried
    assert viewer.post("/settings/connections/netsuite/test").status_code == 403
    assert "takes the role operator" in viewer.get("/settings/connections").text
    assert anybody.post("/settings/connections/elsewhere/test").status_code == 422


def test_a_system_that_is_not_reached_is_told_with_what_failed(stand: Stand) -> None:
    with a_console(stand.ends.store, a_reader()) as nowhere:
        program = Program(browser(nowhere))
        assert program.read("/connections")["connections"][1]["failed"] is None
        steps = told(program.post("/connections/netsuite/test"))["steps"]
        assert [one["went_well"] for one in steps] == [False] * 4
        failed = program.read("/connections")["connections"][1]["failed"]
        assert failed["says"] == steps[-1]["says"]
        assert "none at all" not in str(steps)
        assert problem(program.post("/connections/mars/test")) == (422, "unreadable")
        page = program.over.post("/settings/connections/netsuite/test").text
    assert "wrong" in text(page)


def test_periods_are_those_of_the_last_judgement_until_netsuite_is_asked(
    anybody: Browser, viewer: Browser, console: Console
) -> None:
    page = text(anybody.get("/settings/periods").text)
    assert "when a deal was judged last" in page
    periods = Program(browser(console)).read("/periods")["periods"]
    first = next(one["name"] for one in periods if not one["closed"])
    assert f"First open period {first}" in page
    asked = text(anybody.post("/settings/periods").text)
    assert "Asked just now" in asked
    assert "Changed since the last judgement nothing" in asked
    assert viewer.post("/settings/periods").status_code == 403


def test_thresholds_say_what_they_are_where_they_stand_and_what_they_do(console: Console) -> None:
    set_ = {
        "close": {"exceptions_from": ["1,000.00 USD", "900 EUR"]},
        "sync": {"override_alone_up_to": {"JPY": "50000"}, "overdue_after_days": 0},
    }
    settings = Settings.model_validate({**NOWHERE, **set_})
    known = replace(console, settings=settings)
    rows = Program(browser(known)).read("/thresholds")["thresholds"]
    held = {one["name"]: one for one in rows}
    close, alone = held["close.exceptions_from"], held["sync.override_alone_up_to"]
    assert (close["amounts"], close["is_default"]) == (
        [{"minor": 100_000, "currency": "USD"}, {"minor": 90_000, "currency": "EUR"}],
        False,
    )
    assert alone["amounts"] == [{"minor": 50_000, "currency": "JPY"}]
    assert (held["sync.overdue_after_days"]["says"], alone["is_default"]) == ("never", False)
    assert held["netsuite.concurrency"]["is_default"] is True
    page = text(browser(known).get("/settings/thresholds").text)
    assert "JPY 50,000" in page
    assert "nobody changes them here" in page
