"""Roll-forwards: every measure of a currency over its periods, tied to accounts, with its lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.console.pages.files import File, download
from bridge.console.pages.leafing import Choice, address, chosen
from bridge.console.pages.retracing import retracing_of
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.explaining.rolls import lines, naming
from bridge.flow.reconciling.rolls import tabling
from bridge.flow.reconciling.rolls.again import Section
from bridge.flow.reconciling.rolls.drilling import Movement, drilled
from bridge.flow.reconciling.rolls.signed import KIND
from bridge.flow.reconciling.rolls.told import (
    DIFFERENCE,
    GAP,
    Part,
    ToldLine,
    ToldRoll,
    ToldShare,
    elsewhere,
    signed,
    told,
)
from bridge.model.money import Money
from bridge.people.roles import Permission

PATH = "/reconciliation/rolls"
router = APIRouter(prefix=PATH)
Seeing = Annotated[Visit, needs(Permission.SEE)]
#: Lines of a movement that are shown.
_LINES_MAX = 100
#: What names a figure in an address.
_ASKED = ("measure", "line", "period")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line over all periods, each amount with what explains it."""

    of: ToldLine
    cells: tuple[tuple[Money, str], ...]
    path: str | None  #: to the lines behind it; None where accounts or other figures make it


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A share, and what explains it, its numerator and its denominator."""

    of: ToldShare
    refs: tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One roll-forward; references explain what is left of it."""

    of: ToldRoll
    rows: tuple[GridRow, ...]
    shares: tuple[ShownShare, ...]
    gap_ref: str
    difference_ref: str


@dataclass(frozen=True, slots=True)
class DrillRow:
    """What a line, a customer or a journal has of a figure, and what explains it."""

    name: str
    customer: str
    deal: str | None
    amount: Money
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """The lines of a figure in a period."""

    roll: ToldRoll
    title: str
    period: str
    periods: tuple[Choice, ...]
    rows: tuple[DrillRow, ...]
    left_out: int
    total: Money
    said: Money  #: by what is kept
    ref: str  #: what explains both

    @property
    def moved(self) -> bool:
        """Whether the lines come to something else than what is kept."""
        return self.total != self.said


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The last roll-forwards; without `shown` none were made yet."""

    currencies: tuple[Choice, ...] = ()
    columns: tuple[str, ...] = ()  #: the periods, without those before anything was
    shown: tuple[Shown, ...] = ()
    drill: Drill | None = None
    elsewhere: tuple[tuple[Money, str], ...] = ()
    definition: str = ""
    made_at: datetime | None = None
    as_of: str = ""
    signed: tuple[tuple[str, int], ...] = ()  #: periods, and of which roll-forwards each closes
    rulebook: str = ""
    digest: str = ""

    @property
    def ties(self) -> bool:
        """Whether nothing is left to be looked into."""
        return all(one.of.ties for one in self.shown) and not self.elsewhere


@router.get("")
def rolls(visit: Seeing) -> Response:
    """Show the roll-forwards of a currency that the daemon kept last; nothing is read for it."""
    with visit.console.store.reading() as view:
        kept = view.reconciling.statements.last(KIND, "")
    each = told(kept) if kept else ()
    if kept is None or not each:
        return visit.shows("reconciliation/rolls.html", Page())
    return visit.shows("reconciliation/rolls.html", _page(visit, kept, each))


@router.get("/export.{file}")
def export(visit: Seeing, file: File) -> Response:
    """Give the last roll-forwards as a file: every line of every period of all currencies."""
    with visit.console.store.reading() as view:
        kept = view.reconciling.statements.last(KIND, "")
        if kept is None:
            raise Missing("No roll-forward was made yet.")
        found = tabling.report(view, kept)
    return download(found, file, visit.reader)


def _page(visit: Visit, kept: KeptStatement, each: tuple[ToldRoll, ...]) -> Page:
    request = visit.request
    codes = sorted({one.currency.code for one in each})
    here = _currency(request, codes)
    shown = tuple(one for one in each if one.currency.code == here)
    nowhere, first = dict.fromkeys(_ASKED), _first(shown)
    no_place = naming.figure(kept, shown[0], None, naming.ELSEWHERE).ref
    return Page(
        currencies=tuple(
            Choice(one, address(request, {**nowhere, "currency": one}), one == here)
            for one in codes
        ),
        columns=shown[0].periods[first:],
        shown=tuple(_shown(kept, one, first) for one in shown),
        drill=_drill(visit, kept, shown),
        elsewhere=tuple((one, no_place) for one in elsewhere(kept) if one.currency.code == here),
        definition=kept.content.get("definition", {}).get("name", ""),
        made_at=kept.made_at,
        as_of=kept.as_of.isoformat(),
        signed=tuple(signed(kept).items()),
        rulebook=kept.content["rulebook"],
        digest=kept.digest,
    )


def _first(shown: tuple[ToldRoll, ...]) -> int:
    """Return where the first period is in which there is anything, or else the last one."""
    lines = [line.amounts for one in shown for line in one.lines]
    places = range(len(shown[0].periods))
    return next((at for at in places if any(amounts[at] for amounts in lines)), places[-1])


def _shown(kept: KeptStatement, one: ToldRoll, first: int) -> Shown:
    gap, difference = (naming.figure(kept, one, None, name).ref for name in (GAP, DIFFERENCE))
    return Shown(
        of=one,
        rows=tuple(_rows(kept, one, first)),
        shares=tuple(ShownShare(share, _refs(kept, one, share)) for share in one.shares),
        gap_ref=gap,
        difference_ref=difference,
    )


def _refs(kept: KeptStatement, one: ToldRoll, share: ToldShare) -> tuple[str, str, str]:
    of = naming.figure(kept, one, None, share.name)
    above, below = (
        of.beside(f"{share.name} {part}").ref for part in (naming.NUMERATOR, naming.DENOMINATOR)
    )
    return of.ref, above, below


def _rows(kept: KeptStatement, one: ToldRoll, first: int) -> Iterator[GridRow]:
    """Yield the lines; movements and accounts with nothing in any period are left out."""
    periods = one.periods[first:]
    for line in one.lines:
        if line.part in {Part.MOVEMENT, Part.ACCOUNT} and line.is_nothing:
            continue
        refs = (naming.figure(kept, one, period, line.name).ref for period in periods)
        cells = tuple(zip(line.amounts[first:], refs, strict=True))
        path = _path(one, line, periods[-1]) if one.is_of_lines(line) else None
        yield GridRow(line, cells, path)


def _path(one: ToldRoll, line: ToldLine, period: str) -> str:
    """Return where the lines of a figure are."""
    asked = {"currency": one.currency.code, "measure": one.measure.value, "line": line.name}
    return f"{PATH}?{urlencode({**asked, 'period': period})}#lines"


def _drill(visit: Visit, kept: KeptStatement, shown: tuple[ToldRoll, ...]) -> Drill | None:
    """Return the lines of a figure: rolled again, or as they were for the last look."""
    asked = {name: chosen(visit.request, name) for name in _ASKED}
    if not asked["line"]:
        return None
    one, line = _line(asked, shown)
    period = asked["period"]
    section = Section(kept, period, one.measure)
    with visit.console.store.reading() as view:
        again = retracing_of(visit.request).rerolled(view, section)
    found = drilled(again, Movement(one.measure, one.currency, line.name, period))
    figure = naming.figure(kept, one, period, line.name)
    return Drill(
        roll=one,
        title=line.title,
        period=period,
        periods=tuple(Choice(each, _path(one, line, each), each == period) for each in one.periods),
        rows=tuple(
            DrillRow(
                name=part.name,
                customer=part.customer,
                deal=part.deal,
                amount=amount,
                ref=lines.ref(figure, part),
            )
            for part, amount in found.parts[:_LINES_MAX]
        ),
        left_out=max(0, len(found.parts) - _LINES_MAX),
        total=found.total,
        said=line.amounts[one.periods.index(period)],
        ref=figure.ref,
    )


def _line(asked: Mapping[str, str], shown: tuple[ToldRoll, ...]) -> tuple[ToldRoll, ToldLine]:
    one = next((one for one in shown if one.measure == asked["measure"]), None)
    line = one.line(asked["line"]) if one else None
    if one is None or line is None or not one.is_of_lines(line):
        raise Misconfigured(
            f"there is no movement {asked['line'][:40]!r} of {asked['measure'][:40]!r}",
            where="line",
            act="choose a movement, an opening or a closing on the page",
        )
    if asked["period"] not in one.periods:
        raise Misconfigured(
            f"the roll-forwards have no period {asked['period'][:40]!r}",
            where="period",
            act=f"choose one from {one.periods[0]} to {one.periods[-1]}",
        )
    return one, line


def _currency(request: Request, codes: list[str]) -> str:
    asked = chosen(request, "currency").upper() or codes[0]
    if asked not in codes:
        raise Misconfigured(
            f"nothing is rolled forward in {asked[:40]!r}",
            where="currency",
            act=f"choose {', '.join(codes)}",
        )
    return asked
