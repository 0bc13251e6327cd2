"""The page Explain, as it is printed, and what is long on a phone."""

import pytest
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


@pytest.mark.parametrize("path", ["/ledger/proof", f"/explain?ref={key('Order', RAMP)}"])
def test_what_is_long_is_broken_where_a_phone_ends(window: BrowserContext, path: str) -> None:
    page = window.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    expect(page.locator("main code").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for said in page.locator(".chapters details[open] dd").all():
        assert said.evaluate("it => it.clientWidth") > 300
