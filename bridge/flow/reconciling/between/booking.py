"""What Salesforce says of each line, and where the books have it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bridge.adapters.salesforce.bookings.rates import between
from bridge.adapters.store.deals import KnownDeal
from bridge.flow.reconciling.between.ruling import Books, RuledLine
from bridge.flow.reconciling.between.selling import SoldDeal, SoldLine, SoldStep
from bridge.flow.reconciling.between.wholly import as_one, day_of
from bridge.ledger.judgement import DealState
from bridge.model.deal import Charge, DealKind
from bridge.model.document import State
from bridge.model.ids import DealId, LineId
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method
from bridge.queue.decision import Outcome
from bridge.reconcile.sides import Booked, Ruled, Standing, Terms

#: Sales count by days; how finance counts is a matter of rules.
AS_SOLD = Method.STRAIGHT_LINE_DAYS
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a deal is read with."""

    books: Books
    bases: Mapping[str, Currency]  #: currency of the books of each subsidiary
    #: Units of each currency for one of Salesforce's corporate currency.
    rates: Mapping[str, Decimal]
    codes: Mapping[DealId, str]  #: of the open exceptions of deals, the first one
    excluded: Mapping[DealId, str]  #: the rules by which deals are left out

    def booked(self, terms: Terms, base: Currency) -> Terms:
        """Return terms at Salesforce's own rate; where it says none, NetSuite's is assumed."""
        code = terms.amount.currency.code
        rate = between(self.rates, code, base.code) if code != base.code else None
        return terms if rate is None else replace(terms, rate=rate)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands, and why."""

    standing: Standing
    reason: str | None = None


def lines(known: KnownDeal, deal: SoldDeal | None, around: Around) -> Iterator[Booked]:
    """
    Yield the lines of a deal; what cannot be read line by line stands as one for the whole deal.

    What NetSuite has of it stands as it was ruled, so that a deal that waits for a person with its
    order in place is missing nowhere. Where a deal became another one than NetSuite has, each of
    its lines says what is ordered of it, and a line of its own what is not.
    """
    place = _place(known, around)
    if deal is None:
        yield from _as_ruled(known, place, around)
        return
    for line in deal.lines:
        steps = (around.books.by_source.get(step.id, ()) for step in line.steps)
        made = tuple(one for found in steps for one in found)
        yield from _Sold(known, deal.account, line, made, place, around).lines()


def _place(known: KnownDeal, around: Around) -> _Place:
    match known.state:
        case DealState.FLAGGED:
            return _Place(Standing.SUSPENSE, around.codes.get(known.id, "UNKNOWN"))
        case DealState.EXCLUDED:
            rule = around.excluded.get(known.id, known.says)
            outside = rule == Outcome.OUTSIDE.rule
            return _Place(Standing.OUTSIDE if outside else Standing.EXCLUDED, rule)
        case DealState.WAITING:
            return _Place(Standing.WAITING)
        case _:
            return _Place(Standing.PENDING)


def _unread(place: _Place, made: Iterable[RuledLine]) -> _Place:
    """What was on its way is there since, where rows of NetSuite do not show it yet."""
    if place.standing is Standing.PENDING and any(one.is_unread for one in made):
        return _Place(Standing.UNREAD, "acknowledged since NetSuite was read")
    return place


@dataclass(frozen=True, slots=True)
class _Sold:
    """A line of a deal, and what was made of it."""

    deal: KnownDeal
    account: str
    line: SoldLine
    made: tuple[RuledLine, ...]
    place: _Place
    around: Around

    def lines(self) -> Iterator[Booked]:
        ordered = [one for one in self.made if one.is_there]
        if not ordered:
            yield self._left(self._terms(), self.line.steps[0].id)
            return
        ruled = tuple(one.ruled for one in ordered)
        is_held = self.place.standing is Standing.SUSPENSE
        currency = self.line.amount.currency
        others = [one for one in ordered if one.amount.currency != currency]
        if len(ordered) == len(self.made) and not is_held and not others:
            yield self._booked(_Place(Standing.ORDERED), self._terms(), ruled)
            return
        yield self._booked(_Place(Standing.ORDERED), tuple(self._ruled(ordered)), ruled)
        name = self.line.steps[0].id
        rest = tuple(self._rest(one for one in ordered if one.amount.currency == currency))
        if rest:
            yield self._left(rest, LineId(f"{name}-rest"))
        # What was ordered in another currency than it is sold in now is to be taken back.
        if others:
            taken = tuple(_lump(one, -one.amount) for one in self._ruled(others))
            yield self._left(taken, LineId(f"{name}-was"))

    def _ruled(self, ordered: Iterable[RuledLine]) -> Iterator[Terms]:
        """Yield what is ordered as it was ruled."""
        agreed = {step.id: step.is_agreed for step in self.line.steps}
        for one in ordered:
            terms = self.around.booked(one.ruled.terms, self._base())
            yield replace(terms, is_agreed=agreed[one.source])

    def _rest(self, ordered: Iterable[RuledLine]) -> Iterator[Terms]:
        """Yield what is not ordered of each step, in the days of that step."""
        there: dict[LineId, list[Money]] = defaultdict(list)
        for one in ordered:
            there[one.source].append(one.amount)
        for step in self.line.steps:
            rest = step.amount - total(there[step.id], step.amount.currency)
            if rest:
                (terms,) = self._terms_of((step,))
                yield terms if rest == step.amount else _lump(terms, rest)

    def _left(self, sold: tuple[Terms, ...], name: LineId) -> Booked:
        """Return what of a line is not ordered."""
        documents = [one.document for one in self.made]
        refused = next((one for one in documents if one.state is State.REFUSED), None)
        place = _unread(self.place, self.made)
        if refused is not None:
            place = _Place(Standing.SUSPENSE, refused.error_code)
        return self._booked(place, sold, (), name)

    def _booked(
        self,
        place: _Place,
        sold: tuple[Terms, ...],
        ruled: tuple[Ruled, ...],
        name: LineId | None = None,
    ) -> Booked:
        deal, line, subsidiary = self.deal, self.line, self._subsidiary()
        day = day_of(deal)
        return Booked(
            line=name or line.steps[0].id,
            root=self._root(),
            deal=deal.id,
            deal_name=deal.name,
            contract=deal.contract,
            customer=self.account,
            customer_name=deal.account_name,
            product=line.product,
            base=self._base(),
            subsidiary=subsidiary,
            kind=DealKind(deal.kind),
            action=line.action,
            charge=line.charge,
            booked_on=day,
            close_on=day,
            sold=sold,
            standing=place.standing,
            reason=place.reason,
            ruled=ruled,
            is_trial=line.is_trial,
        )

    def _subsidiary(self) -> str | None:
        """Return where NetSuite has it; what is not ordered is told in its own currency."""
        known = self.around.books.subsidiaries
        ordered = (one for one in self.made if one.is_there)
        return next((code for one in ordered if (code := known.get(one.ruled.key.record))), None)

    def _base(self) -> Currency:
        return self.around.bases.get(self._subsidiary() or "", self.deal.booked.currency)

    def _root(self) -> LineId:
        for one in self.made:
            for line in one.document.lines:
                if line.key == one.ruled.key.line:
                    return line.root
        return self.line.revises or self.line.steps[0].id

    def _terms(self) -> tuple[Terms, ...]:
        return self._terms_of(step for step in self.line.steps if step.is_agreed)

    def _terms_of(self, steps: Iterable[SoldStep]) -> tuple[Terms, ...]:
        # NetSuite tells a rate of what it has alone.
        ordered = (one for one in self.made if one.document.state is State.ACKNOWLEDGED)
        first = next(ordered, self.made[0] if self.made else None)
        rate = first.ruled.terms.rate if first else _ONE
        item = first.ruled.terms.item if first else self.line.product
        base = self._base()
        found = (
            Terms(
                item=item,
                quantity=step.quantity,
                unit_price=step.unit_price,
                amount=step.amount,
                term=step.term,
                method=_method(self.line, step),
                rate=rate,
                is_agreed=step.is_agreed,
            )
            for step in steps
        )
        return tuple(self.around.booked(one, base) for one in found)


def _method(line: SoldLine, step: SoldStep) -> Method:
    if line.charge is Charge.USAGE:
        return Method.ON_USE
    return AS_SOLD if step.term else Method.AT_ONCE


def _lump(first: Terms, amount: Money) -> Terms:
    return replace(first, quantity=_ONE, unit_price=amount.decimal(), amount=amount)


def _as_ruled(known: KnownDeal, place: _Place, around: Around) -> Iterator[Booked]:
    """Yield what NetSuite has of a deal that cannot be read, and what is left of it as one."""
    made = around.books.by_deal.get(known.id, ())
    there = [one for one in made if one.is_there]
    found = _unread(place, made)
    whole = as_one(known, found.standing, found.reason)
    for source in dict.fromkeys(one.source for one in there):
        yield _ordered(whole, [one for one in there if one.source == source], around)
    currency = known.booked.currency
    same = [one.amount for one in there if one.amount.currency == currency]
    rest = known.booked - total(same, currency)
    if rest or not there:
        yield replace(whole, sold=(_lump(whole.sold[0], rest),))
    yield from (_taken(whole, one, around) for one in there if one.amount.currency != currency)


def _taken(whole: Booked, one: RuledLine, around: Around) -> Booked:
    """Return what was ordered in another currency than the deal has now, as to be taken back."""
    line = _ordered(whole, [one], around)
    terms = around.booked(_lump(one.ruled.terms, -one.amount), line.base)
    return replace(
        line,
        line=LineId(f"{one.source}-was"),
        sold=(terms,),
        standing=whole.standing,
        reason=whole.reason,
        ruled=(),
    )


def _ordered(whole: Booked, there: Sequence[RuledLine], around: Around) -> Booked:
    """Return a line of a deal that cannot be read, as its order was ruled."""
    terms, lines = there[0].ruled.terms, there[0].document.lines
    subsidiary = around.books.subsidiaries.get(there[0].ruled.key.record)
    charge = Charge.RECURRING if terms.term else Charge.ONE_TIME
    base = around.bases.get(subsidiary or "", terms.amount.currency)
    return replace(
        whole,
        line=there[0].source,
        root=next(one.root for one in lines if one.source == there[0].source),
        product=terms.item,
        base=base,
        subsidiary=subsidiary,
        charge=Charge.USAGE if terms.method is Method.ON_USE else charge,
        sold=tuple(around.booked(one.ruled.terms, base) for one in there),
        standing=Standing.ORDERED,
        reason=None,
        ruled=tuple(one.ruled for one in there),
    )
