"""One console and one store for all tests of a process, and a Chromium for each."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bridge.adapters.store.database import Store
from tests.browser.world import a_world

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    with a_world(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="session")
def address(world: tuple[str, Store]) -> str:
    return world[0]


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """A Chromium of its own for each test: while one is open, no other test could run a loop."""
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
        opened.set_default_timeout(10_000)
        yield opened
