"""What a page points to exists, and what it says to type can be typed."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.laws.tree import Finding, lines, paths, texts

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
PAGE_NAME = re.compile(r"(?<![\w/.:-])((?:[\w.-]+/)*[\w-]+\.md)\b")
FENCE = re.compile(r"^```(?P<kind>.*?)\s*\n(?P<body>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
MAKE = re.compile(r"(?:\$ )?make((?: .*)?)")
RUN = "console run"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block whose commands are run by a test: those lines that begin with `$ `."""

    page: str
    line: int
    commands: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def links_lead_somewhere(root: Path) -> Iterator[Finding]:
    """A link inside the documentation leads to a file, and to a heading where it names one."""
    for page, number, line in _prose_lines(root):
        for target in LINK.findall(line):
            wrong = None if "://" in target else _broken(root / page, target)
            if wrong:
                yield Finding(page, number, wrong)


def pages_that_are_named_exist(root: Path) -> Iterator[Finding]:
    """
    Whoever refers the reader to a page refers to one of this project.

    But for the tests of these laws, which plant pages that never were.
    """
    known = {"/" + path.relative_to(root).as_posix() for path in paths(root)}
    for path, number, line in lines(root):
        for name in PAGE_NAME.findall("" if path.startswith("tests/house/") else line):
            if not any(page.endswith("/" + name) for page in known):
                yield Finding(path, number, f"there is no page {name}")


def targets_exist(root: Path) -> Iterator[Finding]:
    """`make` in the documentation is given targets that the Makefile has."""
    makefile = root / "Makefile"
    written = makefile.read_text(encoding="utf-8") if makefile.is_file() else ""
    targets = set(TARGET.findall(written))
    for page, number, line in lines(root):
        found = MAKE.fullmatch(line) if page.endswith(".md") else None
        for word in shlex.split(found[1], comments=True) if found else ():
            if "=" not in word and word not in targets:
                yield Finding(page, number, f"the Makefile has no target {word}")


def blocks_to_run(root: Path) -> Iterator[Block]:
    """The blocks that are marked ```console run, page by page."""
    for page, text in texts(root):
        for found in FENCE.finditer(text) if page.endswith(".md") else ():
            written = found["body"].splitlines()
            commands = tuple(line.removeprefix("$ ") for line in written if line[:2] == "$ ")
            if found["kind"] == RUN:
                yield Block(page, text[: found.start()].count("\n") + 1, commands)


def _broken(page: Path, target: str) -> str | None:
    name, _, anchor = target.partition("#")
    goal = page.parent / name if name else page
    if not goal.exists():
        return f"the link {target} leads nowhere"
    if anchor and anchor not in _anchors(goal):
        return f"no heading for the link {target}"
    return None


def _prose_lines(root: Path) -> Iterator[tuple[str, int, str]]:
    """Yield the lines of all pages, with those of fenced blocks left empty."""
    for page, text in texts(root):
        if page.endswith(".md"):
            yield from ((page, n, line) for n, line in enumerate(_prose(text).splitlines(), 1))


def _prose(text: str) -> str:
    return FENCE.sub(lambda found: "\n" * found[0].count("\n"), text)


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, made as code hosts make them."""
    if page.suffix != ".md":
        return set()
    headings = HEADING.findall(_prose(page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
