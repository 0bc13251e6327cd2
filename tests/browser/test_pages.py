"""What holds for every page: accessible in both themes, quiet, light, and from here alone."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has none
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser.world import PAGES

#: What WCAG 2.2 asks for on levels A and AA.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGE_MAX_BYTES, SCRIPT_MAX_BYTES, NODES_MAX = 90_000, 25_000, 2_500
Theme = Literal["light", "dark"]


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_quiet_and_loads_from_here_alone(
    chromium: Browser, address: str, theme: Theme
) -> None:
    # The checker is injected as a script of nobody's origin, which the policy forbids otherwise.
    window = chromium.new_context(base_url=address, color_scheme=theme, bypass_csp=True)
    found: dict[str, list[str]] = {}
    with window:
        page = window.new_page()
        complaints, loaded = watched(page)
        for path in PAGES:
            page.goto(path, wait_until="networkidle")
            result = Axe().run(page, options=RULES).response
            found[path] = [
                f"{one['id']}: {node['html'][:200]}"
                for one in result["violations"]
                for node in one["nodes"]
            ]
    assert found == {path: [] for path in PAGES}
    assert complaints == []
    assert {response.url.startswith(address) for response in loaded} == {True}


def test_no_page_is_heavier_than_its_budget(chromium: Browser, address: str) -> None:
    heavy: dict[str, tuple[int, int, int]] = {}
    for path in PAGES:
        with chromium.new_context(base_url=address) as window:
            page = window.new_page()
            complaints, loaded = watched(page)
            page.goto(path, wait_until="networkidle")
            sizes = [(one.url, one.request.sizes()["responseBodySize"]) for one in loaded]
            total = sum(size for _, size in sizes)
            script = sum(size for url, size in sizes if url.endswith(".js"))
            nodes = page.locator("*").count()
            assert complaints == []
        if total > PAGE_MAX_BYTES or script > SCRIPT_MAX_BYTES or nodes > NODES_MAX:
            heavy[path] = (total, script, nodes)
        assert min(total, script, nodes) > 0
    assert heavy == {}
