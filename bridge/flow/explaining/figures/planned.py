"""
Explains sums of predicted schedules: of several lines, or of several periods of one.

    schedules:USD/2026-03                            all that is predicted for a period
    schedules:USD/2026-03?q=acme                     of the schedules that a search finds
    schedules:USD/before:2026-01?line=DOCUMENT/1     before the twelve periods from a month on
    schedules:USD/all?contract=800...                in all periods
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from bridge.adapters.store.browsing.schedules import PredictedLine, ScheduleFilter
from bridge.adapters.store.database import Transaction
from bridge.errors import NotFound
from bridge.flow.explaining.explanation import Chapters, Explanation, Fact, Phrase
from bridge.flow.explaining.figures.columns import Beside, Calendar, calendar, month
from bridge.flow.explaining.retracing import Retracing
from bridge.model.ids import ContractId, DealId, ExternalId
from bridge.model.money import Currency, Money, total

KIND = "schedules"
ALL = "all"
#: Lines that are told one by one, and whose deals are translated once more.
_LINES_MAX = 25
_PERIODS_MAX = 120
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A sum of schedules: of which, and for which periods."""

    currency: Currency
    periods: str  #: the name of one, `before:2026-01` and the like, or all
    wanted: ScheduleFilter = field(default_factory=ScheduleFilter)

    @property
    def ref(self) -> str:
        """The reference; what was searched for stands last, as it was typed."""
        of, line = self.wanted, self.wanted.line
        said = [
            f"line={line[0]}/{line[1]}" if line else "",
            f"contract={of.contract}" if of.contract else "",
            f"q={of.text}" if of.text else "",
        ]
        told = "&".join(filter(None, said))
        return f"{KIND}:{self.currency.code}/{self.periods}{'?' if told else ''}{told}"


def one_period(name: str) -> str:
    """Return a period as a reference has it."""
    return quote(name, safe=" :-.")


def explain(view: Transaction, retracing: Retracing, rest: str) -> Explanation:
    """Explain a sum of schedules; NotFound where nothing is predicted that could be meant."""
    asked = _asked(rest)
    shown, each = _shown(view, asked), view.lists.schedules.lines(asked.wanted)
    lines = [(one, held) for one in each if (held := _within(asked, one, shown))]
    if not lines:
        raise _none("nothing is predicted that is meant", rest)
    lines.sort(key=lambda each: (-abs(_sum(asked, each[1]).minor), each[0].document))
    amount = total((_sum(asked, held) for _, held in lines), asked.currency)
    counts = f"{len(lines)} schedule{'s' if len(lines) > 1 else ''}"
    seen = [one.deal for one, _ in lines[:_LINES_MAX]]
    told, outcomes = Chapters(), dict(_outcomes(view, retracing, seen))
    differing = [deal for deal, comes_out in outcomes.items() if comes_out is False]
    untold = [deal for deal, comes_out in outcomes.items() if comes_out is None]
    told.add("periods", *_periods(asked, [held for _, held in lines]))
    told.add("schedules", *_schedules(asked, lines))
    again = _again(asked, lines)
    told.add("recomputed", Fact("added up again", str(again)))
    told.add("deals that come out otherwise", *(Fact("deal", deal, deal) for deal in differing))
    told.add(
        "deals that cannot be translated once more", *(Fact("deal", one, one) for one in untold)
    )
    return Explanation(
        ref=asked.ref,
        phrases=(Phrase(f"{amount} is predicted {_spoken(asked)}: the sum of {counts}"),),
        chapters=told.done(),
        recomputed=False if differing or again != amount else None if untold else True,
        verdict=_verdict(len(lines), outcomes),
        amount=amount,
        again=again,
    )


def _asked(rest: str) -> Planned:
    place, _, filters = rest.partition("?")
    money, _, periods = place.partition("/")
    searched, _, text = (
        filters.partition("q=") if filters.startswith("q=") else (filters.partition("&q="))
    )
    of = dict(one.partition("=")[::2] for one in searched.split("&") if one)
    document, _, key = of.pop("line", "").rpartition("/")
    contract = of.pop("contract", None)
    is_line = not document or (key.isascii() and key.isdigit() and len(key) <= _SHOWN // 4)
    if of or not periods or not is_line or "\0" in rest:
        raise _none("a sum of schedules has a currency and a period", rest)
    try:
        currency = Currency(money.strip().upper())
    except ValueError as error:
        raise _none("there is no such currency", rest) from error
    wanted = ScheduleFilter(
        currency=currency.code,
        contract=ContractId(contract) if contract else None,
        text=text,
        line=(ExternalId(document), int(key)) if document else None,
    )
    return Planned(currency=currency, periods=periods.strip(), wanted=wanted)


def _shown(view: Transaction, asked: Planned) -> Calendar | None:
    """Return the columns beside which a sum stands; None for what is no such sum."""
    kind, colon, first = asked.periods.partition(":")
    if not colon or kind not in tuple(Beside):
        return None
    begin = month(first)
    if begin is None:
        raise _none("columns begin with a month", asked.periods)
    frame = view.dossiers.latest_frame()
    return calendar(begin, frame.periods if frame else ())


def _within(asked: Planned, one: PredictedLine, shown: Calendar | None) -> dict[str, Money]:
    """Return what of a schedule is meant, by period."""
    if asked.periods == ALL:
        return dict(one.periods)
    if shown is None:
        name = unquote(asked.periods)
        return {name: one.periods[name]} if name in one.periods else {}
    kind = asked.periods.partition(":")[0]
    return {name: money for name, money in one.periods.items() if shown.place(name) == kind}


def _again(asked: Planned, lines: list[tuple[PredictedLine, dict[str, Money]]]) -> Money:
    """Add up once more: what each schedule comes to as it was kept, or period by period."""
    if asked.periods == ALL:
        return total((one.total for one, _ in lines), asked.currency)
    return total((money for _, held in lines for money in held.values()), asked.currency)


def _sum(asked: Planned, held: Mapping[str, Money]) -> Money:
    return total(held.values(), asked.currency)


def _periods(asked: Planned, held: list[dict[str, Money]]) -> Iterator[Fact]:
    """Tell each period by itself, where there are several."""
    names = sorted({name for each in held for name in each})
    if len(names) == 1:
        return
    for name in names[:_PERIODS_MAX]:
        money = total((each[name] for each in held if name in each), asked.currency)
        yield Fact(name, str(money), replace(asked, periods=one_period(name)).ref)
    if len(names) > _PERIODS_MAX:
        rest = [each[name] for each in held for name in names[_PERIODS_MAX:] if name in each]
        more = len(names) - _PERIODS_MAX
        yield Fact("and", f"{more} periods more, together {total(rest, asked.currency)}")


def _schedules(
    asked: Planned, lines: list[tuple[PredictedLine, dict[str, Money]]]
) -> Iterator[Fact]:
    """Tell the largest schedules one by one, and the others together."""
    for one, held in lines[:_LINES_MAX]:
        name = f"{one.document}/{one.line}"
        ref = f"{name}/{next(iter(held))}" if len(held) == 1 else name
        yield Fact(f"{one.account_name}, {name}", str(_sum(asked, held)), ref)
    rest = lines[_LINES_MAX:]
    if rest:
        money = total((_sum(asked, held) for _, held in rest), asked.currency)
        yield Fact("and", f"{len(rest)} smaller schedules, together {money}")


def _outcomes(
    view: Transaction, retracing: Retracing, deals: Iterable[DealId]
) -> Iterator[tuple[DealId, bool | None]]:
    """Yield whether each deal comes out as recorded; None where rules cannot say it once more."""
    for deal in dict.fromkeys(deals):
        whole = view.deals.whole(deal)
        retraced = retracing.of(view, whole) if whole else None
        yield deal, retraced.comes_out if retraced else None


def _spoken(asked: Planned) -> str:
    kind, _, first = asked.periods.partition(":")
    if asked.periods == ALL:
        return "in all periods"
    if kind == Beside.BEFORE:
        return f"before {first}"
    if kind == Beside.BEHIND:
        return f"behind the twelve periods from {first} on"
    if kind == Beside.ELSEWHERE:
        return "for periods that no calendar has any more"
    return f"for {unquote(asked.periods)}"


def _verdict(lines: int, outcomes: Mapping[DealId, bool | None]) -> str:
    said = tuple(outcomes.values())
    if False in said:
        differing = said.count(False)
        return f"{differing} of its deals, translated once more, come out otherwise than recorded"
    largest = f" of the {_LINES_MAX} largest" if lines > _LINES_MAX else ""
    what = f"the deals{largest}" if len(said) > 1 else "the deal"
    added = "added up again it is the same"
    if None not in said:
        return f"{added}; {what}, translated once more, came out as recorded"
    if len(said) > 1:
        what = f"{said.count(None)} of {len(said)} deals{largest}"
    return f"{added}; {what} cannot be translated once more"


def _none(says: str, asked: str) -> NotFound:
    shown = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}..."
    return NotFound(
        says,
        where=f"schedules, {shown!r}",
        act="write it as schedules:CURRENCY/PERIOD, and ?line=, contract= or q= behind it",
    )
