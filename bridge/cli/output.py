"""What commands write: JSON for machines, tables and YAML for people."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bridge.model.ids import canonical

Form = Mapping[str, Any]


def as_json_text(form: object) -> None:
    """Write one line of JSON: sorted keys, exact numbers."""
    sys.stdout.write(canonical(form).decode() + "\n")


def as_yaml(form: object) -> None:
    """Write a form as people read it."""
    sys.stdout.write(yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=100))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table; columns whose name ends in `>` are aligned to the right."""
    shown = Table(title=title, title_justify="left", header_style="bold")
    for name in columns:
        right = name.endswith(">")
        shown.add_column(name.rstrip(">"), justify="right" if right else "left")
    for row in rows:
        shown.add_row(*(escape(str(cell)) if cell is not None else "" for cell in row))
    Console().print(shown)


def summary(form: Form) -> None:
    """Write the summary of a pass for people."""
    counts = ("deals", "translated", "flagged", "excluded", "waiting")
    posted = ("documents", "posted", "posted_now", "refused", "unknown")
    write = Console(highlight=False).print
    write("  ".join(f"[bold]{form[name]}[/] {name}" for name in counts))
    write("  ".join(f"[bold]{form[name]}[/] {name.replace('_', ' ')}" for name in posted))
    parts = ("booked", "ordered", "pending", "waiting", "excluded", "suspense", "unbalanced")
    rows = ([code, *(held[part] for part in parts)] for code, held in form["currencies"].items())
    table("Where the booked amount is", ["", *(f"{part}>" for part in parts)], rows)
