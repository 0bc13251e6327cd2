"""The laws on tables and pages bite."""

from pathlib import Path

import pytest

from tests.house.laws import pages, promises
from tests.house.laws.tree import paths
from tests.house.planted import places, plant

ERRORS = """
class BridgeError(Exception): ...
class RemoteError(BridgeError): ...
class Refused(RemoteError): ...
class Other(ValueError): ...
"""
SETTINGS = """
class Store:
    url: str
class Settings:
    store: Store
    every_s: int = 60
"""


def test_an_error_without_an_exit_code_is_found(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "bridge/errors.py": ERRORS,
            "bridge/cli/exits.py": "EXIT_CODES: dict = {RemoteError: 3}",
            "bridge/rules/broken.py": "import bridge.errors as e\nclass Broken(e.BridgeError): ...",
        },
    )
    found = places(promises.every_error_has_an_exit_code, root)
    assert sorted(found) == ["bridge/errors.py:4", "bridge/rules/broken.py:2"]
    plant(
        root,
        {"bridge/cli/exits.py": "EXIT_CODES = ((e.RemoteError, 3), (Refused, 3), (Broken, 2))"},
    )
    assert places(promises.every_error_has_an_exit_code, root) == []


def test_commands_without_a_table_of_exit_codes_are_found(tmp_path: Path) -> None:
    root = plant(tmp_path, {"bridge/errors.py": ERRORS, "bridge/cli/__init__.py": '"""Doc."""'})
    assert places(promises.every_error_has_an_exit_code, root) == []
    plant(root, {"bridge/cli/commands.py": '"""Commands."""\nx = 1'})
    assert places(promises.every_error_has_an_exit_code, root) == ["bridge/cli:1"]


def test_a_setting_missing_from_the_example_is_found(tmp_path: Path) -> None:
    root = plant(tmp_path, {"bridge/settings/sections.py": SETTINGS})
    assert places(promises.every_setting_is_shown, root) == []
    plant(root, {"config/bridge.toml": "[store]\n# url = 'x'\nevery_so_often = 1\n"})
    assert places(promises.every_setting_is_shown, root) == ["bridge/settings/sections.py:6"]
    plant(root, {"config/bridge.toml": "every_s = 60\n[store]\n# url = 'x'\n"})
    assert places(promises.every_setting_is_shown, root) == []


def test_a_setting_that_no_page_tells_is_found(tmp_path: Path) -> None:
    told = "`BRIDGE_STORE__URL` sets url of store"
    root = plant(tmp_path, {"bridge/settings/sections.py": SETTINGS, "README.md": told})
    assert places(promises.every_setting_is_shown, root) == ["bridge/settings/sections.py:6"]
    plant(root, {"docs/pace.md": "`every_s`: how often"})
    assert places(promises.every_setting_is_shown, root) == []


@pytest.mark.parametrize(
    "line", ["[x](docs/none.md)", "[x](#no-such-heading)", "![x](none.png)", "[x](docs/a.md#other)"]
)
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, line: str) -> None:
    root = plant(tmp_path, {"README.md": f"# Title\n\n{line}\n", "docs/a.md": "# One thing\n"})
    assert places(pages.links_lead_somewhere, root) == ["README.md:3"]


def test_links_that_lead_somewhere_pass(tmp_path: Path) -> None:
    page = "# The `title`, told\n[x](docs/a.md#one-thing) [y](#the-title-told) [z](https://x.y/z)\n"
    code = "```python\nrows[0](1)\n```\n"
    root = plant(tmp_path, {"README.md": page + code, "docs/a.md": "# One thing\n"})
    assert places(pages.links_lead_somewhere, root) == []


def test_a_page_that_is_named_but_missing_is_found(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "bridge/x.py": '"""See docs/a.md, a.md and\nfacts/b.md."""',
            "docs/a.md": "https://example.com/other.md",
        },
    )
    assert places(pages.pages_that_are_named_exist, root) == ["bridge/x.py:2"]


def test_a_make_target_that_does_not_exist_is_found(tmp_path: Path) -> None:
    page = "```sh\nmake demo ARGS=--once\n$ make tset\n```\n"
    root = plant(tmp_path, {"README.md": page, "Makefile": "demo: install\n\tx\ninstall:\n"})
    assert places(pages.targets_exist, root) == ["README.md:3"]


def test_blocks_to_run_are_those_that_say_so(tmp_path: Path) -> None:
    page = "```console run\n$ true\nsample output\n$ echo 1\n```\n\n```console\n$ false\n```\n"
    (block,) = pages.blocks_to_run(plant(tmp_path, {"docs/x.md": page}))
    assert block == pages.Block("docs/x.md", 1, ("true", "echo 1"))


def test_what_tools_made_is_not_part_of_the_tree(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            ".venv/x.py": "",
            ".ci/run": "",
            "bridge/__pycache__/x.pyc": "",
            "var/x.md": "",
            "a.py": "",
        },
    )
    assert [path.relative_to(root).as_posix() for path in paths(root)] == [".ci/run", "a.py"]
