"""A session that is about to end, while somebody types."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from bridge.console.parts import Pace
from bridge.console.serving.server import served
from bridge.people.roles import Role
from bridge.settings import Settings
from tests.adapters.store.opening import judge
from tests.console.building import NOWHERE, a_console
from tests.flow.people.conftest import empty, nobody, people
from tests.flow.people.peopling import ANA, CHEAP, PASSWORD, People
from tests.ledger.building import flagged

__all__ = ["empty", "nobody", "people"]
ANYWHERE = Settings.model_validate({**NOWHERE, "console": {"port": 0}})
#: Looks often: what a quarter of a minute brings is not waited for.
OFTEN = Pace(look_s=0.2, beat_s=0.2)


@pytest.fixture
def desk(people: People) -> Iterator[str]:
    """The address of a console where people sign in, with one exception."""
    people.add(ANA, Role.FINANCE_REVIEWER)
    judge(people.store, flagged())
    with a_console(people.store) as built:
        seen = replace(built, passwords=CHEAP, pace=OFTEN, settings=ANYWHERE)
        with served(seen) as address:
            yield address


def signs_in(page: Page) -> None:
    page.get_by_label("Name").fill(ANA)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_who_is_warned_stays_signed_in_and_who_was_signed_out_loses_nothing(
    chromium: Browser, desk: str, people: People
) -> None:
    with chromium.new_context(base_url=desk) as window:
        page = window.new_page()
        page.goto("/exceptions/1?view=list")
        signs_in(page)
        comment, banner = page.locator("#comment"), page.locator("#line")
        comment.fill("they call back on Monday")
        people.watch.on(minutes=28)
        expect(banner).to_contain_text("Your session ends in 2 min.")
        people.watch.on(minutes=1)
        expect(banner).to_contain_text("Your session ends in 1 min.")
        banner.get_by_role("button", name="Stay signed in").click()
        expect(banner).to_be_empty()
        people.watch.on(minutes=31)
        expect(banner).to_contain_text("Your session has ended.")
        page.get_by_role("button", name="Comment", exact=True).click()
        expect(page.locator("#problem")).to_contain_text("what you typed stays here")
        with window.expect_page() as beside:
            banner.get_by_role("link", name="Sign in again").click()
        signs_in(beside.value)
        expect(beside.value.locator("h1")).to_have_text("You proved who you are")
        beside.value.close()
        page.get_by_role("button", name="Comment", exact=True).click()
        expect(page.locator("#toast")).to_contain_text("you commented")
        expect(page.locator(".history").first).to_contain_text("they call back on Monday")
