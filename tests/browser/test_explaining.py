"""The page Explain, as it is printed."""

from playwright.sync_api import BrowserContext, expect

from tests.console.showing import RAMP
from tests.mappers.scenarios import key


def test_an_explanation_is_printed_whole_and_without_what_only_a_screen_needs(
    window: BrowserContext,
) -> None:
    page = window.new_page()
    page.goto(f"/explain?ref={key('Order', RAMP)}")
    closed = page.locator(".chapters details:not([open]) dd").first
    expect(closed).to_be_hidden()
    page.emulate_media(media="print")
    expect(closed).to_be_visible()
    for name in ("nav", "form.filters"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator(".sentence")).to_be_visible()
