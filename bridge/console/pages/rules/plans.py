"""What people see of a plan: its sums, what moves, and the deals that they asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bridge.adapters.store.replaying.plans import KeptPlan
from bridge.model.money import Currency, Money
from bridge.reports.table import Column, Row, Type
from bridge.rulebooks.replay.summary import WORDS

Form = Mapping[str, Any]

#: Deals that are shown at once; the export has all.
_SHOWN = 200
COLUMNS = (
    Column("deal", "Deal"),
    Column("name", "Name"),
    Column("account_name", "Customer"),
    Column("kind", "How"),
    Column("amount", "Amount", Type.MONEY),
    Column("booked_on", "Booked on", Type.DAY),
    Column("posted", "In NetSuite"),
    Column("now", "Now"),
    Column("then", "By the draft"),
    Column("rules", "Rows"),
    Column("subsidiary", "Subsidiary"),
    Column("item", "Item"),
    Column("period", "Period"),
    Column("planned_now", "Planned now", Type.MONEY),
    Column("planned_then", "Planned by the draft", Type.MONEY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Which deals of a plan are asked for; what is blank leaves nothing out."""

    kind: str = ""
    subsidiary: str = ""
    customer: str = ""  #: a part of the name


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many deals come out otherwise in one way, and how much they are about."""

    kind: str
    words: str
    deals: int
    posted: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What moves in a period, of a subsidiary; of an item where one is named."""

    period: str
    subsidiary: str
    item: str
    before: Money
    after: Money
    difference: Money
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a correcting entry."""

    period: str
    subsidiary: str
    account: str
    item: str
    debit: Money | None
    credit: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """A deal that comes out otherwise."""

    deal: str
    name: str
    customer: str
    amount: Money
    words: str
    is_posted: bool
    before: str
    after: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A plan, with those of its deals that were asked for."""

    kept: KeptPlan
    counts: tuple[Counted, ...]
    touched: tuple[Moved, ...]
    late: tuple[Moved, ...]
    entries: tuple[Side, ...]
    periods: tuple[Moved, ...]
    deals: tuple[Otherwise, ...]
    matching: int
    subsidiaries: tuple[str, ...]


def shown(kept: KeptPlan, only: Only) -> Shown:
    """Return what is shown of a plan."""
    form = kept.form
    closed = form["closed"]
    matching = [one for one in form["changes"] if _matches(one, only)]
    return Shown(
        kept=kept,
        counts=tuple(_counted(form)),
        touched=touched(form),
        late=tuple(_moved(one, is_closed=True) for one in closed["late"]),
        entries=tuple(map(_side, form["entries"])),
        periods=tuple(_moved(one, is_closed=one["closed"]) for one in form["periods"]),
        deals=tuple(map(_otherwise, matching[:_SHOWN])),
        matching=len(matching),
        subsidiaries=tuple(sorted({one["subsidiary"] for one in form["periods"]} - {""})),
    )


def touched(form: Form) -> tuple[Moved, ...]:
    """Return what would move in closed periods, of what NetSuite has."""
    return tuple(_moved(one, is_closed=True) for one in form["closed"]["touched"])


def rows(form: Form, only: Only) -> tuple[Row, ...]:
    """Return a row for each period that moves of each deal; one for a deal of which none does."""
    found = (one for one in form["changes"] if _matches(one, only))
    return tuple(row for one in found for row in _rows(one))


def _rows(one: Form) -> Iterator[Row]:
    booked_on = date.fromisoformat(one["booked_on"]) if one["booked_on"] else None
    head = (
        *(one["deal"], one["name"], one["customer"], WORDS[one["kind"]], _amount(one)),
        *(booked_on, ", ".join(one["posted"]), one["before"], one["after"]),
        ", ".join(_named(one)),
    )
    blank = (None, None, None, None, None)
    legs = [
        (
            *(leg[name] for name in ("subsidiary", "item", "period")),
            *(_money(leg[side], one["currency"]) for side in ("before", "after")),
        )
        for leg in one["periods"]
    ]
    yield from ((*head, *leg) for leg in legs or [blank])


def _matches(one: Form, only: Only) -> bool:
    subsidiaries = {leg["subsidiary"] for leg in one["periods"]}
    return (
        only.kind in ("", one["kind"])
        and (not only.subsidiary or only.subsidiary in subsidiaries)
        and only.customer.casefold() in one["customer"].casefold()
    )


def _counted(form: Form) -> Iterator[Counted]:
    for kind, words in WORDS.items():
        one = form["counts"][kind]
        amounts = tuple(_money(amount, code) for code, amount in one["amounts"].items())
        if one["deals"]:
            deals, posted = one["deals"], one["posted"]
            yield Counted(kind=kind, words=words, deals=deals, posted=posted, amounts=amounts)


def _moved(one: Form, *, is_closed: bool) -> Moved:
    before, after, difference = (
        _money(one[name], one["currency"]) for name in ("before", "after", "difference")
    )
    return Moved(
        period=one["period"],
        subsidiary=one["subsidiary"],
        item=one.get("item", ""),  # what is told by period alone is of all items
        before=before,
        after=after,
        difference=difference,
        is_closed=is_closed,
    )


def _side(one: Form) -> Side:
    debit, credit = (
        _money(one[side], one["currency"]) if one[side] else None for side in ("debit", "credit")
    )
    return Side(
        period=one["period"],
        subsidiary=one["subsidiary"],
        account=one["account"],
        item=one["item"],
        debit=debit,
        credit=credit,
    )


def _otherwise(one: Form) -> Otherwise:
    return Otherwise(
        deal=one["deal"],
        name=one["name"],
        customer=one["customer"],
        amount=_amount(one),
        words=WORDS[one["kind"]],
        is_posted=bool(one["posted"]),
        before=one["before"],
        after=one["after"],
        rows=tuple(_named(one)),
    )


def _named(one: Form) -> Sequence[str]:
    """Return the rows by which a deal comes out otherwise, each once."""
    return tuple(dict.fromkeys((*one["rewritten"], *one["gained"], *one["left"])))


def _amount(one: Form) -> Money:
    return _money(one["amount"], one["currency"])


def _money(amount: str, code: str) -> Money:
    return Money.parse(amount, Currency(code))
