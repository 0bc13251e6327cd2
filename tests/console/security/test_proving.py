"""What counts most asks once more who it is, and loses nothing of what was typed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import httpx
import pytest

from bridge.console.parts import Console
from bridge.people.roles import Role
from tests.console.building import Browser, a_console, signed_in
from tests.console.security.housing import House, house, path_of
from tests.flow.people.conftest import empty, nobody, people
from tests.flow.people.peopling import ADMIN, ANA, BEN, CHEAP, PASSWORD, WHY, People

__all__ = ["empty", "house", "nobody", "people"]
#: As long as a proof lasts unless the settings say otherwise.
LATER = 15
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@pytest.fixture
def console(people: People) -> Iterator[Console]:
    with a_console(people.store) as built:
        yield replace(built, passwords=CHEAP)


def kept(page: httpx.Response) -> dict[str, list[str]]:
    """Return what a page that asks who it is sends again."""
    assert page.status_code == 403
    assert "Prove who you are" in page.text
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.text):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def test_who_signed_in_a_while_ago_gives_the_password_and_what_was_typed_is_done(
    people: People, console: Console
) -> None:
    people.add(ANA, Role.APPROVER)
    ana = signed_in(console, ANA)
    people.watch.on(minutes=LATER)
    typed = {"label": '"nightly" <b>', "scopes": ["read", "triage"], "days": "30"}
    before = people.entries()
    again = kept(ana.post("/settings/tokens", data=typed))
    assert again == {"label": ['"nightly" <b>'], "scopes": ["read", "triage"], "days": ["30"]}
    wrong = ana.post("/settings/tokens", data={**again, "proof": "wrong"})
    assert "The password is wrong." in wrong.text
    assert kept(wrong) == again
    assert people.entries() == before
    issued = ana.post("/settings/tokens", data={**again, "proof": PASSWORD})
    assert issued.text.count("rb_") == 1
    assert ana.post("/settings/tokens", data=typed).status_code == 200


def test_everything_that_counts_most_asks_and_does_nothing_before(
    people: People, console: Console
) -> None:
    people.add(ANA, Role.APPROVER)
    people.administering().grant(ANA, Role.ADMIN, WHY)
    ana, ben = signed_in(console, ANA), people.add(BEN).id
    people.watch.on(minutes=LATER)
    before = people.entries()
    for path in (
        "/settings/tokens",
        "/settings/users",
        *(
            f"/settings/users/{ben}/{act}"
            for act in ("grant", "revoke", "password", "disable", "enable")
        ),
        "/rules/drafts/1/approve",
        "/rules/drafts/1/publish",
        "/merges/m/approve",
        "/merges/m/accept",
        "/exceptions/1/decision/confirm?state=open",
    ):
        asked = ana.post(path, data={"role": "viewer", "why": WHY, "reason": WHY})
        assert kept(asked) == {"role": ["viewer"], "why": [WHY], "reason": [WHY]}, path
        assert f'action="{path}"' in asked.text
    assert people.entries() == before
    proven = ana.post("/rules/drafts/1/approve", data={"reason": WHY, "proof": PASSWORD})
    assert (proven.status_code, "Prove who you are" in proven.text) == (422, False)


def test_htmx_is_told_beside_what_was_typed(people: People, console: Console) -> None:
    people.add(ANA, Role.APPROVER)
    ana = signed_in(console, ANA)
    people.watch.on(minutes=LATER)
    asked = ana.post(
        "/exceptions/1/decision/confirm", data={"reason": WHY}, headers={"HX-Request": "true"}
    )
    assert asked.headers["hx-retarget"] == "#problem"
    assert "<html" not in asked.text
    assert 'name="proof"' in asked.text


def test_wrong_passwords_are_counted_as_those_of_a_sign_in(
    people: People, console: Console
) -> None:
    ada = signed_in(console, ADMIN)
    people.watch.on(minutes=LATER)
    for _ in range(10):
        ada.post("/settings/users", data={"proof": "wrong"})
    told = ada.post("/settings/users", data={"proof": PASSWORD, "name": ANA, "why": WHY})
    assert "There were too many attempts. Try again in 15 min." in told.text
    assert ANA not in str(people.entries())


def test_the_api_asks_a_session_for_a_proof_and_a_token_for_none(
    people: People, console: Console
) -> None:
    people.add(ANA, Role.APPROVER)
    ana, path = signed_in(console, ANA), "/api/v1/exceptions/1/decision/confirm"
    typed = {"label": "x", "scopes": ["decide"], "days": "1"}
    (text,) = re.findall(r"rb_[\w-]+", ana.post("/settings/tokens", data=typed).text)
    people.watch.on(minutes=LATER)
    for act in (path, "/api/v1/merges/none/approve", "/api/v1/merges/none/accept"):
        refused = ana.post(act, json={"reason": WHY})
        assert (refused.status_code, refused.json()["type"]) == (
            403,
            "urn:revenue-bridge:problem:unproved",
        ), act
    bearer = {"Authorization": f"Bearer {text}"}
    assert ana.post(path, json={"reason": WHY}, headers=bearer).status_code == 404


def test_who_was_let_in_by_a_provider_proves_it_there_and_goes_on(house: House) -> None:
    visitor = house.visitor()
    house.signs_in(visitor, groups=["heads"])
    typed = {"label": "nightly", "scopes": ["read"], "days": "30"}
    asked = visitor.post("/settings/tokens", data=typed)
    again = kept(asked)
    assert 'name="proof"' not in asked.text
    assert 'href="/sign-in/provider/proof" target="_blank"' in asked.text
    proved = visitor.get(_proof(house, visitor))
    assert proved.headers["location"] == "/sign-in/provider/proved"
    assert "go on with what you were doing" in visitor.get(proved.headers["location"]).text
    assert "rb_" in visitor.post("/settings/tokens", data=again).text


def test_a_sign_in_of_before_or_of_somebody_else_proves_nothing(house: House) -> None:
    visitor = house.visitor()
    house.signs_in(visitor, groups=["heads"])
    house.people.watch.on(minutes=LATER)
    now = int(house.people.watch().timestamp())
    for claims, status, says in (
        ({"auth_time": now - 61}, 502, "did not ask you to sign in once more"),
        ({"auth_time": None}, 502, "does not say when you signed in"),
        ({"sub": "another"}, 403, "signed in there as somebody else"),
    ):
        told = visitor.get(_proof(house, visitor, **claims))
        assert (told.status_code, says in told.text) == (status, True), claims
    stranger = house.visitor()
    assert "You are signed in no more" in stranger.get(_proof(house, stranger)).text
    assert kept(visitor.post("/settings/tokens", data={"label": "x"})) == {"label": ["x"]}


def _proof(house: House, visitor: Browser, **claims: object) -> str:
    away = visitor.get("/sign-in/provider/proof").headers["location"]
    assert "prompt=login" in away
    assert "max_age=0" in away
    told = {"auth_time": int(house.people.watch().timestamp()), **claims}
    return path_of(house.issuer.signed_in(away, **told))
