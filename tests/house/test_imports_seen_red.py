"""The import laws bite."""

from pathlib import Path

import pytest

from tests.house.laws import imports
from tests.house.planted import places, plant


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("bridge/model/deal.py", "from bridge.errors import BridgeError"),
        ("bridge/model/deal.py", "from bridge import errors"),
        ("bridge/model/deal.py", "import bridge.errors"),
        ("bridge/model/deal.py", "from .. import errors"),
        ("bridge/__init__.py", "from bridge import errors"),
    ],
)
def test_an_import_from_a_floor_above_is_found(tmp_path: Path, path: str, line: str) -> None:
    root = plant(tmp_path, {path: line, "bridge/errors.py": ""})
    assert places(imports.imports_run_down, root) == [f"{path}:1"]


def test_an_import_from_below_or_from_the_same_floor_passes(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "bridge/rules/tables.py": "from bridge.model import deal\nfrom bridge import errors",
            "bridge/rules/load.py": "from . import tables\nfrom .tables import X\nimport yaml",
            "bridge/rules/tables/__init__.py": "from .columns import Column",
            "bridge/errors.py": "",
        },
    )
    assert places(imports.imports_run_down, root) == []


def test_a_module_without_a_floor_is_found(tmp_path: Path) -> None:
    root = plant(tmp_path, {"bridge/extra.py": "from bridge.model import deal"})
    assert places(imports.imports_run_down, root) == ["bridge/extra.py:1"]


def test_a_circle_is_found_with_its_members(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "bridge/rules/one.py": "from bridge.rules.two import b",
            "bridge/rules/two.py": "from bridge.rules import three",
            "bridge/rules/three.py": "import bridge.rules.one",
        },
    )
    (finding,) = imports.no_circles(root)
    assert {"bridge.rules.one", "bridge.rules.two", "bridge.rules.three"} <= set(
        finding.says.replace(",", " ").split()
    )


def test_a_tree_without_circles_passes(tmp_path: Path) -> None:
    root = plant(tmp_path, {"bridge/rules/one.py": "from bridge.rules import two"})
    assert places(imports.no_circles, root) == []


@pytest.mark.parametrize(
    "text",
    [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import x\n",
        "import typing\nif typing.TYPE_CHECKING:\n    import x\n",
        "def read():\n    import x\n",
        "class Reader:\n    def read(self):\n        from x import y\n",
    ],
)
def test_a_hidden_import_is_found(tmp_path: Path, text: str) -> None:
    assert places(imports.nothing_hidden, plant(tmp_path, {"tests/test_x.py": text}))


def test_the_sandbox_may_not_know_the_bridge_nor_the_bridge_the_sandbox(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "bridge/sandbox/seeds.py": "from bridge.model import ids\nfrom . import clock",
            "bridge/sandbox/clock.py": "",
            "bridge/stage.py": "from bridge.sandbox import seeds",
            "bridge/cli/demo.py": "from bridge import sandbox",
            "bridge/sandbox/__init__.py": "",
        },
    )
    assert places(imports.sandbox_stands_apart, root) == [
        "bridge/cli/demo.py:1",
        "bridge/sandbox/seeds.py:1",
    ]


def test_a_library_of_the_outside_is_found_away_from_its_door(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "bridge/flow/sync.py": "import requests.auth\nfrom sqlmodel import X\nimport yaml",
            "bridge/adapters/salesforce/session.py": "import requests",
            "bridge/adapters/netsuite.py": "import aiohttp",
            "bridge/sandbox/serving.py": "from aiohttp import web",
        },
    )
    assert places(imports.doors, root) == [
        "bridge/adapters/netsuite.py:1",
        "bridge/flow/sync.py:1",
        "bridge/flow/sync.py:2",
    ]
