"""No page is forgotten by the tests that look at all of them."""

from bridge.console.app import create_app
from bridge.console.parts import Console
from tests.console.showing import NAMED, NO_PAGES, pages
from tests.console.test_matrix import routes


def test_every_page_of_the_application_is_looked_at(console: Console) -> None:
    known = frozenset(pages())
    served = {path for method, path, _ in routes(create_app(console)) if method == "GET"}
    files = {path for path in served if "{file}" in path or path.endswith(".csv")}
    assert served - files == known
    assert {path for path in known - NO_PAGES if "{" in path} <= set(NAMED) <= known - NO_PAGES
    assert known >= NO_PAGES
