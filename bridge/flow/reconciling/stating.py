"""One reconciliation: both systems are read, the sides gathered, and the statements kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bridge.adapters.netsuite.revenue.reading import Revenue
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.reconciling.context import Context
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import Misconfigured
from bridge.flow.reconciling import forms
from bridge.flow.reconciling.between import gathering, population, rating, selling
from bridge.flow.reconciling.between.collecting import uncollected
from bridge.flow.reconciling.between.dating import NoPeriod
from bridge.flow.reconciling.between.population import Listed, Unread
from bridge.flow.reconciling.definitions import TARGETS, Measures, defined
from bridge.flow.reconciling.reading import accounts
from bridge.flow.reconciling.reading.progress import Heard, Progress, reading, unheard
from bridge.flow.reconciling.reading.revenue import RevenueReading
from bridge.flow.reconciling.rolls import reporting
from bridge.flow.reconciling.rolls.accounting import accounting
from bridge.flow.reconciling.unread import forms as unread_forms
from bridge.model.calendar import Clock, Period
from bridge.model.measures.definition import Measure
from bridge.model.money import Currency, Money
from bridge.reconcile.classes import BY_CODE, Nature
from bridge.reconcile.rolls.accounts import Accounting
from bridge.reconcile.sides import Sides
from bridge.reconcile.starting import Bookings, Recurring
from bridge.reconcile.statement import UNEXPLAINED, Grid, Statement, statements
from bridge.reconcile.walk import Route
from bridge.rules.rulebook import Rulebook

#: What lacks a currency rate is called among errors: it is in no class of a walk.
UNRATED = "no rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a statement is to be of."""

    as_of: date
    measure: Measures = Measures.PLAN
    period: str | None = None  #: None: all periods up to that of the day
    definition: str = "current"  #: of recurring revenue
    offline: bool = False  #: from what both systems told last
    whole: bool = False  #: reads all of NetSuite's rows again


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The two systems, the store and the present."""

    salesforce: Salesforce
    revenue: Revenue
    store: Store
    clock: Clock
    contract_assets: tuple[str, ...] = ()  #: NetSuite's accounts of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What a reconciliation came to."""

    asked: Asked
    statements: tuple[Statement, ...]
    sides: Sides
    unread: Unread
    read_at: datetime  #: since when NetSuite may have changed unseen
    kept: KeptStatement

    def errors(self, thresholds: Mapping[Currency, Money]) -> tuple[tuple[str, Money], ...]:
        """
        Return what a person must act on: what is unexplained, and classes that are errors.

        An error counts from the threshold of its currency on; what is unexplained always does, and
        so does what is to be told in another currency and has no rate.
        """
        unrated = ((UNRATED, money) for money in reporting.missing(self.kept.content))
        found = (one for each in self.statements for one in _errors(each, thresholds))
        return (*found, *unrated)


def _errors(one: Statement, thresholds: Mapping[Currency, Money]) -> Iterator[tuple[str, Money]]:
    if one.unexplained:
        yield UNEXPLAINED, one.unexplained
    least = thresholds.get(one.currency, Money(1, one.currency)).minor
    for code, vector in one.classes.items():
        # Signs of periods and lines are not netted: two errors do not make a right one.
        size = sum(abs(minor) for line in one.lines for of, minor in line.classes if of == code)
        size = max(size, sum(abs(minor) for minor in vector.values()))
        if BY_CODE[code].nature is Nature.ERROR and size >= least:
            yield code, Money(size, one.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Both sides, as they were at one moment."""

    sides: Sides
    periods: tuple[Period, ...]
    unread: Unread
    unread_forms: list[forms.Form]  #: to be kept with every statement
    read_at: datetime  #: since when NetSuite may have changed unseen
    accounting: Accounting
    lost: tuple[selling.Lost, ...] = ()  #: deals of which nobody can read what they sold

    def made_of(self, rulebook: Rulebook) -> dict[str, Any]:
        """Return what is kept with whatever is made of both sides, so that it is made again."""
        lost = [forms.lost(one) for one in self.lost]
        made_of = {"rulebook": rulebook.version, "unread_lines": self.unread_forms}
        return {**made_of, "lost": lost} if lost else made_of


@dataclass(frozen=True, slots=True)
class Reconciling:
    """Makes statements; raises as any read of either system, where it is asked."""

    ends: Ends
    rulebook: Rulebook
    heard: Heard = unheard

    def run(self, asked: Asked) -> Reconciled:
        """Read both systems, unless it is asked offline, and state what came of it."""
        told = None if asked.offline else self.read(whole=asked.whole)
        return self.state(asked, self.gather(told))

    def gather(self, told: Listed | None) -> Gathered:
        """Gather what was read, for statements of every measure; without `told` all is read."""
        lost = selling.keep_up(self.ends.store, self.rulebook, self.heard)
        with self.ends.store.reading() as view:
            context, readings = view.reconciling.context.last(), view.reconciling.revenue.readings()
            if context is None or not readings:
                raise Misconfigured(
                    "NetSuite's revenue was never read",
                    where="bridge reconcile --offline",
                    act="reconcile once without --offline",
                )
            unread = population.unread(view, told) if told else Unread()
            sides = gathered(view, self.rulebook, context, unread)
            return Gathered(
                sides=sides,
                periods=tuple(context.periods.values()),
                unread=unread,
                unread_forms=unread_forms(view, unread),
                lost=lost,
                read_at=min(one.read_at for one in readings.values()),
                accounting=accounting(view, context, sides, self.ends.contract_assets),
            )

    def state(self, asked: Asked, both: Gathered) -> Reconciled:
        """Walk from one side to the other, and keep the statement."""
        measures = self.rulebook.measures
        wanted = grid(asked, both.periods, measures)
        found = walked(both.sides, wanted)
        is_run_rate = asked.measure is Measures.ARR
        definition = measures[asked.definition] if is_run_rate else None
        last = last_day(both.periods, wanted)
        content = {
            **forms.content(asked.measure, definition, found),
            **(reporting.content(both.sides, definition, last) if last else {}),
            **both.made_of(self.rulebook),
        }
        with self.ends.store.transaction("statement") as tx:
            kept = tx.reconciling.statements.keep(
                content,
                as_of=asked.as_of,
                measure=asked.measure,
                period=asked.period or "",
                definition=asked.definition if is_run_rate else "",
            )
        return Reconciled(
            asked=asked,
            statements=found,
            sides=both.sides,
            unread=both.unread,
            read_at=both.read_at,
            kept=kept,
        )

    def read(self, *, whole: bool = False) -> Listed:
        """Read NetSuite's revenue into the store; return the bookings that Salesforce has."""
        with reading(self.ends.store, self.ends.clock, self.heard) as progress:
            return self._read(progress, whole=whole)

    def _read(self, progress: Progress, *, whole: bool) -> Listed:
        ends = self.ends
        with ends.store.reading() as view:
            last = view.reconciling.context.last()
        book = last.book if last else None
        revenue = ends.revenue.of_book(had_books=book is not None)
        # Books may agree in number and sum: rows of another one would show in no tally.
        besides = rating.wanted(ends.store, revenue, self.rulebook)
        kinds = RevenueReading(ends.store, revenue, ends.clock, progress, besides)
        kinds.run(whole=whole or book != revenue.only)
        known = accounts.listed(revenue)
        with ends.store.reading() as view:
            proposed = view.reconciling.books.journal_accounts()
        context = Context(
            periods=revenue.periods(),
            books=revenue.books(),
            postings=revenue.postings(accounts.besides(known, ends.contract_assets, proposed)),
            book=revenue.only,
            accounts=known,
        )
        told = population.listed(ends.store, ends.salesforce, ends.clock, progress)
        with ends.store.transaction("revenue_read") as tx:
            tx.reconciling.context.keep(replace(context, rates=told.rates))
            tx.reconciling.revenue.plans.pack()
        return told


def gathered(view: Transaction, rulebook: Rulebook, context: Context, unread: Unread) -> Sides:
    """Return both sides; Misconfigured where NetSuite has revenue in what is no month."""
    try:
        return gathering.gathered(view, rulebook, context, unread)
    except NoPeriod as error:
        raise Misconfigured(
            str(error),
            where="NetSuite, Setup > Accounting > Manage Accounting Periods",
            act="make the period an active month for posting again",
        ) from error


@uncollected()
def walked(sides: Sides, wanted: Grid) -> tuple[Statement, ...]:
    """Return the statements of both sides; ValueError if the accounting periods have a gap."""
    return statements(sides, wanted)


def last_day(periods: Iterable[Period], wanted: Grid) -> date | None:
    """Return the day at whose end run rates of all currencies are told; None without a period."""
    last = next((one for one in periods if one.name in wanted.periods[-1:]), None)
    return last.term.last if last else None


def grid(asked: Asked, periods: Sequence[Period], measures: Mapping[str, Measure]) -> Grid:
    """Return the periods of a statement and its way; Misconfigured for what there is not."""
    names = tuple(one.name for one in periods if one.term.start <= asked.as_of)
    if asked.period is not None:
        if asked.period not in {one.name for one in periods}:
            raise Misconfigured(
                f"NetSuite has no accounting period {asked.period}",
                where="--period",
                act="write it as 2026-03, or as NetSuite calls it where it is no month",
            )
        names = (asked.period,)
    if asked.measure is not Measures.ARR:
        return Grid(Route(Bookings(), TARGETS[asked.measure]), names)
    last = names[-1:]
    start = Recurring(defined(measures, asked.definition), last)
    return Grid(Route(start, TARGETS[asked.measure]), last)
