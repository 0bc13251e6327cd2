"""The page of readings and the switches of the sandboxes say the same, and tests throw each."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from bridge.sandbox.netsuite.settings import Settings
from bridge.sandbox.salesforce.org import Org
from bridge.sandbox.switches import Switch, switches
from tests.house.laws.tree import texts

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/sandbox-readings.md").read_text(encoding="utf-8")
SYSTEMS = {"NetSuite": Settings, "Salesforce": Org}
COLUMNS = 5
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)
CODE = re.compile(r"`([^`]*)`")


def rows(system: str) -> dict[str, list[str]]:
    """The cells behind the name, by name, of the table of a system."""
    part = PAGE.partition(f"\n## {system}\n")[2].partition("\n## ")[0]
    found = [
        (name, [cell.strip() for cell in rest.split(" | ")]) for name, rest in ROW.findall(part)
    ]
    assert len(found) == len(dict(found)), "a setting has two rows"
    return dict(found)


def values(cell: str) -> list[object]:
    return [json.loads(text, parse_float=Decimal) for text in CODE.findall(cell)]


def findings(system: str, known: dict[str, Switch]) -> Iterator[str]:
    listed = rows(system)
    yield from (f"{name} has no row" for name in known if name not in listed)
    yield from (f"{name} is no setting" for name in listed if name not in known)
    for name in known.keys() & listed.keys():
        default, others, *prose = listed[name]
        if values(default) != [known[name].default]:
            yield f"{name}: the default is {known[name].default!r}"
        if set(known[name].others) - set(values(others)) or (
            known[name].others and set(values(others)) - set(known[name].others)
        ):
            yield f"{name}: the other values are {known[name].others}"
        if len(prose) != COLUMNS - 3 or not all(prose):
            yield f"{name}: say what it decides, and why it has this default"


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_switch_has_its_row_with_default_and_other_values(system: str) -> None:
    assert list(findings(system, switches(SYSTEMS[system]))) == []


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_test_throws_every_switch_to_every_other_value(system: str) -> None:
    written = "\n".join(
        text
        for path, text in texts(ROOT)
        if path.startswith("tests/") and not path.startswith("tests/house/")
    )
    untried = [
        f"{name}: {other}"
        for name, switch in switches(SYSTEMS[system]).items()
        for other in switch.others or ("",)
        if not re.search(rf"\b{name}\b\W+{other}", written, re.IGNORECASE)
    ]
    assert untried == []
