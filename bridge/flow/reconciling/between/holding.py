"""What NetSuite holds, brought together: each order line with its elements, plans and rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.adapters.netsuite.revenue import held
from bridge.adapters.netsuite.revenue.held import OrderLine, Plan
from bridge.adapters.store.database import Transaction
from bridge.flow.reconciling.between.dating import rows_of_plans
from bridge.flow.reconciling.between.linking import Source, Unlinked, linked, parts
from bridge.flow.reconciling.between.ruling import Books
from bridge.model.calendar import Period, Term
from bridge.model.ids import DealId, ExternalId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method
from bridge.reconcile.sides import Columns, Element, Held, PlanState, Terms, columns

#: NetSuite's words for the methods of its rules, as public queries and its help have them.
_METHODS = {
    "EVENPERIODS": Method.STRAIGHT_LINE_EVEN,
    "PRORATEFIRSTLAST": Method.STRAIGHT_LINE_PRORATED,
    "PERIODRATE": Method.STRAIGHT_LINE_PERIOD_RATE,
    "EXACTDAYS": Method.STRAIGHT_LINE_DAYS,
}
_FAILED = "plan failed"
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What holds for the whole account."""

    periods: Mapping[str, Period]  #: by internal id, in order
    books: Mapping[str, held.Books]  #: subsidiaries by internal id
    outside: Mapping[str, DealId]  #: the deals that records made by hand stand for, by internal id

    def base(self, subsidiary: str, otherwise: Currency) -> Currency:
        """Return the currency of the books of a subsidiary."""
        found = self.books.get(subsidiary)
        return found.currency if found else otherwise

    def code(self, subsidiary: str) -> str:
        """Return what the books call a subsidiary."""
        found = self.books.get(subsidiary)
        return found.code if found else subsidiary


@dataclass(slots=True)
class Holding:
    """Makes values of the kept rows."""

    account: Account
    ruled: Books
    plans: Mapping[int, tuple[Plan, ...]]
    rows: Mapping[int, Columns]

    def of(self, source: Source) -> Held:
        """Return an order line, or a line of what is no order, with its elements."""
        line = source.line
        if line is None:
            return self._elsewhere(source)
        key = source.key
        ruled = self.ruled.lines.get(key.record, {}).get(key.line) if key else None
        elements = tuple(self._element(one, sales) for one, sales in parts(source.elements))
        amount, quantity = source.amount, source.quantity
        method = ruled.terms.method if ruled else None
        return Held(
            order=line.document,
            number=line.shown,
            line=line.key,
            key=key,
            customer=line.customer,
            customer_name=line.customer_name,
            subsidiary=self.account.code(line.subsidiary),
            base=self.account.base(line.subsidiary, amount.currency),
            dated=line.dated,
            is_approved=line.is_approved,
            is_closed=line.closed,
            terms=Terms(
                item=line.code,
                quantity=quantity,
                unit_price=amount.decimal() / quantity if quantity else Decimal(0),
                amount=amount,
                term=_term(line.first, line.last),
                method=self._method(source, method),
                rate=line.rate,
            ),
            elements=elements,
            contract=self.ruled.contracts.get(key.record) if key else None,
            stands_for=self.account.outside.get(line.document),
            unknown=self._unknown(source),
        )

    def _elsewhere(self, source: Source) -> Held:
        """Return an element of what is no order or return, such as an invoice by itself."""
        (one,) = source.elements
        return Held(
            order=one.source,
            number=one.source,
            line=one.id,
            key=None,
            customer=one.customer,
            customer_name=one.customer_name,
            subsidiary=self.account.code(one.subsidiary),
            base=self.account.base(one.subsidiary, one.sales.currency),
            dated=self._day_of(one),
            is_approved=True,
            is_closed=False,
            terms=Terms(
                item=one.item,
                quantity=one.quantity or _ONE,
                unit_price=one.sales.decimal() / (one.quantity or _ONE),
                amount=one.sales,
                term=_term(one.first, one.last),
                method=self._method(source, None),
                rate=one.rate,
            ),
            elements=(self._element(one, one.sales),),
        )

    def _day_of(self, one: held.Element) -> date:
        """
        Return the day of an element of what is no order, which says none of its own.

        Its first day of service, or else the first one that is planned, or of the account: so it
        stands in a period that statements have.
        """
        if one.first is not None:
            return one.first
        days = {period.name: period.term.start for period in self.account.periods.values()}
        plans = self.plans.get(one.id, ())
        rows = (self.rows[plan.id].planned for plan in plans if plan.id in self.rows)
        planned = [days[name] for names in rows for name in names if name in days]
        return min(planned or days.values(), default=date.min)

    def _method(self, source: Source, ruled: Method | None) -> Method:
        """Return by what the plan goes; in words that nobody knows, what was ruled is taken."""
        plans = [plan for one in source.elements for plan in self.plans.get(one.id, ())]
        if ruled in {Method.AT_ONCE, Method.ON_USE} and all(one.first == one.last for one in plans):
            return ruled
        told = next((_METHODS.get(one.method.upper()) for one in plans), None)
        if told is None:
            return ruled or Method.STRAIGHT_LINE_EVEN
        at_once = all(one.first == one.last for one in plans)
        return Method.AT_ONCE if at_once else told

    def _unknown(self, source: Source) -> str:
        plans = [plan for one in source.elements for plan in self.plans.get(one.id, ())]
        words = (one.method for one in plans if one.method.upper() not in _METHODS)
        return next((word for word in words if word), "")

    def _element(self, one: held.Element, sales: Money) -> Element:
        plans = self.plans.get(one.id, ())
        return Element(
            id=str(one.id),
            arrangement=one.arrangement,
            sales=sales,
            allocated=sales if one.allocated is None else one.allocated,
            rate=one.rate,
            state=_state(one, plans),
            rows=_all_of([self.rows[plan.id] for plan in plans if plan.id in self.rows]),
        )


def _state(one: held.Element, plans: Sequence[Plan]) -> PlanState:
    if one.status.casefold() == _FAILED:
        return PlanState.FAILED
    if any(plan.on_hold for plan in plans):
        return PlanState.HELD
    return PlanState.PLANNED if plans else PlanState.UNPLANNED


def _term(first: date | None, last: date | None) -> Term | None:
    return Term.inclusive(first, last) if first and last and first <= last else None


def holding(
    view: Transaction, account: Account, ruled: Books, lines: Iterable[OrderLine]
) -> Iterator[Held]:
    """
    Yield every order line that NetSuite holds, and every element that stands for none.

    Raises NoPeriod if a row is of a period that is no month for posting.
    """
    plans: dict[int, list[Plan]] = defaultdict(list)
    for plan in view.reconciling.revenue.records("plan"):
        plans[plan.element].append(plan)
    making = Holding(
        account=account,
        ruled=ruled,
        plans={element: tuple(found) for element, found in plans.items()},
        rows=rows_of_plans(view, account.periods),
    )
    elements: Iterable[held.Element] = view.reconciling.revenue.records("element")
    for source in linked(lines, elements, Unlinked(ruled.lines)):
        yield making.of(source)


def _all_of(found: Sequence[Columns]) -> Columns:
    """Return the rows of all plans of an element; most have one."""
    if len(found) == 1:
        return found[0]
    return columns([row for one in found for row in one])


def journals_of(held: Iterable[Held]) -> set[str | None]:
    """Return the journals by which rows of plans were posted, by internal id."""
    found: set[str | None] = set()
    for element in (element for line in held for element in line.elements):
        found.update(columns(element.rows).journals)
    return found


def rates(lines: Iterable[OrderLine]) -> dict[ExternalId, Decimal]:
    """Return the rate of exchange of each record of ours."""
    return {ExternalId(one.external_id): one.rate for one in lines if one.external_id}
