"""What a page learns while it is open, also without a line; writes go on all the same."""

import re
from contextlib import suppress

from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from bridge.adapters.store.database import Store
from tests.adapters.store.opening import judge
from tests.console.showing import an_exception

_MINUTES = 6
#: Pages share one look at the books, which is made anew every two seconds.
_LOOKS_EVERY_MS = 3000


def test_new_exceptions_are_offered_and_move_no_row(
    window: BrowserContext, world: tuple[str, Store]
) -> None:
    page = window.new_page()
    with page.expect_request("**/events"):
        page.goto("/exceptions?view=list&sort=newest")
    first = page.locator("#rows tr").first.get_attribute("id")
    count = page.locator("#count-exceptions").inner_text()
    judge(world[1], an_exception(101), an_exception(102))
    expect(page.locator("#fresh")).to_contain_text("2 new, show")
    expect(page.locator("#count-exceptions")).to_have_text(str(int(count) + 2))
    expect(page.locator("#tabs a").first).to_have_text(f"Open {int(count) + 2}")
    assert page.locator("#rows tr").first.get_attribute("id") == first
    page.keyboard.press(".")
    expect(page.locator("#rows tr").first).not_to_have_id(str(first))
    expect(page.locator("#fresh")).to_be_empty()


def minutes_later(page: Page, told: Locator, text: str) -> None:
    """Let minutes pass until it is told: the first answer may be of a look that was made before."""
    for _ in range(_MINUTES - 1):
        page.clock.fast_forward("01:00")
        with suppress(AssertionError):
            expect(told).to_have_text(re.compile(text or "^$"), timeout=_LOOKS_EVERY_MS)
            return
    page.clock.fast_forward("01:00")
    expect(told).to_have_text(re.compile(text or "^$"))


def test_without_a_line_a_quiet_banner_stands_and_writes_still_work(
    window: BrowserContext, world: tuple[str, Store]
) -> None:
    """The stream fails and the question does not: as behind a proxy that lets no stream pass."""
    page = window.new_page()
    is_held = False

    def answered(route: Route) -> None:
        is_stream = "event-stream" in route.request.headers["accept"]
        if is_stream and not is_held:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.clock.install()
    page.route("**/events", answered)
    page.goto("/exceptions/30?view=list")
    banner = page.locator("#line")
    expect(banner).to_contain_text("Live updates are paused")
    page.keyboard.press("a")
    expect(page.locator("#toast")).to_contain_text("you made Ana Example answer for it")
    expect(page.locator("#row-30")).to_contain_text("Ana Example")
    judge(world[1], an_exception(103))
    minutes_later(page, page.locator("#fresh"), "1 new, show")
    expect(banner).to_contain_text("Live updates are paused")
    is_held = True
    minutes_later(page, banner, "")
    page.keyboard.press("z")
    expect(page.locator("#toast")).to_contain_text("taken back")


def test_a_rule_is_written_with_words_that_are_offered_and_checked_at_its_line(
    window: BrowserContext, world: tuple[str, Store]
) -> None:
    page = window.new_page()
    page.goto("/rules")
    page.get_by_label("What for").fill("the editor")
    page.get_by_role("button", name="Begin a working copy").click()
    expect(page.locator("h1")).to_have_text("the editor")
    page.goto(f"{page.url.partition('?')[0]}?file=ramps.yaml&as=text")
    area = page.locator("#text")
    kept = area.input_value()
    area.focus()
    with page.expect_response("**/words"):
        page.keyboard.type("own")
    offers = page.locator("#offers li")
    expect(offers.first).to_contain_text("owner")
    page.keyboard.press("Enter")
    expect(area).to_have_value(f"owner{kept}")
    wrong = page.locator("#findings [data-line='1'][data-severity=error]")
    expect(wrong.last).to_contain_text("unknown key 'ownerlanguage'")
    expect(page.locator(".gutter")).to_contain_text("▲1")
    page.keyboard.press("Control+z")
    expect(area).to_have_value(f"own{kept}")
    for _ in "own":  # how many letters one step takes back depends on how fast they were typed
        if area.input_value() != kept:
            page.keyboard.press("Control+z")
    expect(area).to_have_value(kept)
    expect(page.locator("#findings [data-severity=error]")).to_have_count(0)
    area.evaluate("one => one.setSelectionRange(0, 0)")
    page.keyboard.type("# by hand")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("Saved as revision 2", timeout=20_000)
    expect(page.locator("#text")).to_have_value(f"# by hand\n{kept}")
    with world[1].reading() as view:
        copy = max(view.copies.open(), key=lambda one: one.number)
    with world[1].transaction("rules_edited", actor="Ana Example") as tx:
        tx.copies.discard(copy.number, copy.revision)
