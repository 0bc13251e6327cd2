"""The search over everything, by keyboard from any page."""

from playwright.sync_api import BrowserContext, expect


def test_what_is_searched_is_found_while_one_types_and_opened_by_keys(
    window: BrowserContext,
) -> None:
    page = window.new_page()
    page.goto("/settings/thresholds")
    page.keyboard.press("Control+k")
    box, hits = page.locator("#everything"), page.locator("#hits li a")
    expect(box).to_be_focused()
    box.press_sequentially("#12")
    expect(page.locator("#hits [data-asked='#12']")).to_be_visible()
    expect(hits).to_have_count(1)
    expect(page.locator("#hit-count")).to_have_text("1 found")
    page.keyboard.press("ArrowDown")
    expect(hits).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".panel")).to_contain_text("Exception 12")
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
