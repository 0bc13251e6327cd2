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
from bridge.console.problems import Missing
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.reconciling.rolls import tabling
from bridge.flow.reconciling.rolls.drilling import Movement, drilled
from bridge.flow.reconciling.rolls.making import KIND
from bridge.flow.reconciling.rolls.told import Part, ToldLine, ToldRoll, elsewhere, told
from bridge.model.money import Money
from bridge.people.roles import Permission
from bridge.reconcile.rolls.roll import Measured

PATH = "/reconciliation/rolls"
router = APIRouter(prefix=PATH)
Seeing = Annotated[Visit, needs(Permission.SEE)]
#: Lines of a movement that are shown.
_LINES_MAX = 100
#: What names a movement in an address.
_ASKED = ("measure", "line", "period")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line over all periods; an amount without a path leads nowhere."""

    of: ToldLine
    cells: tuple[tuple[Money, str | None], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One roll-forward."""

    of: ToldRoll
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class DrillRow:
    """What a line, a customer or a journal has of a movement, and what explains it."""

    name: str
    customer: str
    deal: str | None
    amount: Money
    ref: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """The lines of a movement in a period."""

    roll: ToldRoll
    title: str
    period: str
    rows: tuple[DrillRow, ...]
    left_out: int
    total: Money
    said: Money  #: by what is kept

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
    elsewhere: tuple[Money, ...] = ()
    definition: str = ""
    made_at: datetime | None = None
    as_of: str = ""
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
    return Page(
        currencies=tuple(
            Choice(one, address(request, {**nowhere, "currency": one}), one == here)
            for one in codes
        ),
        columns=shown[0].periods[first:],
        shown=tuple(Shown(one, tuple(_rows(one, first))) for one in shown),
        drill=_drill(visit, kept, shown),
        elsewhere=tuple(one for one in elsewhere(kept) if one.currency.code == here),
        definition=kept.content.get("definition", {}).get("name", ""),
        made_at=kept.made_at,
        as_of=kept.as_of.isoformat(),
        rulebook=kept.content["rulebook"],
        digest=kept.digest,
    )


def _first(shown: tuple[ToldRoll, ...]) -> int:
    """Return where the first period is in which there is anything, or else the last one."""
    lines = [line.amounts for one in shown for line in one.lines]
    places = range(len(shown[0].periods))
    return next((at for at in places if any(amounts[at] for amounts in lines)), places[-1])


def _rows(one: ToldRoll, first: int) -> Iterator[GridRow]:
    """Yield the lines; movements and accounts with nothing in any period are left out."""
    for line in one.lines:
        if line.part in {Part.MOVEMENT, Part.ACCOUNT} and line.is_nothing:
            continue
        paths = (_path(one, line, period) for period in one.periods[first:])
        yield GridRow(line, tuple(zip(line.amounts[first:], paths, strict=True)))


def _path(one: ToldRoll, line: ToldLine, period: str) -> str | None:
    """Return where the lines of a movement are; None for what is no movement."""
    if line.part is not Part.MOVEMENT:
        return None
    asked = {"currency": one.currency.code, "measure": one.measure.value, "line": line.name}
    return f"{PATH}?{urlencode({**asked, 'period': period})}#lines"


def _drill(visit: Visit, kept: KeptStatement, shown: tuple[ToldRoll, ...]) -> Drill | None:
    """Roll a movement again, in turn: it takes as long as a statement."""
    asked = {name: chosen(visit.request, name) for name in _ASKED}
    if not asked["line"]:
        return None
    one, line = _line(asked, shown)
    wanted = Movement(Measured(one.measure), one.currency, line.name, asked["period"])
    console = visit.console
    assets = console.settings.reconcile.contract_assets
    with console.rolling.take(), console.store.reading() as view:
        found = drilled(view, console.edition().rulebook, kept, wanted, assets)
    return Drill(
        roll=one,
        title=line.title,
        period=wanted.period,
        rows=tuple(
            DrillRow(
                name=part.name,
                customer=part.customer,
                deal=part.deal,
                amount=amount,
                ref=f"{part.key.record}/{part.key.line}" if part.key and part.deal else None,
            )
            for part, amount in found.parts[:_LINES_MAX]
        ),
        left_out=max(0, len(found.parts) - _LINES_MAX),
        total=found.total,
        said=line.amounts[one.periods.index(wanted.period)],
    )


def _line(asked: Mapping[str, str], shown: tuple[ToldRoll, ...]) -> tuple[ToldRoll, ToldLine]:
    one = next((one for one in shown if one.measure == asked["measure"]), None)
    line = one.line(asked["line"]) if one else None
    if one is None or line is None or line.part is not Part.MOVEMENT:
        raise Misconfigured(
            f"there is no movement {asked['line'][:40]!r} of {asked['measure'][:40]!r}",
            where="line",
            act="choose an amount of a movement on the page",
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
