"""The page about the language shows every function, and its examples give what it says."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bridge.rules.check import check
from bridge.rules.compile import compile_all
from bridge.rules.functions.library import LIBRARY
from bridge.rules.language import limits
from bridge.rules.types import CURRENCY, Type, decimal, parse_type, record

PAGE = (Path(__file__).parents[2] / "docs" / "rules-language.md").read_text()
RECORDS = {
    "Deal": record("Deal", {"currency": CURRENCY}),
    "Line": record("Line", {"amount": decimal(18, 2)}),
}
ENUMS = {"Kind": ("FLAT", "RAMP")}


def rows(columns: int) -> list[list[str]]:
    """Return the rows of the page's tables with so many columns, code without its marks."""
    lines = (line for line in PAGE.splitlines() if line.startswith("| `"))
    cells = ([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines)
    return [row for row in cells if len(row) == columns]


def code(cell: str) -> str:
    return cell.strip("`")


def read(written: str) -> Any:
    """Read a value as the page writes it."""
    if written == "blank":
        return None
    written = code(written)
    if written.startswith('"'):
        return written[1:-1]
    if written in {"TRUE", "FALSE"}:
        return written == "TRUE"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return date.fromisoformat(written)
    return Decimal(written) if "." in written else int(written)


FACT_TYPES = PAGE.partition("read these facts:")[2].partition("The enum")[0]
SCOPE: dict[str, Type] = {
    code(name): parse_type(code(declared), ENUMS, RECORDS)
    for name, declared, _ in rows(3)
    if f"| {name} | {declared} |" in FACT_TYPES
}
FACTS: dict[str, Any] = {
    "deal": {"currency": "EUR"},
    "lines": [{"amount": Decimal(amount)} for amount in ("100.00", "0.50", "-20.00")],
} | {
    code(name): read(shown)
    for name, declared, shown in rows(3)
    if f"| {name} | {declared} |" in FACT_TYPES and code(name) not in {"deal", "lines"}
}
EXAMPLES = [(code(example), shown) for _, _, example, shown in rows(4)]


@pytest.mark.parametrize(("source", "shown"), EXAMPLES, ids=[source for source, _ in EXAMPLES])
def test_an_example_gives_what_the_page_says(source: str, shown: str) -> None:
    found = compile_all({"x": check(source, SCOPE)})(FACTS)["x"]
    wanted = read(shown)
    # the decimals that are shown count too, so the values are compared as they are written
    assert (str(found), type(found)) == (str(wanted), type(wanted))


def test_the_page_shows_each_function_in_its_form() -> None:
    shown = {code(row[0]) for row in rows(4)}
    assert {function.form for function in LIBRARY.values()} <= shown


def test_the_page_shows_each_fact_it_uses() -> None:
    assert set(SCOPE) == set(FACTS)
    read_by_examples = {
        path.partition(".")[0].removesuffix("[]")
        for source, _ in EXAMPLES
        for path in check(source, SCOPE).reads
    }
    assert set(SCOPE) == read_by_examples


def test_the_page_names_the_limits() -> None:
    for limit in (
        f"{limits.CHARACTERS_MAX:,} characters",
        f"{limits.NODES_MAX} parts",
        f"{limits.DEPTH_MAX} levels",
        f"{limits.TEXT_MAX:,} characters",
        f"{limits.ELEMENTS_MAX:,} records",
        f"(0 to {limits.DECIMALS_MAX}, a constant)",
    ):
        assert limit in PAGE


def test_expressions_inside_sentences_can_be_checked() -> None:
    sentences = re.findall(r"`((?:IF|ROUND)\([^`]*\))`(?! \|)", PAGE)
    assert len(sentences) > 3
    for source in sentences:
        if "decimals)" not in source and "otherwise)" not in source:
            check(source, SCOPE)
