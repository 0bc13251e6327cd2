"""
The pages can be followed: each block marked ```console run is run in a copy of the tree.

The commands of the README are started as people start them. Those of the other pages are forked
from a process that has loaded the bridge: loading it forty times would tell nothing more.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.followed import forking
from tests.house.laws.pages import Block, blocks_to_run
from tests.house.laws.tree import paths
from tests.house.planted import plant

ROOT = Path(__file__).resolve().parents[3]


def copied(root: Path) -> Path:
    """Copy what is written, and not what was made."""
    for path in paths(ROOT):
        goal = root / path.relative_to(ROOT)
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, goal)
    return root


def borrowed_environment(place: Path) -> Path:
    """Link to the environment of this run, and say in it that everything is installed."""
    place.mkdir()
    for part in Path(sys.prefix).iterdir():
        if not part.name.startswith("installed-"):
            (place / part.name).symlink_to(part)
    plant(place, {f"installed-{what}": f"{place}\n" for what in ("run", "dev")})
    return place


def run(block: Block, where: Path, environment: Path) -> str | None:
    """Run a block as one shell would; None if every command of it ended well."""
    script = "\n".join(["set -eu", *block.commands])
    variables = {name: value for name, value in os.environ.items() if name[:4] != "MAKE"}
    variables |= {"VENV": str(environment), "PATH": f"{environment}/bin:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=where,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode == 0:
        return None
    return f"{block} ended with {done.returncode}\n{script}\n{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a process listens that has loaded the bridge."""
    address = tmp_path_factory.mktemp("loaded") / "socket"
    with subprocess.Popen(
        [sys.executable, forking.__file__, str(address)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"listening\n"
        yield address
        process.kill()


def with_loaded_bridge(environment: Path, address: Path) -> None:
    """Let the command `bridge` of an environment be forked from the process that listens."""
    tools = environment / "bin"
    real = tools.resolve()
    tools.unlink()
    tools.mkdir()
    for tool in real.iterdir():
        (tools / tool.name).symlink_to(tool)
    (tools / "bridge").unlink()
    script = forking.CLIENT.format(python=sys.executable, address=str(address))
    (tools / "bridge").write_text(script)
    (tools / "bridge").chmod(0o755)


@pytest.mark.parametrize("page", sorted({block.page for block in blocks_to_run(ROOT)}))
def test_the_commands_of_a_page_run_as_they_are_written(
    tmp_path: Path, loaded: Path, page: str
) -> None:
    root = copied(tmp_path / "copy")
    environment = borrowed_environment(tmp_path / "venv")
    if page != "README.md":
        with_loaded_bridge(environment, loaded)
    blocks = [block for block in blocks_to_run(root) if block.page == page]
    failures = [run(block, root, environment) for block in blocks]
    assert not any(failures), "\n".join(filter(None, failures))


@pytest.mark.parametrize(("command", "ends_well"), [("true", True), ("false", False)])
def test_a_command_that_fails_is_seen(tmp_path: Path, command: str, *, ends_well: bool) -> None:
    root = plant(tmp_path / "copy", {"README.md": f"```console run\n$ {command}\n$ echo\n```\n"})
    environment = borrowed_environment(tmp_path / "venv")
    (block,) = blocks_to_run(root)
    assert (run(block, root, environment) is None) == ends_well


def test_make_works_in_the_borrowed_environment_without_installing(tmp_path: Path) -> None:
    root = copied(tmp_path / "copy")
    environment = borrowed_environment(tmp_path / "venv")
    assert run(Block("README.md", 1, ("make install",)), root, environment) is None
    assert not (environment / "install.log").is_file() or (environment / "install.log").is_symlink()
