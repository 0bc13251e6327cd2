"""The image can be built from this tree: no engine is needed to see that its parts are here."""

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Commands of the slim image that the recipe may rely on.
GIVEN = {"python", "useradd", "install"}


def steps() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile, with continued lines joined."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    written = [line for line in lines if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in written]


def those(word: str) -> list[str]:
    return [rest for instruction, rest in steps() if instruction == word]


def test_everything_that_is_copied_is_in_the_tree_and_sent_to_the_engine() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line[1:] for line in ignored if line.startswith("!")}
    for copied in those("COPY"):
        if copied.startswith("--from="):
            continue
        for source in copied.split()[:-1]:
            assert (ROOT / source).exists(), f"{source} is not in the tree"
            assert source.partition("/")[0] in sent, f"{source} is left out by .dockerignore"


def test_a_stage_copies_only_from_a_stage_above() -> None:
    stages = {found[1] for line in those("FROM") if (found := re.search(r" AS (\w+)$", line))}
    used = {found[1] for line in those("COPY") if (found := re.match(r"--from=(\w+)", line))}
    assert used <= stages


def test_images_are_plain_names_and_at_least_the_python_that_the_project_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = int(project["requires-python"].removeprefix(">=3."))
    for line in those("FROM"):
        found = re.fullmatch(r"python:3\.(\d+)-slim(?: AS \w+)?", line)
        assert found
        assert int(found[1]) >= needs


def test_each_command_of_the_recipe_exists() -> None:
    made = set(re.findall(r"python -m venv (\S+)", " ".join(those("RUN"))))
    tools = {f"{place}/bin/{tool}" for place in made for tool in ("pip", "python")}
    for recipe in those("RUN"):
        for command in recipe.split("&&"):
            assert command.split()[0] in GIVEN | tools


def test_packages_come_from_the_locks_with_their_hashes() -> None:
    commands = " && ".join(those("RUN")).split("&&")
    installs = [one for one in commands if "pip install" in one and "--no-index" not in one]
    assert all("--require-hashes" in one for one in installs)
    locks = re.findall(r"--requirement (\S+)", " ".join(installs))
    assert len(locks) == len(installs)
    assert all((ROOT / lock).is_file() for lock in locks)


def test_the_image_runs_as_a_user_without_rights_from_before_its_first_command() -> None:
    words = [instruction for instruction, _ in steps()]
    (user,) = those("USER")
    assert user not in {"root", "0"}
    assert words.index("USER") < words.index("HEALTHCHECK") < words.index("ENTRYPOINT")


def test_the_volume_holds_the_default_store() -> None:
    settings = (ROOT / "bridge/settings/sections.py").read_text(encoding="utf-8")
    found = re.search(r'"sqlite:///(\w+)/', settings)
    place = those("WORKDIR")[-1]
    assert found
    assert those("VOLUME") == [f'["{place}/{found[1]}"]']


def test_the_commands_of_the_image_are_commands_of_the_bridge() -> None:
    if not (ROOT / "bridge/__main__.py").is_file():
        return
    (health,) = re.findall(r"CMD \[(.*)\]", those("HEALTHCHECK")[0])
    asked = [word.strip(' "') for word in health.split(",")][1:]
    started = [word.strip(' "[]') for word in those("CMD")[0].split(",")]
    for arguments in (asked, started):
        command = [str(Path(sys.prefix) / "bin" / "bridge"), *arguments, "--help"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_that_is_secret_or_made_here_is_sent_to_the_engine() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in ignored if line and not line.startswith(("#", "!"))]
    for name in (".git", ".venv", "var", "bridge.env"):
        assert any(fnmatch(name, pattern) for pattern in patterns)
        assert f"!{name}" not in ignored
