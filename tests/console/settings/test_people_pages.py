"""The pages about people: the own profile, everybody's roles, tokens, and the audit."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bridge.console.parts import Console
from bridge.people.preferences import Column
from bridge.people.roles import Role
from tests.console.building import a_console, browser, signed_in
from tests.flow.people.conftest import empty, nobody, people
from tests.flow.people.peopling import ADMIN, ANA, BEN, CHEAP, PASSWORD, WHY, People

__all__ = ["empty", "nobody", "people"]
NEW = "another phrase to remember"
LOOK: dict[str, object] = {
    "theme": "dark",
    "density": "compact",
    "negatives": "minus",
    "time_zone": "Europe/Zurich",
    "columns": ["order", "age"],
}


@pytest.fixture
def console(people: People) -> Iterator[Console]:
    with a_console(people.store) as built:
        yield replace(built, passwords=CHEAP)


def test_an_administrator_adds_somebody_and_gives_a_role(people: People, console: Console) -> None:
    admin = signed_in(console, ADMIN)
    typed = {"name": ANA, "email": "ana@example.com", "password": PASSWORD, "why": WHY}
    added = admin.post("/settings/users", data=typed)
    number = people.account(ANA).id
    assert added.headers["location"] == f"/settings/users/{number}"
    page = admin.get(f"/settings/users/{number}").text
    assert "Ana Example has an account: give it a role." in page
    assert PASSWORD not in page
    admin.post(f"/settings/users/{number}/grant", data={"role": "approver", "why": WHY})
    (grant,) = people.account(ANA).grants
    assert (grant.role, grant.by, grant.reason) == (Role.APPROVER, ADMIN, WHY)
    assert "approver" in admin.get("/settings/users").text
    admin.post(f"/settings/users/{number}/revoke", data={"role": "approver", "why": WHY})
    assert people.account(ANA).roles == frozenset()
    assert WHY in admin.get("/settings/audit").text


def test_nobody_grants_a_role_to_himself_on_a_page_either(people: People, console: Console) -> None:
    admin, own = signed_in(console, ADMIN), people.account(ADMIN).id
    assert "Nobody grants a role to himself" in admin.get(f"/settings/users/{own}").text
    refused = admin.post(f"/settings/users/{own}/grant", data={"role": "approver", "why": WHY})
    assert refused.status_code == 403
    assert people.account(ADMIN).roles == {Role.ADMIN}


@pytest.mark.parametrize(
    ("path", "typed", "status"),
    [
        ("/settings/users/999/grant", {"role": "viewer", "why": WHY}, 404),
        ("/settings/users/999", {}, 405),
        ("/settings/users/1/grant", {"role": "root", "why": WHY}, 422),
        ("/settings/users/1/grant", {}, 422),
        ("/settings/users/x/grant", {"role": "viewer", "why": WHY}, 422),
        ("/settings/users", {"name": "<script>alert(1)</script>\x00", "why": WHY}, 422),
        ("/settings/users", {"name": "x" * 1_000_000, "why": WHY}, 422),
        ("/settings/profile", {**LOOK, "theme": "<b>"}, 422),
        ("/settings/profile", {**LOOK, "time_zone": "../../etc/passwd"}, 422),
        ("/settings/tokens", {"label": "x", "scopes": "root", "days": "1"}, 422),
        ("/settings/tokens", {"label": "x", "scopes": "read", "days": "9999"}, 422),
        ("/settings/tokens/999/revoke", {"why": WHY}, 422),
    ],
)
def test_what_is_none_of_the_choices_is_refused_and_nothing_is_kept(
    people: People, console: Console, path: str, typed: dict[str, object], status: int
) -> None:
    before = people.entries()
    answer = signed_in(console, ADMIN).post(path, data=typed)
    assert answer.status_code == status
    assert "<script>" not in answer.text
    assert "Traceback" not in answer.text
    assert people.entries() == before


def test_a_name_that_looks_like_markup_is_shown_as_it_was_typed(
    people: People, console: Console
) -> None:
    people.administering().add("<b>Ana</b>", "<i>why</i>")
    admin = signed_in(console, ADMIN)
    for path in ("/settings/users", "/settings/audit"):
        page = admin.get(path).text
        assert "&lt;b&gt;Ana&lt;/b&gt;" in page
        assert "<b>Ana" not in page


def test_a_person_chooses_how_the_console_looks(people: People, console: Console) -> None:
    people.add(ANA, Role.VIEWER)
    ana = signed_in(console, ANA)
    assert ana.post("/settings/profile", data=LOOK).status_code == 303
    head = ana.get("/settings/profile").text.partition("<head>")[0]
    assert 'data-theme="dark"' in head
    assert 'data-density="compact"' in head
    assert 'data-keys="off"' in head
    chosen = people.account(ANA).prefers.columns
    assert chosen == {Column.ORDER, Column.AGE}


def test_a_person_changes_the_own_password_and_signs_in_anew(
    people: People, console: Console
) -> None:
    people.add(ANA, Role.VIEWER)
    ana = signed_in(console, ANA)
    wrong = ana.post("/settings/profile/password", data={"old": "wrong", "new": NEW})
    assert (wrong.status_code, "The old password is wrong" in wrong.text) == (422, True)
    done = ana.post("/settings/profile/password", data={"old": PASSWORD, "new": NEW})
    assert done.headers["location"] == "/sign-in"
    assert ana.get("/settings/profile").status_code == 303


def test_an_administrator_sets_anothers_password_and_the_own_only_with_the_old_one(
    people: People, console: Console
) -> None:
    people.add(ANA, Role.VIEWER)
    admin, own, hers = signed_in(console, ADMIN), people.account(ADMIN).id, people.account(ANA).id
    typed = {"password": NEW, "why": WHY}
    refused = admin.post(f"/settings/users/{own}/password", data=typed)
    assert (refused.status_code, "without the old one" in refused.text) == (403, True)
    page = admin.get(f"/settings/users/{own}").text
    assert f'action="/settings/users/{own}/password"' not in page
    assert 'href="/settings/profile"' in page
    set_ = admin.post(f"/settings/users/{hers}/password", data=typed)
    assert "tokens were revoked" in admin.get(set_.headers["location"]).text


def test_a_person_sees_the_own_sessions_and_ends_the_others(
    people: People, console: Console
) -> None:
    people.add(ANA, Role.VIEWER)
    here, there = signed_in(console, ANA), signed_in(console, ANA)
    assert here.get("/settings/profile").text.count("127.0.0.1") == 2
    here.post("/settings/profile/sessions/end")
    assert here.get("/settings/profile").status_code == 200
    assert there.get("/settings/profile").status_code == 303


def test_a_token_is_shown_once_reads_for_its_person_and_is_revoked(
    people: People, console: Console
) -> None:
    people.add(ANA, Role.VIEWER)
    people.add(BEN, Role.VIEWER)
    ana, program = signed_in(console, ANA), browser(console)
    issued = ana.post(
        "/settings/tokens", data={"label": "nightly", "scopes": ["read"], "days": "30"}
    )
    (text,) = re.findall(r"rb_[\w-]+", issued.text)
    assert text not in ana.get("/settings/tokens").text
    bearer = {"Authorization": f"Bearer {text}"}
    assert program.get("/api/v1/exceptions", headers=bearer).status_code == 200
    of_ben = signed_in(console, BEN).get("/settings/tokens").text
    assert "nightly" not in of_ben
    refused = signed_in(console, BEN).post("/settings/tokens/1/revoke", data={"why": WHY})
    assert refused.status_code == 403
    assert ana.post("/settings/tokens/1/revoke", data={"why": "done"}).status_code == 303
    assert program.get("/api/v1/exceptions", headers=bearer).status_code == 401


def test_a_token_opens_no_page_and_neither_issues_nor_revokes_tokens(
    people: People, console: Console
) -> None:
    people.add(ANA, Role.VIEWER, Role.APPROVER)
    ana, program = signed_in(console, ANA), browser(console)
    issued = ana.post("/settings/tokens", data={"label": "x", "scopes": ["read"], "days": "1"})
    (text,) = re.findall(r"rb_[\w-]+", issued.text)
    program.headers["Authorization"] = f"Bearer {text}"
    wider = {"label": "y", "scopes": ["decide"], "days": "366"}
    answers = (
        program.get("/exceptions"),
        program.post("/settings/tokens", data=wider),
        program.post("/settings/tokens/1/revoke", data={"why": WHY}),
    )
    assert [one.status_code for one in answers] == [303, 401, 401]
    assert not any("rb_" in one.text for one in answers)
    assert program.get("/api/v1/exceptions").status_code == 200


def test_who_has_no_role_yet_is_told_which_roles_there_are(
    people: People, console: Console
) -> None:
    people.add(ANA)
    page = signed_in(console, ANA).get("/exceptions")
    assert page.status_code == 403
    assert "Ask somebody who is viewer" in page.text
