"""Signing in, out, and in for the first time, as a browser without JavaScript does it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest

from bridge.console.parts import Console
from bridge.console.security.entrance import entrance, ours
from bridge.people.roles import Role
from bridge.settings import Settings
from tests.adapters.store.opening import judge
from tests.console.building import NOWHERE, Browser, a_console, browser
from tests.flow.people.conftest import empty, nobody, people
from tests.flow.people.peopling import ADMIN, ANA, CHEAP, PASSWORD, People
from tests.ledger.building import flagged

__all__ = ["empty", "nobody", "people"]
CODE = "the code of this start"
FIRST = {"code": CODE, "name": ADMIN, "password": PASSWORD}
BEHIND_TLS = {"base_url": "https://bridge.test", "bind": "0.0.0.0"}


@pytest.fixture
def console(nobody: People) -> Iterator[Console]:
    with a_console(nobody.store) as built:
        yield replace(built, passwords=CHEAP, set_up_code=CODE)


@pytest.fixture
def visitor(console: Console) -> Browser:
    return browser(console)


def signs_in(visitor: Browser, name: str = ADMIN, password: str = PASSWORD) -> int:
    return visitor.post("/sign-in", data={"name": name, "password": password}).status_code


@pytest.mark.parametrize("path", ["/exceptions", "/settings/users?from=mail"])
def test_who_is_not_signed_in_is_led_to_sign_in_and_back(
    people: People, visitor: Browser, path: str
) -> None:
    people.add(ANA, Role.VIEWER)
    asked = visitor.get(path)
    assert (asked.status_code, asked.headers["location"]) == (303, entrance(path))
    page = visitor.get(asked.headers["location"]).text
    assert f'name="next" value="{path}"' in page
    answer = visitor.post("/sign-in", data={"name": ANA, "password": PASSWORD, "next": path})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert visitor.get(path).status_code == 200


def test_whoever_is_signed_out_is_told_so_beside_what_was_typed(visitor: Browser) -> None:
    answer = visitor.part("/exceptions", "list")
    assert (answer.status_code, answer.headers["hx-retarget"]) == (401, "#problem")
    assert "what you typed stays here" in answer.text
    assert "<html" not in answer.text
    asked = {"HX-Request": "true", "HX-Target": "ul#cards", "X-Unattended": "true"}
    unattended = visitor.get("/", headers=asked)
    assert (unattended.status_code, unattended.text) == (401, "")
    assert unattended.headers["hx-reswap"] == "none"


def test_what_is_sent_after_the_session_ended_waits_until_somebody_has_signed_in(
    people: People, visitor: Browser
) -> None:
    people.add(ANA, Role.FINANCE_REVIEWER)
    judge(people.store, flagged())
    signs_in(visitor, ANA)
    people.watch.on(minutes=31)
    typed = {"text": 'they say "<later>"', "return": "/exceptions/1"}
    held = visitor.post("/exceptions/1/comment", data=typed)
    assert (held.status_code, "nothing that you typed is lost" in held.text) == (401, True)
    assert "they say" not in visitor.get("/exceptions/1").text
    (address,) = re.findall(r'<form method="post" action="([^"]+)" class="fields">', held.text)
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', held.text)
    kept = {name: unescape(value) for name, value in fields}
    assert (address, kept) == ("/exceptions/1/comment", typed)
    signs_in(visitor, ANA)
    assert visitor.post(address, data=kept).status_code == 303
    assert "they say &#34;&lt;later&gt;&#34;" in visitor.get("/exceptions/1").text


def test_what_no_form_sends_is_refused_like_any_other(visitor: Browser) -> None:
    asked = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = visitor.post("/exceptions/1/comment", content=b"--y\r\n", headers=asked)
    assert answer.status_code in {400, 401}


def test_whoever_has_the_code_makes_the_first_administrator(
    nobody: People, visitor: Browser
) -> None:
    assert 'href="/set-up"' in visitor.get("/sign-in").text
    assert visitor.get("/set-up").status_code == 200
    answer = visitor.post("/set-up", data=FIRST)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert nobody.account(ADMIN).roles == {Role.ADMIN}
    assert visitor.get("/exceptions").status_code == 200
    assert visitor.get("/set-up").headers["location"] == "/sign-in"


def test_the_code_lets_nobody_in_a_second_time(visitor: Browser) -> None:
    visitor.post("/set-up", data=FIRST)
    again = visitor.post("/set-up", data={**FIRST, "name": "Mallory"})
    assert again.status_code == 422
    assert "There is an administrator already" in again.text


@pytest.mark.parametrize("code", ["", "wrong", CODE.upper(), "\x00", "\u00e9", "x" * 100_000])
def test_without_the_code_nobody_is_made_administrator(
    nobody: People, visitor: Browser, code: str
) -> None:
    answer = visitor.post("/set-up", data={**FIRST, "code": code})
    assert answer.status_code == 422
    assert "This is not the code" in answer.text
    assert nobody.entries() == []


@pytest.mark.usefixtures("people")
def test_a_bridge_that_is_set_up_has_no_code(console: Console) -> None:
    answer = browser(replace(console, set_up_code="")).post("/set-up", data={**FIRST, "code": ""})
    assert answer.status_code == 422


@pytest.mark.parametrize("wrong", [{"name": "bridge"}, {"name": ""}, {"password": "too short"}])
def test_what_was_typed_is_kept_where_it_will_not_do(
    nobody: People, visitor: Browser, wrong: dict[str, str]
) -> None:
    answer = visitor.post("/set-up", data={**FIRST, **wrong})
    assert answer.status_code == 422
    assert f'value="{wrong.get("name", ADMIN)}"' in answer.text
    assert PASSWORD not in answer.text
    assert nobody.entries() == []


@pytest.mark.usefixtures("people")
def test_what_opens_the_console_is_for_the_browser_alone(
    console: Console, visitor: Browser
) -> None:
    form = {"name": ADMIN, "password": PASSWORD}
    cookie = visitor.post("/sign-in", data=form).headers["set-cookie"].lower()
    assert cookie.startswith("session=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    settings = Settings.model_validate({**NOWHERE, "console": BEHIND_TLS})
    behind = browser(replace(console, settings=settings))
    cookie = behind.post("/sign-in", data=form).headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "; Secure" in cookie
    assert "Domain" not in cookie


@pytest.mark.usefixtures("people")
def test_a_session_that_was_planted_is_none(visitor: Browser) -> None:
    """Nobody chooses the secret of another: it is made when he signs in."""
    for planted in ("planted", "x" * 10_000, "\x7f"):
        visitor.cookies.set("session", planted)
        assert visitor.get("/exceptions").status_code == 303
    visitor.cookies.clear()
    signs_in(visitor)
    assert visitor.cookies["session"] != "planted"


@pytest.mark.usefixtures("people")
def test_who_signs_out_is_signed_out_with_what_he_held(visitor: Browser) -> None:
    signs_in(visitor)
    held = visitor.cookies["session"]
    answer = visitor.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert answer.headers["set-cookie"].startswith('session=""; expires=')
    visitor.cookies.clear()
    visitor.cookies.set("session", held)
    assert visitor.get("/exceptions").status_code == 303


@pytest.mark.usefixtures("people")
def test_what_is_wrong_is_not_told_and_after_ten_times_nobody_is_heard(visitor: Browser) -> None:
    page = visitor.post("/sign-in", data={"name": "<b>Mallory</b>", "password": "wrong"})
    assert page.status_code == 422
    assert "The name or the password is wrong, or the account is disabled." in page.text
    assert "&lt;b&gt;Mallory" in page.text
    assert [signs_in(visitor, password="wrong") for _ in range(11)] == [422] * 10 + [429]
    refused = visitor.post("/sign-in", data={"name": ADMIN, "password": PASSWORD})
    assert int(refused.headers["retry-after"]) == 901
    assert "Try again in 15 min" in refused.text


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test",
        "https://evil.test/",
        "/\\evil.test",
        "javascript:alert(1)",
        "exceptions",
        "",
        "/a\nb",
        "/sign-out",
        "/set-up",
        "/" + "x" * 3000,
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(path: str) -> None:
    assert ours(path) == "/"


@pytest.mark.usefixtures("people")
def test_a_wrong_token_reads_nothing_also_beside_a_session(visitor: Browser) -> None:
    signs_in(visitor)
    for wrong in ("Bearer rb_wrong", "Bearer", "Basic YTpi", "", "Bearer " + "x" * 10_000):
        # A session beside it does not help: the request stands for what it names.
        asked = visitor.get("/exceptions", headers={"Authorization": wrong})
        assert asked.status_code == 303


def test_who_has_no_role_yet_can_sign_out_where_that_is_told(
    people: People, visitor: Browser
) -> None:
    people.add(ANA)
    signs_in(visitor, ANA)
    page = visitor.get("/exceptions")
    assert page.status_code == 403
    assert '<form method="post" action="/sign-out"' in page.text
