"""The reason catalogue: every code that is raised is in it, and its page says the same."""

from pathlib import Path

import pytest

from bridge.model.reasons.catalogue import CATALOGUE, PARTS
from bridge.model.reasons.reason import Reason
from tests.house.planted import plant
from tests.house.reasons.page import written
from tests.house.reasons.raised import CODE, ROOT, by_python, everywhere

PAGE = ROOT / "docs/reasons.md"


def test_every_code_that_is_raised_is_in_the_catalogue() -> None:
    """An entry goes into the fitting part of bridge/model/reasons; then `pytest --regold`."""
    assert sorted(everywhere().keys() - CATALOGUE.keys()) == []


def test_no_code_is_in_the_catalogue_that_nothing_raises() -> None:
    assert sorted(CATALOGUE.keys() - everywhere().keys()) == []


def test_a_code_stands_in_the_catalogue_once() -> None:
    assert sum(map(len, PARTS.values())) == len(CATALOGUE)


def test_the_catalogue_says_which_reasons_name_the_nearest_deal() -> None:
    named = {code for code, nearest in everywhere().items() if nearest}
    assert sorted(code for code, one in CATALOGUE.items() if one.nearest != (code in named)) == []


@pytest.mark.parametrize("reason", CATALOGUE.values(), ids=lambda one: one.code)
def test_every_entry_is_whole(reason: Reason) -> None:
    assert CODE.fullmatch(reason.code)
    assert reason.means.endswith(".")
    assert reason.clears.endswith(".")
    assert reason.example
    assert reason.who


def test_the_page_says_what_the_catalogue_says(pytestconfig: pytest.Config) -> None:
    """`pytest tests/house/reasons --regold` writes the page anew."""
    if pytestconfig.getoption("--regold"):
        PAGE.write_text(written(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written()


def test_a_code_is_found_in_whatever_form_it_is_raised(tmp_path: Path) -> None:
    flow = (
        "GONE = 'ORDER_GONE'\n"
        "def judge(reading, deal):\n"
        "    reading.object('GAP' if deal else 'OVER_LAP', 'says', nearest=deal)\n"
        "    Flag(GONE, 'says', (), deal)\n"
        "    Objection('TOLD', 'says', (), None, deal)\n"
        "    Undecided(outcomes.GONE, 'NO_CODE')\n"
    )
    console = "Flag('CONSOLE_ONLY', 'says', (), 1)\n"
    root = plant(tmp_path, {"bridge/flow/a.py": flow, "bridge/console/a.py": console})
    assert by_python(root) == {"GAP": True, "OVER_LAP": True, "ORDER_GONE": False, "TOLD": True}
