"""What Salesforce says of each line, and where the books have it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bridge.adapters.store.deals import KnownDeal
from bridge.flow.reconciling.between.ruling import RuledLine
from bridge.flow.reconciling.between.selling import SoldDeal, SoldLine, SoldStep
from bridge.flow.reconciling.between.wholly import (
    Around,
    Place,
    as_gone,
    as_priced,
    as_read,
    as_ruled,
    day_of,
    lump,
    within,
)
from bridge.ledger.judgement import DealState
from bridge.model.deal import Charge, DealKind
from bridge.model.document import State
from bridge.model.ids import LineId
from bridge.model.money import Currency, total
from bridge.model.schedule import Method
from bridge.queue.decision import Outcome
from bridge.reconcile.sides import Booked, Ruled, Standing, Terms

#: Sales count by days; how finance counts is a matter of rules.
AS_SOLD = Method.STRAIGHT_LINE_DAYS
_ONE = Decimal(1)


def lines(known: KnownDeal, deal: SoldDeal | None, around: Around) -> Iterator[Booked]:
    """
    Yield the lines of a deal; what cannot be read line by line stands as one for the whole deal.

    What was ordered of a line that a held deal has no more is to be taken back, and waits with it.

    What NetSuite has of it stands as it was ruled, so that a deal that waits for a person with its
    order in place is missing nowhere. Where a deal became another one than NetSuite has, each of
    its lines says what is ordered of it, and a line of its own what is not.
    """
    place = _place(known, around)
    if deal is None:
        yield from as_ruled(known, place, around)
        return
    if place.standing is Standing.SUSPENSE:
        named = {step.id for line in deal.lines for step in line.steps}
        made = around.books.by_deal.get(known.id, ())
        gone = [one for one in made if one.is_there and one.source not in named]
        yield from as_gone(known, place, gone, around)
    for line in (part for whole in deal.lines for part in _apart(whole)):
        steps = (around.books.by_source.get(step.id, ()) for step in line.steps)
        made = tuple(one for found in steps for one in found)
        yield from _Sold(known, deal.account, line, made, place, around).lines()


def _apart(line: SoldLine) -> Iterator[SoldLine]:
    """Yield what sales agreed on of a line, and by itself what was rated of it since."""
    agreed = tuple(step for step in line.steps if step.is_agreed)
    rated = tuple(step for step in line.steps if not step.is_agreed)
    yield from (replace(line, steps=steps) for steps in (agreed, rated) if steps)


def _place(known: KnownDeal, around: Around) -> Place:
    match known.state:
        case DealState.FLAGGED:
            return Place(Standing.SUSPENSE, around.codes.get(known.id, "UNKNOWN"))
        case DealState.EXCLUDED:
            rule = around.excluded.get(known.id, known.says)
            outside = rule == Outcome.OUTSIDE.rule
            return Place(Standing.OUTSIDE if outside else Standing.EXCLUDED, rule)
        case DealState.WAITING:
            return Place(Standing.WAITING)
        case _:
            return Place(Standing.PENDING)


@dataclass(frozen=True, slots=True)
class _Sold:
    """A line of a deal, and what was made of it."""

    deal: KnownDeal
    account: str
    line: SoldLine
    made: tuple[RuledLine, ...]
    place: Place
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
            yield self._booked(Place(Standing.ORDERED), self._terms(), ruled)
            return
        there = tuple(self._as_priced(ordered))
        rest = tuple(
            self._rest((name, one) for name, one in there if one.amount.currency == currency)
        )
        # What was ordered in another currency than it is sold in now is to be taken back.
        taken = tuple(lump(one, -one.amount) for _, one in there if one.amount.currency != currency)
        name = self.line.steps[0].id
        yield from within(
            (step.term for step in self.line.steps),
            self._booked(Place(Standing.ORDERED), tuple(one for _, one in there), ruled),
            *([self._left(rest, LineId(f"{name}-rest"))] if rest else []),
            *([self._left(taken, LineId(f"{name}-was"))] if taken else []),
        )

    def _as_priced(self, made: Sequence[RuledLine]) -> Iterator[tuple[LineId, Terms]]:
        """Yield what was ordered of each agreed step, in the days for which it was sold then."""
        now = {step.id: step for step in self.line.steps}
        is_other = any(one.ruled.terms.term != now[one.source].term for one in made)
        was = self.around.when_ordered(self.deal) if is_other else None
        for one, terms in zip(made, as_priced(made, was), strict=True):
            if now[one.source].is_agreed:
                yield one.source, self.around.booked(terms, self._base(terms.amount.currency))

    def _rest(self, there: Iterable[tuple[LineId, Terms]]) -> Iterator[Terms]:
        """
        Yield what is not ordered of each step, in the days of that step.

        What is sold for other days now than it was is taken back from those, and stands whole in
        its own: so a line recurs as it is sold, however it is cut into parts.
        """
        ordered: dict[LineId, list[Terms]] = defaultdict(list)
        for name, terms in there:
            ordered[name].append(terms)
        for step in (step for step in self.line.steps if step.is_agreed):
            moved = [one for one in ordered[step.id] if one.term != step.term]
            yield from (lump(one, -one.amount) for one in moved if one.amount)
            kept = (one.amount for one in ordered[step.id] if one.term == step.term)
            rest = step.amount - total(kept, step.amount.currency)
            if rest:
                (terms,) = self._terms_of((step,))
                yield terms if rest == step.amount else lump(terms, rest)

    def _left(self, sold: tuple[Terms, ...], name: LineId) -> Booked:
        """Return what of a line is not ordered."""
        documents = [one.document for one in self.made]
        refused = next((one for one in documents if one.state is State.REFUSED), None)
        place = as_read(self.place, self.made)
        if refused is not None:
            place = Place(Standing.SUSPENSE, refused.error_code)
        return self._booked(place, sold, (), name)

    def _booked(
        self,
        place: Place,
        sold: tuple[Terms, ...],
        ruled: tuple[Ruled, ...],
        name: LineId | None = None,
    ) -> Booked:
        deal, line, subsidiary = self.deal, self.line, self._subsidiary()
        currency = next((one.amount.currency for one in sold), deal.booked.currency)
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
            base=self._base(currency),
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
            start_event_on=line.start_event_on,
        )

    def _subsidiary(self) -> str | None:
        """Return where NetSuite has it; what is not ordered is told in its own currency."""
        known = self.around.books.subsidiaries
        ordered = (one for one in self.made if one.is_there)
        return next((code for one in ordered if (code := known.get(one.ruled.key.record))), None)

    def _base(self, currency: Currency) -> Currency:
        return self.around.base(self._subsidiary(), self._rated(currency), currency)

    def _rated(self, currency: Currency) -> RuledLine | None:
        """Return what NetSuite has of the line in a currency, and has told a rate of."""
        ordered = (one for one in self.made if one.is_there and one.rate)
        return next((one for one in ordered if one.amount.currency == currency), None)

    def _root(self) -> LineId:
        for one in self.made:
            for line in one.document.lines:
                if line.key == one.ruled.key.line:
                    return line.root
        return self.line.revises or self.line.steps[0].id

    def _terms(self) -> tuple[Terms, ...]:
        return self._terms_of(step for step in self.line.steps if step.is_agreed)

    def _terms_of(self, steps: Iterable[SoldStep]) -> tuple[Terms, ...]:
        # NetSuite tells a rate of what it has shown alone; what it has nothing of is in its own.
        currency = self.line.amount.currency
        rated, base = self._rated(currency), self._base(currency)
        rate = rated.rate if rated and rated.rate else _ONE
        item = self.made[0].ruled.terms.item if self.made else self.line.product
        found = (
            Terms(
                item=item,
                quantity=step.quantity,
                unit_price=step.unit_price,
                amount=step.amount,
                term=step.term,
                method=_method(self.line, step),
                rate=rate,
            )
            for step in steps
        )
        return tuple(self.around.booked(one, base) for one in found)


def _method(line: SoldLine, step: SoldStep) -> Method:
    if line.charge is Charge.USAGE:
        return Method.ON_USE
    return AS_SOLD if step.term else Method.AT_ONCE
