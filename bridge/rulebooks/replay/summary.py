"""A plan as Markdown, for the people who read a pull request."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bridge.model.money import Currency, Money
from bridge.rulebooks.replay.comparing import Kind

Form = Mapping[str, Any]

#: How many rows of a table are told; a pull request is no place for thousands.
_ROWS_MAX = 50
#: What each kind of change is called.
WORDS: Mapping[str, str] = {
    Kind.CLEARED: "exceptions cleared",
    Kind.NEW_EXCEPTION: "exceptions new",
    Kind.OTHER_EXCEPTION: "exceptions for other reasons",
    Kind.LEFT_OUT: "left out",
    Kind.TAKEN_IN: "taken in",
    Kind.OTHERWISE: "represented otherwise",
    Kind.OTHER_RULE: "left out by another rule",
}


def markdown(plan: Form) -> str:
    """Return a plan's form as Markdown; long tables say how much of them is not shown."""
    return "\n".join((*_head(plan), *_counts(plan), *_closed(plan), *_tables(plan), ""))


def _head(plan: Form) -> Iterator[str]:
    yield "## What these rules would do"
    yield ""
    for one in plan["blockers"]:
        yield f"- **Stopped**, {one['code']}: {_cell(one['says'])}"
    part = f" ({_cell(plan['part'])})" if plan["part"] else ""
    tried = f"{plan['tried']:,} {'deal' if plan['tried'] == 1 else 'deals'} tried"
    come = "comes" if plan["differing"] == 1 else "come"
    yield (
        f"- {tried}{part}, {plan['differing']:,} {come} out otherwise; "
        f"plan `{plan['digest'][:12]}` of `{plan['draft'][:12]}` against `{plan['in_force'][:12]}`"
    )
    if plan["earlier"]:
        yield f"- {plan['earlier']:,} deals stand by earlier rules; this changes nothing of them"
    if not plan["closed"]["known"]:
        yield "- no accounting periods are known: whether one is closed was not looked up"
    yield from (f"- {_cell(one)}" for one in plan["notes"])
    yield ""


def _counts(plan: Form) -> Iterator[str]:
    rows = [
        (words, f"{one['deals']:,}", f"{one['posted']:,}", told_amounts(one["amounts"]))
        for kind, words in WORDS.items()
        if (one := plan["counts"][kind])["deals"]
    ]
    yield from _table("", ("", "deals", "in NetSuite", "amount"), rows)


def _closed(plan: Form) -> Iterator[str]:
    for title, held in (
        ("Closed periods that would be touched", plan["closed"]["touched"]),
        ("Recognised late, in the first open period", plan["closed"]["late"]),
    ):
        rows = [
            (one["period"], one["subsidiary"], one["item"], *_moved(one), len(one["deals"]))
            for one in held
        ]
        columns = ("period", "subsidiary", "item", "now", "then", "difference", "deals")
        yield from _table(title, columns, rows)
    entries = [
        (
            *(one[name] for name in ("period", "subsidiary", "account", "item")),
            *(told_amount(one[side], one["currency"]) if one[side] else "" for side in _SIDES),
        )
        for one in plan["entries"]
    ]
    sides = ("period", "subsidiary", "account", "item", "debit", "credit")
    yield from _table("Correcting entries", sides, entries)


_SIDES = ("debit", "credit")


def _tables(plan: Form) -> Iterator[str]:
    rows = [
        (one["rule"], one["how"], one["deals"], told_amounts(one["amounts"]))
        for one in plan["rules"]
    ]
    yield from _table("By row", ("row", "how", "deals", "amount"), rows)
    moved = [
        (f"{one['period']}{' (closed)' if one['closed'] else ''}", one["subsidiary"], *_moved(one))
        for one in plan["periods"]
    ]
    yield from _table("By period", ("period", "subsidiary", "now", "then", "difference"), moved)
    deals = [
        (
            f"{one['name']} (`{one['deal']}`)",
            told_amount(one["amount"], one["currency"]),
            "yes" if one["posted"] else "",
            one["before"],
            one["after"],
        )
        for one in plan["changes"]
    ]
    yield from _table("By deal", ("deal", "amount", "in NetSuite", "now", "then"), deals)


def _moved(one: Form) -> tuple[str, ...]:
    names = ("before", "after", "difference")
    return tuple(told_amount(one[name], one["currency"]) for name in names)


def told_amounts(amounts: Mapping[str, str]) -> str:
    """
    Return amounts by currency as people read them.

    >>> told_amounts({"EUR": "1.00", "USD": "55000.00"})
    '1.00 EUR, 55,000.00 USD'
    """
    return ", ".join(told_amount(amount, currency) for currency, amount in amounts.items())


def told_amount(amount: str, currency: str) -> str:
    """Return an amount with its currency as people read it."""
    return str(Money.parse(amount, Currency(currency)))


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    if not rows:
        return
    if title:
        yield f"### {title}"
        yield ""
    yield _row(columns)
    yield _row("---" for _ in columns)
    yield from map(_row, rows[:_ROWS_MAX])
    if len(rows) > _ROWS_MAX:
        yield ""
        yield f"and {len(rows) - _ROWS_MAX:,} more"
    yield ""


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(_cell(str(cell)) for cell in cells)} |"


def _cell(text: str) -> str:
    """Write a text so that it is no markup of a table, and no line of its own."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
