"""
Packages: contracts that count as one are merged by one request, of the last of their first deals.

Which deal comes last is said by their days and ids, whatever the order in which they arrive, so
that one request is made and not two. Each order is sent at once; the request waits until NetSuite
has what became of all the others. It is of what stands in the arrangements of the first orders: a
change that was accounted for by itself stays by itself.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bridge.mappers.shape.arrangements import blockers, missing
from bridge.mappers.shape.standing import element_of
from bridge.model.deal import Combination, Deal, FactValue
from bridge.model.document import Kind
from bridge.model.dossier import EarlierDocument, Package
from bridge.model.flags import Flag
from bridge.model.ids import ExternalId
from bridge.model.packages.package import LEAST, PACKAGE, Member, packaged

Flags = tuple[Flag, ...]
Documents = tuple[EarlierDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A deal that opens a contract of a package, and what it becomes."""

    deal: Deal
    customer: FactValue  #: external id in NetSuite
    subsidiary: FactValue  #: external id in NetSuite
    new: tuple[EarlierDocument, ...]

    @property
    def member(self) -> Member:
        """The deal as the others of its package will know it."""
        declared = packaged(self.deal)
        return Member(
            deal=self.deal.id,
            name=self.deal.name,
            contract=self.deal.contract,
            contracts=declared.contracts if declared else None,
            booked_on=self.deal.booked_on,
            currency=self.deal.currency,
            customer=_text(self.customer),
            subsidiary=_text(self.subsidiary),
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """The package is there: these documents, some of the deal itself, are merged by the deal."""

    documents: tuple[EarlierDocument, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """The deal asks for no merge: why, in words; () where nothing is to be waited for."""

    says: tuple[str, ...]


def combined(sold: Sold, package: Package) -> Whole | Waits | Flags:
    """
    Return the documents whose arrangements are to become one with those that the deal becomes.

    Flags say what NetSuite would refuse, and what sales declared in two ways.
    """
    if package.is_merged:
        return Whole(_standing_together(sold, package))
    found = (*_without_size(sold), *blockers.of_documents(sold.deal, sold.new))
    if found:
        return found
    own = {one.external_id for one in sold.new}
    merged = _merged(package)
    if own & merged:
        return Waits(())
    booked = replace(package, members=tuple(one for one in package.members if one.out is None))
    others = _still_open(booked, merged)
    is_last = max((sold.member, *others), key=_day) == sold.member
    return (is_last and missing.flags(sold.deal, package)) or _of_open(sold, booked, others)


def _of_open(sold: Sold, package: Package, others: Sequence[Member]) -> Whole | Waits | Flags:
    """Return the documents to merge if all members are there and this deal is the last of them."""
    declared, last = sold.member, max((sold.member, *others), key=_day)
    flags = (*_contradicted(sold, package), *_apart(sold, package)) if last == declared else ()
    if flags:
        return flags
    wanted, here = declared.contracts or 0, (*package.members, declared)
    if len(here) < wanted:
        names = ", ".join(sorted(one.name for one in here))
        return Waits((f"{len(here)} of {wanted} contracts are there: {names}",))
    if last != declared:
        return Waits((f"its contracts are merged by {last.name}, the last of them",))
    open_ = [one.name for one in package.members if not one.settled]
    if open_:
        return Waits(tuple(f"NetSuite does not have the order of {name} yet" for name in open_))
    return Whole(_standing_together(sold, package))


def _day(one: Member) -> tuple[date, str]:
    return one.booked_on or date.min, one.deal


#: What is merged of a contract, with all that changed it: what was given back is taken from it.
_FIRSTS = frozenset({Kind.SALES_ORDER, Kind.RETURN_AUTHORIZATION})


def _standing_together(sold: Sold, package: Package) -> Documents:
    deals = {sold.deal.id, *(one.deal for one in package.members)}
    firsts = {
        one.external_id for one in package.documents if one.deal in deals and one.kind in _FIRSTS
    }
    return together(package.documents, firsts)


def together(documents: Sequence[EarlierDocument], some: Collection[ExternalId]) -> Documents:
    """Return, in their order, documents and all that changed or merged what stands in them."""
    held, before = set(some), set[ExternalId]()
    while held != before:
        before = set(held)
        for one in documents:
            held |= _joining(one, held)
    return tuple(one for one in documents if one.external_id in held)


def _joining(one: EarlierDocument, held: Collection[ExternalId]) -> set[ExternalId]:
    if one.kind is Kind.ORDER_CHANGE and one.target in held:
        return {one.external_id}
    of = _sources(one)
    return {one.external_id, *of} if of.intersection(held) else set()


def _sources(one: EarlierDocument) -> set[ExternalId]:
    if one.kind is not Kind.MERGE_REQUEST:
        return set()
    return {element_of(line)[0] for line in one.lines}


def linked(earlier: Documents, package: Package | None) -> Documents:
    """
    Return the earlier documents of a contract, and behind them those that were merged with it.

    Of other contracts nothing is taken along that no merge has joined with this one.
    """
    if package is None:
        return earlier
    own = {one.external_id: one for one in earlier}
    joined = [one for one in together(package.documents, own) if one.external_id not in own]
    if not joined:
        return earlier
    ranks = {one.external_id: one.acknowledged for one in package.documents}
    ranked = [replace(one, acknowledged=ranks.get(one.external_id)) for one in earlier]
    return (*ranked, *joined)


def as_acknowledged(documents: Documents, package: Package | None) -> Documents:
    """Return documents as NetSuite came to know them, where others were merged with them."""
    known = [one.external_id for one in package.documents] if package else []
    if not {one.external_id for one in documents}.intersection(known):
        return documents
    turns = {name: turn for turn, name in enumerate(known)}
    return tuple(sorted(documents, key=lambda one: turns.get(one.external_id, len(turns))))


def _merged(package: Package) -> set[ExternalId]:
    """Return the orders that were merged as a package."""
    return {
        element_of(line)[0]
        for one in package.documents
        if one.kind is Kind.MERGE_REQUEST
        for line in one.lines
        if line.treatment == Combination.COMBINE
    }


def _still_open(package: Package, merged: Collection[ExternalId]) -> tuple[Member, ...]:
    joined = {one.deal for one in package.documents if one.external_id in merged}
    return tuple(one for one in package.members if one.deal not in joined)


def of_a_change(deal: Deal, package: Package | None) -> Flags:
    """Return the flag of a change that is to be of a package, where its contract is not."""
    named = deal.facts.get(PACKAGE)
    if packaged(deal) or named is None or (package and package.name == named):
        return ()
    its = f"its contract is of {package.name}" if package else "its contract is of none"
    return (
        Flag(
            "PACKAGE_OF_A_CHANGE",
            f"{deal.name} changes a contract, and names the package {named}: {its}",
            (f"deal {deal.id}", f"contract {deal.contract}"),
            deal.booked,
            nearest="name the package on the first order of the contract, and not on its change",
        ),
    )


def _without_size(sold: Sold) -> Iterator[Flag]:
    declared = packaged(sold.deal)
    size = declared.contracts if declared else None
    if declared is None or (size is not None and size >= LEAST):
        return
    said = "nobody says of how many contracts" if size is None else f"it is said to be of {size}"
    yield Flag(
        "PACKAGE_SIZE_UNKNOWN",
        f"{sold.deal.name} is one of the package {declared.name}, and {said} that is: so nobody "
        "knows when all of them are there",
        (f"deal {sold.deal.id}",),
        sold.deal.booked,
        nearest=f"say of how many contracts the package is, {LEAST} or more",
    )


def _contradicted(sold: Sold, package: Package) -> Iterator[Flag]:
    everyone = (*package.members, sold.member)
    sizes = {one.contracts for one in everyone if one.contracts is not None}
    if len(sizes) == 1 and len(everyone) <= max(sizes):
        return
    told = ", ".join(f"{one.name} says {one.contracts or 'nothing'}" for one in everyone)
    yield Flag(
        "PACKAGE_CONTRADICTED",
        f"the package {package.name} has {len(everyone)} contracts so far, and {told}",
        tuple(f"deal {one.deal}" for one in everyone),
        sold.deal.booked,
        nearest="let every contract of the package say of how many it is, or name another package",
    )


def _apart(sold: Sold, package: Package) -> Iterator[Flag]:
    """Yield what NetSuite would refuse: it merges within a customer, currency and subsidiary."""
    own = sold.member
    for other in package.members:
        sides = {
            "customer": (own.customer, other.customer),
            "currency": (own.currency.code, other.currency.code),
            "subsidiary": (own.subsidiary, other.subsidiary),
        }
        apart = [
            f"{what} {left} and {right}"
            for what, (left, right) in sides.items()
            if left != right and (other.customer is not None or what == "currency")
        ]
        if apart:
            yield Flag(
                "PACKAGE_APART",
                f"{own.name} and {other.name} are of the package {package.name}, and have "
                f"{'; '.join(apart)}: NetSuite merges no arrangements that differ in that",
                (f"deal {own.deal}", f"deal {other.deal}"),
                sold.deal.booked,
                nearest="let each of them be a contract by itself: take the package off this order",
            )


def _text(value: FactValue) -> str | None:
    return None if value is None else str(value)
