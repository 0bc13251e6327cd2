"""What holds for every page: accessible in both themes, quiet, light, and from here alone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Response,
    ViewportSize,
    expect,
)

from bridge.adapters.store.database import Store
from bridge.console.security.sessions import EVENTS
from tests.browser.world import where_people_sign_in
from tests.console.showing import OWN, addresses
from tests.flow.people.peopling import ANA, PASSWORD

REDIRECTS = (302, 303)
CHECKER = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
#: What WCAG 2.2 asks for on levels A and AA.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: What another theme may change, and what takes the checker longest.
COLOURS = ["color-contrast", "link-in-text-block"]
#: The rows of a list are alike; three of them tell.
#: What a page may be, with all that it needs, as it comes compressed.
PAGE_MAX_BYTES, SCRIPT_MAX_BYTES, NODES_MAX = 90_000, 25_000, 2_500
#: What the editor of rules as text may be beyond that.
EDITOR_MAX_BYTES = 170_000 - SCRIPT_MAX_BYTES
PHONE: ViewportSize = {"width": 390, "height": 844}
SOME_ROWS = [["tbody tr:nth-child(n+4)"], ["option:nth-child(n+3)"]]
#: Marks what has a text of its own and looks like nothing that was seen on another page.
NEW_LOOKS = """(seen) => {
  const known = new Set(seen), found = [];
  const marks = ["class", "aria-current", "type", "disabled", "checked", "open", "scope"];
  const look = (each) => [each.tagName, ...marks.map((one) => each.getAttribute(one))].join();
  const walk = (each, path) => {
    const whole = `${path}>${look(each)}`;
    const says = [...each.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    const speaks = says || each.matches("input, select, textarea");
    if (speaks && !known.has(whole) && each.checkVisibility()) {
      known.add(whole);
      found.push(whole);
      each.dataset.looksNew = "";
    }
    for (const one of each.children) walk(one, whole);
  };
  walk(document.body, "");
  return found;
}"""


@dataclass
class Watched:
    """A page under its own policy, what it complains of, and all that it loads."""

    page: Page
    inside: CDPSession
    complaints: list[str] = field(default_factory=list)
    loaded: list[Response] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)  #: bytes, as a file came the first time
    looks: list[str] = field(default_factory=list)

    def asks(self, script: str, *given: object) -> Any:
        """Run a script as the tools of developers do: no policy of a page forbids them."""
        call = f"({script})({','.join(map(json.dumps, given))})" if given else script
        asked = {"expression": call, "awaitPromise": True, "returnByValue": True}
        answer = self.inside.send("Runtime.evaluate", asked)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def check(self, context: dict[str, Any], options: dict[str, Any]) -> Iterator[str]:
        quick = {"resultTypes": ["violations"], "preload": False, **options}
        run = "async (context, options) => (await axe.run(context, options)).violations"
        for one in self.asks(run, context, quick):
            yield from (f"{one['id']}: {node['html'][:200]}" for node in one["nodes"])


def watched(window: BrowserContext) -> Watched:
    page = window.new_page()
    found = Watched(page, window.new_cdp_session(page))

    def told(message: ConsoleMessage) -> None:
        # That a page was not found is told by its status, which the browser repeats.
        if message.type in {"error", "warning"} and "404" not in message.text:
            found.complaints.append(message.text)

    def came(answer: Response) -> None:
        found.loaded.append(answer)

    page.on("console", told)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("response", came)
    return found


def inaccessible(here: Watched) -> Iterator[str]:
    """Yield what a checker finds on the page: as it is built, and how it looks in each theme."""
    here.asks(f"{CHECKER};0")
    built = {"runOnly": LEVELS, "rules": {rule: {"enabled": False} for rule in COLOURS}}
    yield from here.check({"exclude": SOME_ROWS}, built)
    looks = here.asks(NEW_LOOKS, here.looks)
    here.looks += looks
    for theme in ("light", "dark") if looks else ():
        here.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        coloured = {"runOnly": {"type": "rule", "values": COLOURS}}
        found = here.check({"include": [["[data-looks-new]"]]}, coloured)
        yield from (f"{theme}: {one}" for one in found)


def measure(here: Watched) -> None:
    """Keep how large each file was when it came: later the browser has it already."""
    whole = (one for one in here.loaded if not one.url.endswith(EVENTS))  # these never end
    for one in whole:
        if one.url not in here.sizes and one.status not in REDIRECTS:
            here.sizes[one.url] = one.request.sizes()["responseBodySize"]


def too_heavy(here: Watched) -> Iterator[str]:
    """Yield which budgets a page exceeds in a browser that has nothing yet."""
    named = here.asks("performance.getEntriesByType('resource').map((one) => one.name)")
    measure(here)  # what came last may have come since the page did
    parts = {one.partition("#")[0] for one in named if not one.endswith(EVENTS)}
    sizes = {url: here.sizes[url] for url in {here.page.url, *parts}}
    script = sum(sizes[url] for url in sizes if url.endswith(".js"))
    more = EDITOR_MAX_BYTES if "as=text" in here.page.url else 0
    held = {
        "bytes": (sum(sizes.values()), PAGE_MAX_BYTES + more),
        "script": (script, SCRIPT_MAX_BYTES + more),
        "nodes": (here.asks("document.querySelectorAll('*').length"), NODES_MAX),
    }
    for what, (measured, most) in held.items():
        if not 0 < measured <= most:
            yield f"{measured:,} {what}, at most {most:,}"


def too_wide(here: Watched) -> Iterator[str]:
    """Yield whether a page is to be pushed to and fro on a phone; tables scroll by themselves."""
    whole = here.page.viewport_size
    here.page.set_viewport_size(PHONE)
    width = here.asks("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        yield f"{width} px wide on a phone of {PHONE['width']}"
    here.page.set_viewport_size(whole or PHONE)


def found_on(here: Watched, address: str, path: str) -> Sequence[str]:
    here.complaints.clear()
    here.loaded.clear()
    here.page.goto(path)
    foreign = [one.url for one in here.loaded if not one.url.startswith(address)]
    told = (*inaccessible(here), *too_heavy(here), *too_wide(here))
    return [*told, *here.complaints, *foreign]


def test_every_page_is_accessible_in_both_themes_quiet_light_and_loads_from_here_alone(
    window: BrowserContext, address: str
) -> None:
    here = watched(window)
    found = {path: found_on(here, address, path) for path in addresses()}
    assert {path: told for path, told in found.items() if told} == {}


def test_what_is_of_whoever_signed_in_is_as_well(
    window: BrowserContext, world: tuple[str, Store]
) -> None:
    here = watched(window)
    with where_people_sign_in(world[1]) as address:
        here.page.goto(f"{address}/settings/tokens")
        here.page.get_by_label("Name").fill(ANA)
        here.page.get_by_label("Password").fill(PASSWORD)
        here.page.get_by_role("button", name="Sign in").click()
        expect(here.page.locator("main")).to_contain_text("nightly export")
        measure(here)
        found = {path: found_on(here, address, f"{address}{path}") for path in OWN}
        here.page.close()
    assert {path: told for path, told in found.items() if told} == {}
