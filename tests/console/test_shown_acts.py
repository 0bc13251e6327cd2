"""What pages offer: to each role what it may do, and no more; nothing that no page answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from bridge.adapters.store.database import Store
from bridge.console.app import create_app
from bridge.console.parts import Console
from bridge.people.roles import MATRIX, Permission, Role
from tests.adapters.store.opening import opened
from tests.console.building import Browser, a_console, a_reader
from tests.console.showing import JOURNAL, TRIAGER, changes_of_rules, fill
from tests.console.test_matrix import OPEN, permissions_of, routes
from tests.flow.merging.building import MERGE

#: Pages with something to do on them, each kind once.
PATHS = (
    "/exceptions/2?view=list",
    "/exceptions/51",
    "/exceptions?view=list",
    f"/merges/{MERGE}",
    f"/journals/{JOURNAL}",
    "/reconciliation?period=2026-05",
    "/rules",
    "/rules/copies/2?file=items.yaml&as=table",
    "/rules/copies/2?file=items.yaml&as=text",
    "/rules/drafts/1",
    "/rules/drafts/1/plan",
    "/sync",
    "/settings/users",
    "/settings/users/1",
    "/settings/tokens",
    "/settings/profile",
)


class Acts(HTMLParser):
    """The addresses to which the buttons of a page would send something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._action = ""  #: of the form that is open, if it sends something
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action = told.get("action", "") if told.get("method") == "post" else ""
        elif tag == "button" and "disabled" not in told and told.get("type") != "button":
            address = told.get("formaction") or self._action
            self.found |= {urlsplit(address).path} if address else set()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path_factory.mktemp('shown') / 'bridge.sqlite'}") as found:
        fill(found)
        yield found


@pytest.fixture(scope="module")
def desk(store: Store) -> Iterator[Console]:
    with a_console(store, a_reader()) as console:
        changes_of_rules(console)
        ben = Browser(create_app(replace(console, guest=a_reader(name=TRIAGER))))
        proposed = ben.post("/exceptions/51/decision/rejected", data={"reason": "a trial run"})
        assert proposed.status_code == 303
        yield console


@pytest.fixture(scope="module")
def posts(desk: Console) -> Mapping[str, Permission | None]:
    """What each address takes of whoever sends something there; the more particular come first."""
    found = {
        path: None if path in OPEN else permissions_of(route)[0]
        for method, path, route in routes(create_app(desk))
        if method == "POST"
    }
    return {path: found[path] for path in sorted(found, key=lambda one: one.count("{"))}


def needed(posts: Mapping[str, Permission | None], path: str) -> Permission | None:
    """Return what an address takes; StopIteration if no page answers there."""
    patterns = ((re.sub(r"\{[^}]*\}", "[^/]+", one), needs) for one, needs in posts.items())
    return next(needs for pattern, needs in patterns if re.fullmatch(pattern, path))


def offered(console: Console, role: Role) -> Iterator[tuple[str, str]]:
    """Yield each page with what a role is offered on it."""
    visitor = Browser(create_app(replace(console, guest=a_reader(role))))
    for path in PATHS:
        page = visitor.get(path)
        assert page.status_code in {200, 303, 403}, path
        yield from ((path, act) for act in sorted(Acts(page.text).found))


@pytest.mark.parametrize("role", Role)
def test_a_role_is_offered_what_it_may_do_and_no_more(
    desk: Console, posts: Mapping[str, Permission | None], role: Role
) -> None:
    acts = {(page, act): needed(posts, act) for page, act in offered(desk, role)}
    may = MATRIX[role]
    assert {one: needs for one, needs in acts.items() if needs and needs not in may} == {}
    # Whoever may do something finds it on a page, without typing an address.
    assert {Permission.SEE, *acts.values()} >= {
        one for one in may & set(posts.values()) if one is not None
    }
