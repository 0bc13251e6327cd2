"""The page on which a draft is tried on all that was sold."""

import re
from collections.abc import Iterator

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.flow.rulebook.publishing import Publishing
from bridge.people.roles import Role
from tests.console.building import Browser, a_console, a_reader, browser
from tests.flow.replaying.books import books
from tests.stories.stand import SHIPPED, edition_of

PLAN = "/rules/drafts/1/plan"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with books(tmp_path_factory.mktemp("plan")) as opened:
        yield opened


@pytest.fixture(scope="module")
def console(store: Store) -> Iterator[Console]:
    files = dict(edition_of(SHIPPED).files)
    files["billing.yaml"] += "# read again\n"
    files["items.yaml"] = files["items.yaml"].replace(
        "ONBOARDING, AT_ONCE]",
        "ONBOARDING, AT_ONCE]\n  - [NEVER-SOLD, SUB-ULT, STRAIGHT_LINE_DAYS]",
    )
    with a_console(store, a_reader(Role.APPROVER)) as built:
        Publishing(store, built.clock, "bob").draft(files, "one product more")
        yield built


@pytest.fixture
def ana(console: Console) -> Browser:
    return browser(console)


def test_an_approver_is_warned_until_somebody_has_looked_and_then_sees_the_plan(
    ana: Browser,
) -> None:
    assert "Nobody has looked what it would do" in ana.get("/rules/drafts/1").text
    assert ana.get(f"{PLAN}.xlsx").status_code == 404
    begun = ana.post(PLAN, data={"past": "correct"})
    assert (begun.status_code, begun.headers["location"]) == (303, PLAN)
    ana.app.state.replays.wait()
    page = ana.get(PLAN).text
    assert "Every deal comes out as it stands" in page
    assert "8 tried" in page
    assert "The first open period takes up the difference" in page
    digest = re.search(r"<code>([0-9a-f]{12})</code>, made by Ana Example", page)
    assert digest is not None
    draft = ana.get("/rules/drafts/1").text
    assert "Nobody has looked" not in draft
    assert digest[1] in draft
    assert ana.get(f"{PLAN}.xlsx").content[:2] == b"PK"
    assert ana.get(f"{PLAN}.csv").text.startswith("\ufeffdeal,name,account_name,kind,amount")


def test_a_draft_that_is_not_there_has_no_plan(ana: Browser) -> None:
    assert ana.get("/rules/drafts/77/plan").status_code == 404
    assert ana.post(PLAN, data={"past": "sometimes"}).status_code in {400, 422}
    assert ana.post(f"{PLAN}/give-up").status_code == 303
