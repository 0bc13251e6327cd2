"""Deals without a look at their lines: as they were ordered, as one, as the ledger has them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bridge.adapters.salesforce.bookings.rates import between
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import KnownDeal
from bridge.flow.reconciling.between.ruling import Books, RuledLine
from bridge.flow.reconciling.between.selling import SoldDeal, SoldLine
from bridge.ledger.accounts import Family
from bridge.ledger.balance import Balances, amount_in
from bridge.mappers.shape.order_line import AS_PRICED
from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, DealKind
from bridge.model.ids import DealId, LineId
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method
from bridge.reconcile.measures.running import spanned
from bridge.reconcile.sides import Booked, Counted, Standing, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a deal is read with."""

    when_ordered: Callable[[KnownDeal], SoldDeal | None]  #: by its last document
    books: Books
    bases: Mapping[str, Currency]  #: currency of the books of each subsidiary
    #: Units of each currency for one of Salesforce's corporate currency.
    rates: Mapping[str, Decimal]
    codes: Mapping[DealId, str]  #: of the open exceptions of deals, the first one
    excluded: Mapping[DealId, str]  #: the rules by which deals are left out

    def base(self, subsidiary: str | None, rated: RuledLine | None, own: Currency) -> Currency:
        """
        Return the currency of the books of what is sold in another one.

        It is its own where neither system says a rate: nothing is ever taken one for one.
        """
        base = self.bases.get(subsidiary or "", own)
        told = (rated is not None and rated.rate) or between(self.rates, own.code, base.code)
        return base if told or base == own else own

    def booked(self, terms: Terms, base: Currency) -> Terms:
        """Return terms at Salesforce's own rate; where it says none, NetSuite's is assumed."""
        code = terms.amount.currency.code
        rate = between(self.rates, code, base.code) if code != base.code else None
        return terms if rate is None else replace(terms, rate=rate)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands, and why."""

    standing: Standing
    reason: str | None = None


def as_read(place: Place, made: Iterable[RuledLine]) -> Place:
    """What was on its way is there since, where rows of NetSuite do not show it yet."""
    if place.standing is Standing.PENDING and any(one.is_unread for one in made):
        return Place(Standing.UNREAD, "acknowledged since NetSuite was read")
    return place


def as_ruled(known: KnownDeal, place: Place, around: Around) -> Iterator[Booked]:
    """
    Yield what NetSuite has of a deal that cannot be read, and what is left of it as one.

    Its lines are those that it had when it was ordered, so that a ramp is one line. Where that
    cannot be read either, each step that was ordered is a line; of what is a step of a ramp or was
    spread over other days nobody knows then how it was sold.
    """
    made = around.books.by_deal.get(known.id, ())
    there = [one for one in made if one.is_there]
    found = as_read(place, made)
    whole = as_one(known, found.standing, found.reason)
    currency = known.booked.currency
    was = around.when_ordered(known) if there else None
    for line, ordered in _by_line(there, was):
        booked = _ordered(whole, ordered, was, around)
        booked = _named(booked, was, line) if was and line else _unnamed(booked)
        others = [one for one in ordered if one.amount.currency != currency]
        taken = tuple(
            around.booked(lump(one, -one.amount), booked.base) for one in as_priced(others, was)
        )
        yield from _beside(booked, whole, taken)
    same = [one.amount for one in there if one.amount.currency == currency]
    rest = known.booked - total(same, currency)
    if rest or not there:
        yield replace(whole, sold=(lump(whole.sold[0], rest),))


def as_gone(
    known: KnownDeal, place: Place, gone: Sequence[RuledLine], around: Around
) -> Iterator[Booked]:
    """Yield what NetSuite has of lines that a held deal has no more, and that it is taken back."""
    whole = as_one(known, place.standing, place.reason)
    was = around.when_ordered(known) if gone else None
    for line, ordered in _by_line(gone, was):
        booked = _ordered(whole, ordered, was, around)
        booked = _named(booked, was, line) if was and line else _unnamed(booked)
        taken = tuple(lump(one, -one.amount) for one in booked.sold)
        yield from _beside(booked, whole, taken)


def _beside(booked: Booked, whole: Booked, taken: tuple[Terms, ...]) -> Iterator[Booked]:
    """Yield what is ordered of a line, and beside it what is to be taken back, if anything is."""
    days = (terms.term for terms in booked.sold)
    yield from within(days, booked, *([_taken(booked, whole, taken)] if taken else []))


def _by_line(
    there: Iterable[RuledLine], was: SoldDeal | None
) -> Iterator[tuple[SoldLine | None, Sequence[RuledLine]]]:
    """Yield what was ordered by the line that was sold, in the order of its steps."""
    by_source: dict[LineId, list[RuledLine]] = defaultdict(list)
    for one in there:
        by_source[one.source].append(one)
    for line in was.lines if was else ():
        found = [one for step in line.steps for one in by_source.pop(step.id, ())]
        if found:
            yield line, found
    yield from ((None, found) for found in by_source.values())


def _ordered(
    whole: Booked, there: Sequence[RuledLine], was: SoldDeal | None, around: Around
) -> Booked:
    """Return a line of a deal that cannot be read, as its order was ruled."""
    terms, lines = there[0].ruled.terms, there[0].document.lines
    subsidiary = around.books.subsidiaries.get(there[0].ruled.key.record)
    charge = Charge.RECURRING if terms.term else Charge.ONE_TIME
    base = around.base(subsidiary, there[0], terms.amount.currency)
    return replace(
        whole,
        line=there[0].source,
        root=next(one.root for one in lines if one.source == there[0].source),
        product=terms.item,
        base=base,
        subsidiary=subsidiary,
        charge=Charge.USAGE if terms.method is Method.ON_USE else charge,
        sold=tuple(around.booked(one, base) for one in as_priced(there, was)),
        standing=Standing.ORDERED,
        reason=None,
        ruled=tuple(one.ruled for one in there),
        is_read=True,
    )


def _named(booked: Booked, was: SoldDeal, line: SoldLine) -> Booked:
    """Return an order's line as that line of the deal for which it was ordered."""
    return replace(
        booked,
        customer=was.account,
        product=line.product,
        action=line.action,
        charge=line.charge,
        is_trial=line.is_trial,
        start_event_on=line.start_event_on,
    )


def _unnamed(booked: Booked) -> Booked:
    """
    Return an order's line of which nobody can say any more what line of the deal it was.

    Its days are those for which it was sold where it was sold as one step and ordered as such. A
    step of a ramp, a change of an order and what is given back tell no run rate by themselves.
    """
    is_priced = all(one.treatment == AS_PRICED and not one.is_change for one in booked.ruled)
    return replace(booked, is_read=is_priced or not any(terms.term for terms in booked.sold))


def _taken(ordered: Booked, whole: Booked, sold: tuple[Terms, ...]) -> Booked:
    """Return what was ordered in another currency than the deal has now, as to be taken back."""
    return replace(
        ordered,
        line=LineId(f"{ordered.line}-was"),
        sold=sold,
        standing=whole.standing,
        reason=whole.reason,
        ruled=(),
    )


def as_priced(made: Iterable[RuledLine], was: SoldDeal | None) -> Iterator[Terms]:
    """Yield what was ordered in the days for which it was sold; a rule may choose others."""
    days = days_of(was)
    for one in made:
        terms = one.ruled.terms
        yield replace(terms, term=days[one.source]) if one.source in days else terms


def days_of(was: SoldDeal | None) -> Mapping[LineId, Term | None]:
    """Return the days of each step of a deal."""
    lines = was.lines if was else ()
    return {step.id: step.term for line in lines for step in line.steps}


def within(whole: Iterable[Term | None], *parts: Booked) -> Iterator[Booked]:
    """Yield the parts of a line, each with the days of the whole line, where there are several."""
    days = [one for one in whole if one]
    spans = spanned(days) if days and len(parts) > 1 else None
    return (replace(part, within=spans) for part in parts)


def lump(first: Terms, amount: Money) -> Terms:
    """Return terms of one unit at another amount."""
    return replace(first, quantity=Decimal(1), unit_price=amount.decimal(), amount=amount)


def as_one(known: KnownDeal, standing: Standing, reason: str | None) -> Booked:
    """Return a deal that cannot be read line by line; one without a day counts when it came."""
    terms = Terms(
        item="",
        quantity=Decimal(1),
        unit_price=known.booked.decimal(),
        amount=known.booked,
        term=None,
        method=Method.AT_ONCE,
    )
    day = day_of(known)
    return Booked(
        line=LineId(known.id),
        root=LineId(known.id),
        deal=known.id,
        deal_name=known.name,
        contract=known.contract,
        customer="",
        customer_name=known.account_name,
        product="",
        base=known.booked.currency,
        subsidiary=None,
        kind=DealKind(known.kind),
        action=Action.ADD,
        charge=Charge.ONE_TIME,
        booked_on=day,
        close_on=day,
        sold=(terms,),
        standing=standing,
        reason=reason,
        is_read=False,
    )


def day_of(known: KnownDeal) -> date:
    """Return the day on which a deal was booked, or else the one on which it came."""
    return known.booked_on or known.first_seen_at.date()


def in_ledger(view: Transaction) -> Mapping[DealId, Balances]:
    """Return what the ledger has booked of each deal."""
    return view.ledger.balances_by_deal(of=Family.BOOKED)


def counted(known: KnownDeal, sold: SoldDeal | None, held: Balances) -> Iterator[Counted]:
    """
    Count a deal as the ledger has it, in each currency; `held` are the balances of the deal.

    Use that was rated since is taken off: the ledger has it, and it is no booking.
    """
    steps = tuple(step for line in sold.lines for step in line.steps) if sold else ()
    own = known.booked.currency
    for currency in sorted({own, *(currency for _, currency in held)}):
        rated = (one.amount for one in steps if currency == own and not one.is_agreed)
        amount = -amount_in(held, Family.BOOKED, currency) - total(rated, currency)
        yield Counted(known.id, day_of(known), amount)


def unread(lines: Iterable[Booked]) -> Iterator[Counted]:
    """Count what the books do not know of Salesforce yet."""
    for line in lines:
        yield from (Counted(line.deal, line.close_on, one.amount) for one in line.sold)
