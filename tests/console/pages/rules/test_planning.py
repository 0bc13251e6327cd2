"""The page on which a draft is tried on all that was sold."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bridge.adapters.store.database import Store
from bridge.console.app import create_app
from bridge.console.parts import Console
from bridge.flow.replaying.planning import Wanted
from bridge.flow.rulebook import publishing
from bridge.flow.rulebook.publishing import Publishing
from bridge.model.ids import Digest
from bridge.people.roles import Role
from bridge.rulebooks.replay.closing import Past
from tests.console.building import Browser, a_console, a_reader, browser
from tests.flow.replaying.books import books, otherwise
from tests.rulebooks.replay.test_plan import EVEN, FRONT, changed, form_of, held
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
    assert "Closed periods: The first open period takes up the difference" in draft
    assert ana.get(f"{PLAN}.xlsx").content[:2] == b"PK"
    assert ana.get(f"{PLAN}.csv").text.startswith("\ufeffdeal,name,account_name,kind,amount")


@pytest.fixture(scope="module")
def kept(console: Console) -> str:
    """Keep a plan of another draft in which two closed months are touched; return its address."""
    steps = Publishing(console.store, console.clock, "bob")
    drafted = steps.suggest(otherwise("[ENT, SUB-ENT", "[ENT, SUB-ULT"), "another item", ())
    form = form_of(changed(EVEN, FRONT), changed(held("X"), EVEN), past=Past.CORRECT)
    with console.store.transaction("rules_planned", actor="bob") as tx:
        tx.plans.keep(Digest("1" * 64), {**form, "draft": drafted.version})
    return f"/rules/drafts/{drafted.number}/plan"


@pytest.mark.parametrize(
    ("some", "every", "words"),
    [
        (1, 1, ("1 deal was tried, 1 comes out otherwise", "1 tried, 1 comes", "1 stands as")),
        (2, 8, ("8 deals were tried, 2 come out otherwise", "8 tried, 2 come", "2 stand as")),
    ],
)
def test_a_draft_counts_deals_in_words_that_fit_one_deal_too(
    console: Console, some: int, every: int, words: tuple[str, str, str]
) -> None:
    steps = Publishing(console.store, console.clock, "bob")
    drafted = steps.suggest(otherwise("[ENT, SUB-ENT", f"[ENT, SUB-{every}"), "an item", ())
    counts = {"tried": every, "differing": some, "decided": some}
    rules = {"draft": drafted.version, "in_force": console.edition().rulebook.version}
    with console.store.transaction("rules_planned", actor="bob") as tx:
        tx.plans.keep(Digest(drafted.version), {**form_of(), **rules, **counts})
    ana, path = browser(console), f"/rules/drafts/{drafted.number}"
    assert words[0] in ana.get(path).text
    plan = ana.get(f"{path}/plan").text
    assert all(one in plan for one in words[1:])


def test_a_plan_shows_closed_periods_entries_rows_and_deals(ana: Browser, kept: str) -> None:
    page = ana.get(kept).text
    for title in (
        "Closed periods that would be touched",
        "Recognised late, in the first open period",
        "Correcting entries",
        "By period",
        "By row",
    ):
        assert f"<h2>{title}</h2>" in page
    assert "deferred revenue" in page
    assert "translated: SUB (as_priced, FRONT)" in page
    assert 'href="/deals/801"' in page


def test_a_plan_over_a_part_or_against_other_rules_leaves_the_warning(
    ana: Browser, console: Console, kept: str
) -> None:
    page = ana.get(kept.removesuffix("/plan")).text
    assert "Nobody has looked" in page
    assert "against rules that are not in force" in page
    number = int(kept.split("/")[3])
    with console.store.transaction("rules_planned", actor="bob") as tx:
        version = publishing.road_of(tx).drafts[number].version
        last = tx.plans.latest(version)
        assert last is not None
        in_force = console.edition().rulebook.version
        form = {**last.form, "in_force": in_force, "part": "a sample of 1"}
        tx.plans.keep(Digest("1" * 64), form)
    page = ana.get(kept.removesuffix("/plan")).text
    assert "Nobody has looked" in page
    assert "over a part of the deals alone (a sample of 1)" in page


def test_the_deals_of_a_plan_can_be_narrowed_and_taken_away(ana: Browser, kept: str) -> None:
    asked = f"{kept}?kind=otherwise&subsidiary=US-INC&customer=acme"
    assert "translated: SUB (as_priced, FRONT)" in ana.get(asked).text
    assert "No deal of the plan is as you asked" in ana.get(f"{kept}?customer=globex").text
    lines = ana.get(f"{kept}.csv?kind=otherwise").text.splitlines()
    assert len(lines) == 1 + 3  # January to March
    assert lines[1].split(",")[:4] == ["801", "00000100", "Acme", "represented otherwise"]
    assert ",2026-01,1.00,USD,1.60,USD" in lines[1]


def test_a_replay_is_given_up_by_whoever_began_it_or_drafts_rules_and_by_nobody_else(
    ana: Browser, console: Console
) -> None:
    go_on, replays = threading.Event(), ana.app.state.replays

    def late() -> Wanted:
        assert go_on.wait(timeout=30)
        edition = edition_of(SHIPPED)
        return Wanted(draft=edition, in_force=edition)

    with console.store.reading() as view:
        version = publishing.road_of(view).drafts[1].version
    replays.begin(console.store, late, version, "Cy Example")
    try:
        assert "You cannot: Cy Example or a rules admin can do this." in ana.get(PLAN).text
        refused = ana.post(f"{PLAN}/give-up")
        assert (refused.status_code, "Cy Example began it" in refused.text) == (403, True)
        admin = Browser(create_app(guest(console, Role.RULES_ADMIN)))
        admin.app.state.replays = replays
        assert admin.post("/rules/drafts/77/plan/give-up").status_code == 404
        assert replays.of(version).runs
        assert admin.post(f"{PLAN}/give-up").status_code == 303
    finally:
        go_on.set()
        replays.wait()
    assert replays.of(version).says == "it was given up"
    viewer = Browser(create_app(guest(console, Role.VIEWER)))
    assert viewer.post(PLAN, data={"past": "stop"}).status_code == 403


def guest(console: Console, role: Role) -> Console:
    return replace(console, guest=a_reader(role, name="Dee Example"))


def test_a_draft_that_is_not_there_has_no_plan(ana: Browser) -> None:
    assert ana.get("/rules/drafts/77/plan").status_code == 404
    assert ana.post(PLAN, data={"past": "sometimes"}).status_code in {400, 422}
    assert ana.post(f"{PLAN}/give-up").status_code == 303


def test_a_draft_whose_plan_is_stopped_cannot_be_approved_until_somebody_says_what_comes_of_it(
    ana: Browser, console: Console
) -> None:
    steps = Publishing(console.store, console.clock, "bob")
    draft = steps.suggest(
        otherwise("SUB-ENT, STRAIGHT_LINE_EVEN", "SUB-ENT, AT_ONCE"), "at once", ()
    )
    path = f"/rules/drafts/{draft.number}"

    def keep(past: Past, asked: str) -> str:
        form = form_of(changed(EVEN, FRONT), past=past)
        version = console.edition().rulebook.version
        with console.store.transaction("rules_planned", actor="bob") as tx:
            tx.plans.keep(Digest(asked * 64), {**form, "draft": draft.version, "in_force": version})
        return str(form["digest"])

    stopped = keep(Past.STOP, "8")
    page = ana.get(path).text
    assert "<strong>Stopped.</strong> 2026-01, 2026-02 are closed" in page
    assert "You cannot: its plan is stopped." in page
    assert 'aria-label="Closed periods that would be touched"' in page
    refused = ana.post(f"{path}/approve", data={"reason": "well", "plan": stopped})
    assert (refused.status_code, "stops it" in refused.text) == (422, True)
    corrects = keep(Past.CORRECT, "7")
    page = ana.get(path).text
    assert f'name="plan" value="{corrects}"' in page
    assert "2 lines of correcting entries are to be posted in 2026-03" in page
    late = ana.post(f"{path}/approve", data={"reason": "well", "plan": stopped})
    assert "Its plan over all deals is" in late.text
    before = ana.post(f"{path}/approve", data={"reason": "well", "plan": ""})
    assert (before.status_code, "Its plan over all deals is" in before.text) == (409, True)
    done = ana.post(f"{path}/approve", data={"reason": "well", "plan": corrects})
    assert done.status_code == 303
    page = ana.get(path).text
    assert f"(plan <code>{corrects[:12]}</code>)" in page
    assert "<dd>The first open period takes up the difference</dd>" in page
    again = keep(Past.PROSPECTIVE, "6")
    page = ana.get(path).text
    assert "approved it without what its plan says of closed periods" in page
    assert f'name="plan" value="{again}"' in page
    told = ana.get("/api/v1/rules/history").json()["drafts"][draft.number - 1]["plan"]
    assert (told["digest"], told["past"], told["closed"][0]["difference"]) == (
        corrects,
        "correct",
        "0.60",
    )
