"""The triage of a morning: by keyboard alone, without JavaScript, and by two people at once."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from bridge.adapters.store.database import Store
from bridge.queue.acts import Assign
from bridge.queue.life import CaseState

AN_EXCEPTION = re.compile(r"/exceptions/\d+\?")


def typed(page: Page, *keys: str) -> None:
    page.wait_for_load_state()  # a page that is on its way takes no key
    for key in keys:
        page.keyboard.press(key)


def held_up(page: Page, *keys: str) -> list[Route]:
    """Go to a row by keys; what the bridge is asked about it is not answered yet."""
    late: list[Route] = []

    def asked(route: Route) -> None:  # Playwright cannot hold on to a method of a list
        late.append(route)

    page.route(AN_EXCEPTION, asked)
    with page.expect_request(AN_EXCEPTION):
        typed(page, *keys)
    return late


def test_a_queue_is_triaged_by_keyboard_alone(
    window: BrowserContext, world: tuple[str, Store]
) -> None:
    page = window.new_page()
    page.goto("/")
    typed(page, "g", "e")
    expect(page).to_have_url(re.compile("/exceptions$"))
    page.wait_for_load_state()
    typed(page, "j", "j", "Enter")
    expect(page).to_have_url(re.compile("cause=[0-9a-f]{64}"))
    page.wait_for_load_state()
    typed(page, "j")
    panel = page.locator("#panel article")
    expect(panel).to_have_attribute("data-number", "3")
    typed(page, "j")
    expect(panel).to_have_attribute("data-number", "6")
    expect(page).to_have_url(re.compile(r"/exceptions/6\?.*cause="))
    typed(page, "a")
    expect(page.locator("#toast")).to_contain_text("you made Ana Example answer for it")
    expect(page.locator("#row-6")).to_contain_text("Ana Example")
    typed(page, "z")
    expect(page.locator("#toast")).to_contain_text("1 exception taken back")
    typed(page, "j", "k", "2")
    expect(page.locator("details[open] textarea")).to_be_focused()
    page.keyboard.type("please enter the end date")
    typed(page, "Tab", "Enter")
    expect(page.locator("#toast")).to_contain_text("you sent it to sales as a task")
    expect(page.locator("#row-6")).to_contain_text("waiting for sales")
    typed(page, "?")
    expect(page.locator("#keys")).to_contain_text("Assign to me")
    typed(page, "Escape")
    expect(page.locator("#keys")).not_to_be_visible()
    with world[1].reading() as view:
        case = view.cases.known(6)
    assert (case.state, case.lived.life.assignee) == (CaseState.WAITING, None)


def test_many_are_chosen_and_assigned_by_keyboard(
    window: BrowserContext, world: tuple[str, Store]
) -> None:
    page = window.new_page()
    page.goto("/exceptions?view=list&sort=newest")
    typed(page, "j", "x", "j", "j", "Shift+X")
    expect(page.locator("[data-chosen]")).to_have_text("3")
    typed(page, "a")
    expect(page.locator("#toast")).to_contain_text("3 exceptions done.")
    expect(page.locator("[data-chosen]")).to_have_text("0")
    typed(page, "Escape", "z")
    expect(page.locator("#toast")).to_contain_text("3 exceptions taken back.")
    with world[1].reading() as view:
        assert view.lists.exceptions.owners() == ()


def test_keys_that_are_faster_than_the_bridge_wait_for_its_answers(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/exceptions?view=list&sort=newest")
    late = held_up(page, "j")
    typed(page, "2", *"please")
    expect(page.locator("#panel")).to_contain_text("Choose an exception")
    late[0].continue_()
    field = page.locator("details[open] textarea")
    expect(field).to_have_value("please")
    expect(field).to_be_focused()


def test_a_row_that_comes_late_takes_no_undo_away(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/exceptions?view=list&sort=newest")
    late = held_up(page, "j", "x")
    typed(page, "a")
    expect(page.locator("#toast")).to_contain_text("1 exception done.")
    late[0].continue_()
    expect(page.locator("#panel article")).to_be_visible()
    page.unroute_all()
    typed(page, "z")
    expect(page.locator("#toast")).to_contain_text("1 exception taken back.")


def test_letters_are_commands_only_for_those_who_want_it(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/exceptions?view=list")
    page.locator("#q").focus()
    page.keyboard.type("jax")
    expect(page.locator("#q")).to_have_value("jax")
    page.goto("/exceptions?view=list")
    typed(page, "?")
    page.get_by_label("Single keys are commands").uncheck()
    typed(page, "Escape", "j", "g", "o")
    expect(page.locator("[data-row][aria-current]")).to_have_count(0)
    expect(page).to_have_url(re.compile("view=list"))


def test_a_list_grows_where_it_ends_and_a_filter_needs_no_button(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/exceptions?view=list&currency=USD&sort=largest")
    page.goto("/exceptions?view=list")
    rows = page.locator("#rows tr[id^=row]")
    expect(rows).to_have_count(50)
    page.locator("#more").scroll_into_view_if_needed()
    expect(page.locator("#more")).to_have_count(0)
    assert rows.count() > 50
    page.locator("#q").fill("hooli")
    expect(page).to_have_url(re.compile("q=hooli"))
    expect(rows.first).to_contain_text("Hooli Aerospace")
    assert rows.count() < 50


def test_the_second_of_two_people_is_shown_what_the_first_did(
    window: BrowserContext, world: tuple[str, Store]
) -> None:
    page = window.new_page()
    page.goto("/exceptions/20")
    with world[1].transaction("triage", actor="Ben Cho") as tx:
        tx.lives.act(20, Assign("Ben Cho"))
    typed(page, "h")
    page.locator("details[open] [name=until]").fill("2027-01-31")
    page.locator("details[open] [name=reason]").fill("the quarter ends")
    page.get_by_role("button", name="Let it rest").click()
    expect(page.locator("#panel [role=alert]")).to_contain_text("Somebody acted meanwhile")
    expect(page.locator("#panel")).to_contain_text("made Ben Cho answer for it")
    expect(page.locator("details[open] [name=reason]")).to_have_value("the quarter ends")
    page.get_by_role("button", name="Let it rest").click()
    expect(page.locator("#toast")).to_contain_text("let it rest until 2027-01-31")
    with world[1].transaction("triage", actor="Ben Cho") as tx:
        tx.lives.act(20, Assign(None))


def test_the_queue_works_without_javascript(chromium: Browser, address: str) -> None:
    window = chromium.new_context(base_url=address, java_script_enabled=False)
    with window:
        page = window.new_page()
        page.goto("/exceptions")
        page.get_by_role("link", name="List").click()
        page.locator("#q").fill("globex")
        page.get_by_role("button", name="Filter").click()
        expect(page.locator("#rows")).not_to_contain_text("Acme")
        page.locator("#row-10 [data-row]").click()
        page.locator("#panel").get_by_role("button", name="Assign to me").click()
        expect(page.locator("#toast")).to_contain_text("you made Ana Example answer for it")
        expect(page).to_have_url(re.compile("q=globex"))
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#toast")).to_contain_text("taken back")
        page.goto("/exceptions?view=list")
        page.locator("#row-4 [name=number]").check()
        page.get_by_role("button", name="Snooze").click()
        expect(page.locator("h1")).to_have_text("This cannot be done")
