"""Whom a comment can mention is offered while somebody types it."""

from playwright.sync_api import BrowserContext, expect


def test_names_are_offered_after_the_sign_and_taken_by_keys(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/exceptions/40?view=list")
    comment, offered = page.locator("#comment"), page.locator(".offered button")
    comment.press_sequentially("ana@ben, ask")
    expect(offered).to_have_count(0)
    comment.press_sequentially(" @ch")
    expect(offered).to_have_text(["Ben Cho"])
    comment.press("Tab")
    expect(offered).to_be_focused()
    page.keyboard.press("Enter")
    expect(comment).to_have_value("ana@ben, ask @Ben Cho ")
    expect(comment).to_be_focused()
    expect(offered).to_have_count(0)
