"""What holds for every page: accessible in both themes, quiet, light, and from here alone."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has none
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser.world import PAGES

#: What WCAG 2.2 asks for on levels A and AA.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: What another theme may change.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
#: The rows of a list are alike; three of them tell, and the checker takes long.
SOME_ROWS = {"exclude": [["tbody tr:nth-child(n+4)"]]}
PAGE_MAX_BYTES, SCRIPT_MAX_BYTES, NODES_MAX = 90_000, 25_000, 2_500


def watched(page: Page) -> tuple[list[str], list[Response]]:
    """Write down what a page complains of, and everything that it loads."""
    complaints: list[str] = []
    loaded: list[Response] = []

    def told(message: ConsoleMessage) -> None:
        # That a page was not found is told by its status, which the browser repeats.
        if message.type in {"error", "warning"} and "404" not in message.text:
            complaints.append(message.text)

    def came(answer: Response) -> None:  # Playwright cannot hold on to a method of a list
        loaded.append(answer)

    page.on("console", told)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", came)
    return complaints, loaded


def inaccessible(page: Page) -> Iterator[str]:
    """Yield what a checker finds in the light theme, and then in the dark one."""
    for theme, rules in (("light", RULES), ("dark", CONTRAST)):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        found = Axe().run(page, context=SOME_ROWS, options=rules).response["violations"]
        told = ((one["id"], node["html"]) for one in found for node in one["nodes"])
        yield from (f"{theme}: {rule}: {html[:200]}" for rule, html in told)


def too_heavy(page: Page, loaded: list[Response]) -> Iterator[str]:
    """Yield which budgets a page exceeds, as it came to a browser that had nothing yet."""
    sizes = [(one.url, one.request.sizes()["responseBodySize"]) for one in loaded]
    held = {
        "bytes": (sum(size for _, size in sizes), PAGE_MAX_BYTES),
        "script": (sum(size for url, size in sizes if url.endswith(".js")), SCRIPT_MAX_BYTES),
        "nodes": (page.locator("*").count(), NODES_MAX),
    }
    for what, (measured, most) in held.items():
        if not 0 < measured <= most:
            yield f"{measured:,} {what}, at most {most:,}"


def test_every_page_is_accessible_quiet_light_and_loads_from_here_alone(
    chromium: Browser, address: str
) -> None:
    found: dict[str, list[str]] = {}
    for path in PAGES:
        # The checker is a script of nobody's origin, which the policy forbids otherwise.
        with chromium.new_context(base_url=address, bypass_csp=True) as window:
            page = window.new_page()
            complaints, loaded = watched(page)
            page.goto(path)
            heavy = list(too_heavy(page, loaded))
            found[path] = [*inaccessible(page), *heavy, *complaints]
            found[path] += [one.url for one in loaded if not one.url.startswith(address)]
    assert found == {path: [] for path in PAGES}


def test_the_policy_itself_stops_no_page(chromium: Browser, address: str) -> None:
    with chromium.new_context(base_url=address) as window:
        page = window.new_page()
        complaints, _ = watched(page)
        for path in PAGES:
            page.goto(path)
    assert complaints == []
