"""What commands write: JSON for machines, tables and YAML for people."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from textwrap import wrap
from typing import Any

import yaml
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bridge.model.ids import canonical

Form = Mapping[str, Any]
#: Where nobody looks at a terminal, a line may be as long as it is.
_WIDE = 400
#: A reason is a sentence: in a narrower column it would be a pile of words.
_SENTENCE = 24
#: From this width on a terminal has room for a column of sentences.
_ROOMY = 100
_INDENT = 4
#: The title of such a column.
WHY = "why"


def as_json_text(form: object) -> None:
    """Write one line of JSON, at once: sorted keys, exact numbers."""
    sys.stdout.write(canonical(form).decode() + "\n")
    sys.stdout.flush()


def as_yaml(form: object) -> None:
    """Write a form as people read it."""
    sys.stdout.write(yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=100))


def one(form: object, *, as_json: bool) -> None:
    """Write one thing whole: for machines, or as people read it."""
    if as_json:
        as_json_text(form)
    else:
        as_yaml(form)


def page() -> Console:
    """Return what people read: as wide as the terminal, or as the lines are without one."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)


def say(text: str = "") -> None:
    """Write a line of our own words for people, with markup; long ones are not cut into pieces."""
    page().print(text, soft_wrap=True)


def plain(text: str) -> str:
    """Return a text in which nothing is markup."""
    return escape(text)


def aside(text: str) -> None:
    """Write a line beside the result, to standard error."""
    Console(stderr=True, highlight=False).print(text, soft_wrap=True, markup=False)


def counted(number: int, noun: str) -> str:
    """
    Return a number with what it counts.

    >>> counted(1, "deal"), counted(2, "deal")
    ('1 deal', '2 deals')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def differing(some: int, every: int) -> str:
    """
    Say how many of all deals come out otherwise.

    >>> differing(1, 1), differing(2, 3)
    ('1 of 1 deal comes out otherwise', '2 of 3 deals come out otherwise')
    """
    return f"{some} of {counted(every, 'deal')} {'comes' if some == 1 else 'come'} out otherwise"


def money(amount: str) -> str:
    """
    Return an amount as people read it.

    >>> money("-1234567.80")
    '-1,234,567.80'
    """
    return f"{Decimal(amount):,}"


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """
    Write a table. Columns whose name ends in `>` are aligned to the right.

    Those and the columns whose name ends in `|` are never broken: amounts, ids and days. A last
    column "why" holds sentences; where there is no room for them each stands below its row.
    """
    on = page()
    held = [["" if cell is None else str(cell) for cell in row] for row in rows]
    below = columns[-1] == WHY and not (on.is_terminal and on.width >= _ROOMY)
    notes = [row[-1] if below else "" for row in held]
    said = [row[:-1] if below else row for row in held]
    say(f"[bold]{escape(title)}[/]")
    for line in _told(on, _laid_out(columns[:-1] if below else columns, said), notes):
        sys.stdout.write(line.rstrip() + "\n")


def _laid_out(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    shown = Table(
        header_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        show_edge=False,
    )
    for name in columns:
        shown.add_column(
            name.rstrip(">|"),
            justify="right" if name.endswith(">") else "left",
            no_wrap=name.endswith((">", "|")),
            overflow="fold",
            min_width=_SENTENCE if name == WHY else None,
        )
    for row in rows:
        # The line between two rows is blank in this box: it says where a row ends.
        shown.add_row(*(escape(cell) for cell in row), end_section=True)
    return shown


def _told(on: Console, shown: Table, notes: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a table, and below each row its note, if it has one."""
    with on.capture() as captured:
        on.print(shown)
    left = iter(notes)
    for line in (*captured.get().splitlines(), ""):
        note = "" if line.strip() else next(left, "")
        yield from [line] if line.strip() else _indented(note, on.width if on.is_terminal else 0)


def _indented(note: str, width: int) -> list[str]:
    """Return a note in lines of a terminal's width; of width 0: in one line."""
    indent = " " * _INDENT
    parts = wrap(note, max(width - _INDENT, _SENTENCE)) if width else [note]
    return [indent + part for part in parts if part]


def runs(periods: Mapping[str, str]) -> str:
    """
    Return planned amounts by period, equal neighbours together.

    >>> runs({"2026-01": "10.00", "2026-02": "10.00", "2026-03": "5.00"})
    '2026-01 .. 2026-02  2 x 10.00,  2026-03  5.00'
    """
    told = []
    for amount, together in groupby(periods.items(), key=lambda item: item[1]):
        names = [name for name, _ in together]
        same = f"{names[0]} .. {names[-1]}  {len(names)} x " if len(names) > 1 else f"{names[0]}  "
        told.append(same + money(amount))
    return ",  ".join(told)


def summary(form: Form) -> None:
    """Write the summary of a pass for people."""
    counts = ("translated", "flagged", "excluded", "waiting")
    posted = ("posted", "posted_now", "refused", "unknown")
    for whole, parts in (("deal", counts), ("document", posted)):
        told = "  ".join(f"[bold]{form[part]}[/] {part.replace('_', ' ')}" for part in parts)
        say(f"[bold]{counted(form[f'{whole}s'], whole)}[/]: {told}")
    held = form["currencies"]
    places = ("booked", "ordered", "pending", "waiting", "excluded", "suspense", "unbalanced")
    rows = ([place, *(money(held[code][place]) for code in held)] for place in places)
    if held:
        table("Where the booked amount is", ["", *(f"{code}>" for code in held)], rows)
