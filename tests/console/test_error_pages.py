"""What a person sees whose request came to nothing: in sentences, and within the console."""

import re
from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter

from bridge.console.app import create_app
from bridge.console.parts import Console
from bridge.errors import BridgeError, Misconfigured, NotPermitted, Refused
from tests.console.building import Browser, browser

SIGN_OUT, OVERVIEW, DEALS = "Sign out", 'href="/"', 'href="/deals"'


def page_of(console: Console, error: BridgeError) -> str:
    return raising(browser(console), error)("/raised")


def raising(visitor: Browser, error: BridgeError) -> Callable[[str], str]:
    routes = APIRouter()

    @routes.get("/raised")
    def _raised() -> None:
        raise error

    visitor.app.include_router(routes)
    return lambda path: visitor.get(path).text


def words(page: str) -> str:
    """Return the text of the main part of a page, with single spaces."""
    main = page.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return " ".join(re.sub("<[^>]+>", " ", main).split())


def test_who_meets_a_refusal_of_the_other_system_goes_on_from_there(console: Console) -> None:
    page = page_of(console, Refused("netsuite", "add", "NO_CUSTOMER", "there is none"))
    assert "netsuite: add: NO_CUSTOMER: there is none." in words(page)
    assert DEALS in page


def test_a_problem_is_told_in_sentences_with_its_place(console: Console) -> None:
    error = Misconfigured(
        "the daemon makes no statements", where="reconcile.every_h", act="set it to hours"
    )
    told = "The daemon makes no statements. Set it to hours. Where: reconcile.every_h Request"
    assert told in words(page_of(console, error))


def test_who_may_not_do_one_thing_stays_signed_in_and_sees_one_way_out(console: Console) -> None:
    error = NotPermitted("not yours", where="this page", act="ask an approver")
    page = page_of(console, error)
    assert page.count(SIGN_OUT) == 1
    stranger = Browser(create_app(replace(console, guest=None)))
    bare = raising(stranger, error)("/raised")
    assert (bare.count(SIGN_OUT), DEALS in bare, OVERVIEW in bare) == (1, False, True)
