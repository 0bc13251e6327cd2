import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import APIRouter

from bridge.console.parts import Console
from bridge.settings import Settings
from tests.console.building import HOST, NOWHERE, Browser, browser

#: There is no such act: whoever is let in is told that, and nobody else gets as far.
LET_IN, REFUSED = 405, 403
VENDORED = Path("bridge/console/static/vendor")


@pytest.mark.parametrize("path", ["/exceptions", "/nowhere", "/static/console.css"])
def test_every_answer_says_that_nothing_of_others_may_be_loaded(
    anybody: Browser, path: str
) -> None:
    headers = anybody.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert re.fullmatch("[0-9a-f]{12}", headers["x-request-id"])


def test_pages_are_kept_by_nobody_and_vendored_files_for_ever(anybody: Browser) -> None:
    page = anybody.get("/exceptions").headers
    assert page["cache-control"] == "no-store"
    assert "HX-Target" in page["vary"]
    assert "immutable" in anybody.get("/static/vendor/htmx-4.0.1.min.js").headers["cache-control"]
    assert anybody.get("/static/console.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, LET_IN),
        ({"Sec-Fetch-Site": "none"}, LET_IN),
        ({"Sec-Fetch-Site": "cross-site"}, REFUSED),
        ({"Sec-Fetch-Site": "same-site"}, REFUSED),
        ({"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"}, REFUSED),
        ({"Origin": f"http://{HOST}"}, LET_IN),
        ({"Origin": "https://elsewhere.test"}, REFUSED),
        ({"Origin": "null"}, REFUSED),
        ({"Cookie": "session=stolen"}, REFUSED),
        ({}, LET_IN),
    ],
)
def test_what_changes_something_comes_from_our_own_pages(
    console: Console, headers: dict[str, str], status: int
) -> None:
    plain = Browser(browser(console).app, headers={})
    assert plain.post("/exceptions", headers=headers).status_code == status


def test_other_sites_may_lead_people_here(anybody: Browser) -> None:
    assert anybody.get("/exceptions", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_the_console_answers_under_its_own_names_alone(anybody: Browser) -> None:
    assert anybody.get("/exceptions", headers={"Host": "rebound.test"}).status_code == 421


def test_who_comes_through_tls_is_told_to_stay_there(console: Console) -> None:
    behind = {"base_url": "https://bridge.example.com", "bind": "0.0.0.0"}
    settings = Settings.model_validate({**NOWHERE, "console": behind})
    headers = browser(replace(console, settings=settings)).get("/exceptions").headers
    assert headers["strict-transport-security"] == "max-age=31536000"


def test_a_defect_is_a_page_with_a_number_and_no_trace(console: Console) -> None:
    broken = APIRouter()

    @broken.get("/broken")
    def _broken() -> None:
        raise ZeroDivisionError("the secret inside")

    client = browser(console)
    client.app.include_router(broken)
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "The bridge made a mistake" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert answer.headers["x-request-id"] in answer.text


def test_what_is_vendored_is_what_was_reviewed() -> None:
    lines = (VENDORED / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    listed = {name: told for told, name in (line.split("  ", 1) for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDORED.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert found == listed
    licences = {name.partition(".")[0] for name in listed if name.endswith(".LICENSE")}
    assert licences == {"htmx", "inter", "lucide"}
