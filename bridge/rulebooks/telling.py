"""Deals that are told one after the other, each knowing what became of those before it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bridge.mappers import dossiers
from bridge.mappers.shape import assembling
from bridge.model.deal import Heading
from bridge.model.document import PROPOSED, Document, Kind
from bridge.model.dossier import Dossier, EarlierDocument, Package
from bridge.model.ids import ContractId, DealId
from bridge.model.packages.package import Member, packaged
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated, Translation, translate

#: What of a package counts: what makes an arrangement, changes one, or merges several.
_ARRANGED = frozenset(Kind) - PROPOSED - {Kind.USAGE}


@dataclass(slots=True)
class Told:
    """What was told so far; NetSuite takes every document before the next deal."""

    done: list[Translation] = field(default_factory=list)
    _earlier: dict[ContractId, tuple[EarlierDocument, ...]] = field(default_factory=dict)
    _all: list[EarlierDocument] = field(default_factory=list)
    _names: dict[ContractId, str] = field(default_factory=dict)  #: of packages, by contract

    def add(self, found: Translation) -> None:
        """Add what became of the next deal."""
        self.done.append(found)
        declared = packaged(found.heading)
        if declared is not None:
            self._names[found.heading.contract] = declared.name
        if not isinstance(found, Translated):
            return
        made = assembling.earlier(found.documents, found.schedules)
        contract = found.heading.contract
        self._earlier[contract] = (*self._earlier.get(contract, ()), *made)
        self._all.extend(made)

    def tell(self, alone: Dossier, rulebook: Rulebook) -> Translation:
        """
        Return what becomes of the next deal, which knows what became of those before it.

        Most deals begin their contract, and are told by reading their records once.
        """
        found = translate(alone, rulebook)
        known = self._known(alone, found.heading)
        return found if known is alone else translate(known, rulebook)

    def before(self, alone: Dossier, rulebook: Rulebook) -> Dossier:
        """Return a dossier with the earlier documents of its contract, and with its package."""
        source = rulebook.source(alone.model)
        return self._known(alone, dossiers.READERS[alone.model](alone, source).heading)

    def _known(self, alone: Dossier, heading: Heading) -> Dossier:
        earlier = self._earlier.get(heading.contract, ())
        known = replace(alone, earlier=earlier) if earlier else alone
        declared = packaged(heading)
        name = declared.name if declared else self._names.get(heading.contract)
        if name is None:
            return known
        members = tuple(self._members(name, alone.deal))
        contracts = {heading.contract, *(one.contract for one in members)}
        deals = {one.heading.id for one in self.done if one.heading.contract in contracts}
        documents = tuple(one for one in self._all if one.deal in deals and one.kind in _ARRANGED)
        return replace(known, package=Package(name=name, members=members, documents=documents))

    def _members(self, name: str, than: DealId) -> Iterator[Member]:
        for one in self.done:
            declared = packaged(one.heading)
            if declared and declared.name == name and one.heading.id != than:
                yield _member(one, declared.contracts)


def _member(one: Translation, contracts: int | None) -> Member:
    documents = one.documents if isinstance(one, Translated) else ()
    orders = [each for each in documents if each.kind is Kind.SALES_ORDER]
    return Member(
        deal=one.heading.id,
        name=one.heading.name,
        contract=one.heading.contract,
        contracts=contracts,
        booked_on=one.heading.booked_on,
        currency=one.heading.currency,
        customer=_said(orders, "entity"),
        subsidiary=_said(orders, "subsidiary"),
        settled=bool(orders),
    )


def _said(orders: list[Document], name: str) -> str | None:
    found = orders[0].fields.get(name) if orders else None
    return None if found is None else str(found)
