"""One console and one store for all tests of a process, and a Chromium for each module."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from bridge.adapters.store.database import Store
from tests.browser.world import a_world

#: What a page comes to may take long where much else is run; what it never comes to is rare.
expect.set_options(timeout=20_000)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    with a_world(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="session")
def address(world: tuple[str, Store]) -> str:
    return world[0]


@pytest.fixture(scope="module")
def chromium(address: str) -> Iterator[Browser]:  # noqa: ARG001 - the books are filled with a loop
    """A Chromium for a module: while it is open, tests of others could run no loop."""
    here = next(filter(None, map(shutil.which, CHROMIUM)), None)
    found = os.environ.get("BRIDGE_TEST_CHROMIUM", here)
    if found is None:
        pytest.skip("there is no Chromium here; set BRIDGE_TEST_CHROMIUM or install one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """A window in which the address of the console need not be typed."""
    with chromium.new_context(base_url=address, viewport={"width": 1440, "height": 860}) as opened:
        opened.set_default_timeout(20_000)
        yield opened
