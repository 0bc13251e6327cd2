"""What a page learns while it is open, also without a line; writes go on all the same."""

from playwright.sync_api import BrowserContext, Route, expect

from bridge.adapters.store.database import Store
from tests.adapters.store.opening import judge
from tests.browser.world import an_exception


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
    page.clock.fast_forward("01:00")
    expect(page.locator("#fresh")).to_contain_text("1 new, show")
    expect(banner).to_contain_text("Live updates are paused")
    is_held = True
    page.clock.fast_forward("01:00")
    expect(banner).to_be_empty()
    page.keyboard.press("z")
    expect(page.locator("#toast")).to_contain_text("taken back")
