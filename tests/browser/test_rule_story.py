"""A rule from an exception, by keyboard alone: drafted, tried, and published by another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bridge.adapters.store.database import Store
from bridge.console.serving.server import served
from bridge.flow import judging
from bridge.flow.rulebook import publishing
from bridge.flow.rulebook.editions import Edition
from bridge.mappers.read import seeds
from bridge.model.dossier import Dossier
from bridge.people.roles import Role
from bridge.queue.life import CaseState, ResolvedBy
from bridge.sandbox import world
from bridge.settings import Settings
from tests.adapters.store.opening import opened
from tests.console.building import NOWHERE, a_console
from tests.flow.people.peopling import ADMIN, ANA, BEN, CHEAP, PASSWORD, People, Watch
from tests.mappers import scenarios
from tests.stories.stand import SHIPPED, edition_of

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
#: More than a page of this story has to tab through.
TABS_MAX = 90


@dataclass(frozen=True, slots=True)
class House:
    """A console that asks who comes, over books with one exception."""

    address: str
    people: People

    @property
    def store(self) -> Store:
        return self.people.store

    def passes(self, rules: Edition) -> None:
        """Judge the deal, as a pass does."""
        watch, sold = self.people.watch, the_deal()
        patience = judging.Patience(now=watch(), since=watch(), limit=timedelta(days=1))
        judged = judging.judge(sold, rules.rulebook, patience)
        with self.store.transaction("judged") as tx:
            tx.dossiers.keep_rulebook(rules.rulebook.version, rules.files)
            tx.dossiers.keep(sold)
            tx.judgements.record(judged)


def the_deal() -> Dossier:
    """Return a deal over a product of which neither a row nor a golden deal knows."""
    text = UNKNOWN.read_text(encoding="utf-8").replace("GPU-BURST", "GPU-SPOT")
    known = seeds.parse(text, where=UNKNOWN.name)
    return scenarios.dossier("O-ELM", known.records, known.frame)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Ana triages and writes rules, Ben approves them."""
    watch = Watch()
    file = tmp_path_factory.mktemp("story") / "bridge.sqlite"
    settings = Settings.model_validate({**NOWHERE, "console": {"port": 0}})
    with opened(f"sqlite:///{file}", watch) as store, a_console(store) as built:
        people = People(store, watch)
        people.administering("root").first(ADMIN, PASSWORD)
        people.add(ANA, Role.FINANCE_REVIEWER, Role.RULES_ADMIN)
        people.add(BEN, Role.APPROVER)
        ends = replace(built.ends, clock=watch)
        console = replace(built, ends=ends, settings=settings, passwords=CHEAP)
        with served(console) as address:
            found = House(address, people)
            found.passes(edition_of(SHIPPED))
            yield found


def typed(page: Page, *keys: str) -> None:
    page.wait_for_load_state()  # a page that is on its way takes no key
    for key in keys:
        page.keyboard.press(key)


def tabbed_to(page: Page, wanted: Locator) -> None:
    """Go through the page with the tab key, as far as what is wanted."""
    page.wait_for_load_state()
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"no key leads to {wanted}")


def says(page: Page, label: str, text: str) -> None:
    """Write into a field and send its form by the button behind it."""
    tabbed_to(page, page.get_by_label(label))
    page.keyboard.type(text)
    typed(page, "Tab", "Enter")


def chooses(page: Page, field: Locator, value: str) -> None:
    """Go through the choices of a field, as far as the one that is wanted."""
    expect(field).to_be_focused()
    for _ in range(field.locator("option").count()):
        if field.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} is no choice")


def signed_in(page: Page, name: str, path: str) -> None:
    page.goto(path)
    tabbed_to(page, page.get_by_label("Name"))
    page.keyboard.type(name)
    typed(page, "Tab")
    page.keyboard.type(PASSWORD)
    typed(page, "Enter")
    expect(page.locator(".person")).to_contain_text(name)


def drafts(page: Page) -> None:
    """Make a rule of the exception, look at what it clears, and send it for approval."""
    typed(page, "j")
    expect(page.locator("#panel article")).to_have_attribute("data-number", "1")
    typed(page, "1")
    product = page.locator("details[open] [name='cell:product']")
    expect(product).to_be_focused()
    expect(product).to_have_value("GPU-SPOT")
    typed(page, "Tab")
    page.keyboard.type("SUB-ULT")
    typed(page, "Tab")
    chooses(page, page.locator("[name='cell:recognition']"), "STRAIGHT_LINE_EVEN")
    typed(page, "Tab", "Enter")
    expect(page).to_have_url(re.compile(r"/rules/copies/1\?as=preview"))
    expect(page.locator("#view")).to_contain_text("Of 1 that were tried it would clear 1:")
    expect(page.locator("#toast")).to_contain_text("exception 1, which waits for it")
    says(page, "Why the rules change", "GPU time is sold on the spot")
    expect(page.locator("h1")).to_have_text("Draft 1")
    expect(page.get_by_role("button", name="Approve draft 1")).to_be_disabled()
    expect(page.locator(".head")).to_contain_text("waits for approval")


def approves(page: Page) -> None:
    """Find the draft, approve it, which takes the password once more, and publish it."""
    typed(page, "g", "r")
    expect(page.locator("h1")).to_have_text("Rules")
    tabbed_to(page, page.get_by_role("link", name="Draft 1"))
    typed(page, "Enter")
    expect(page.locator("table")).to_contain_text("GPU-SPOT")
    says(page, "Why it is right", "the price list has it")
    expect(page.locator("h1")).to_have_text("Prove who you are")
    expect(page.get_by_label(f"Password of {BEN}")).to_be_focused()
    page.keyboard.type(PASSWORD)
    typed(page, "Enter")
    expect(page.locator("#toast")).to_contain_text("You approved draft 1.")
    typed(page, "p")
    expect(page.locator("#toast")).to_contain_text("Draft 1 was published as number 1")


def test_an_exception_becomes_a_rule_that_another_person_publishes_and_is_cleared(
    address: str,  # noqa: ARG001 - a world is filled before there is a browser
    house: House,
    chromium: Browser,
) -> None:
    watch, store = house.people.watch, house.store
    with chromium.new_context(base_url=house.address) as desk:
        ana = desk.new_page()
        signed_in(ana, ANA, "/exceptions?view=list")
        drafts(ana)
    with chromium.new_context(base_url=house.address) as desk:
        ben = desk.new_page()
        signed_in(ben, BEN, "/")
        watch.on(minutes=20)  # longer than a proof lasts, and no session ends
        approves(ben)
        published = publishing.in_force(store, watch())
        assert published is not None
        house.passes(published)
        typed(ben, "g", "e")
        expect(ben.locator("#tabs a").first).to_have_text("Open 0")
    with store.reading() as view:
        case = view.cases.known(1)
    assert (case.state, case.resolved_by) == (CaseState.RESOLVED, ResolvedBy.RULES)
    assert store.verify() == ()
