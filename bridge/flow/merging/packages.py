"""
The package of a deal: what the books know of the contracts that were sold as one with its own.

A deal that opens a contract says so itself; a change of a contract is of the package that its
contract is of.
"""

from dataclasses import replace

from bridge.adapters.store.database import Store, Transaction
from bridge.mappers.dossiers import READERS
from bridge.model.deal import Heading
from bridge.model.dossier import Dossier, Package
from bridge.model.packages.package import PACKAGE, packaged
from bridge.rules.rulebook import Rulebook, Source


def added(dossier: Dossier, store: Store, rulebook: Rulebook) -> Dossier:
    """
    Return a dossier with the package of its deal; as it is where the deal is of none.

    Raises what the reader of the deal raises.
    """
    source = rulebook.source(dossier.model)
    if _may_name_one(dossier, source):
        heading = READERS[dossier.model](dossier, source).heading
        with store.reading() as view:
            return replace(dossier, package=_declared(view, heading))
    if not dossier.earlier:
        return dossier
    with store.reading() as view:
        return replace(dossier, package=_of_contract(view, dossier))


def _may_name_one(dossier: Dossier, source: Source) -> bool:
    """Say whether a field is filled that declares a package: so most deals are read only once."""
    fields = {
        (name, known.facts[PACKAGE].field)
        for name, known in source.objects.items()
        if PACKAGE in known.facts
    }
    return any(
        record.fields.get(field)
        for record in dossier.records
        for name, field in fields
        if record.type == name
    )


def _declared(view: Transaction, heading: Heading) -> Package | None:
    declared = packaged(heading)
    name = declared.name if declared else view.packages.name_of(heading.contract)
    return view.packages.of(name, heading.contract, heading.id) if name else None


def _of_contract(view: Transaction, dossier: Dossier) -> Package | None:
    known = view.deals.one(dossier.earlier[0].deal)
    name = view.packages.name_of(known.contract) if known else None
    return view.packages.of(name, known.contract, dossier.deal) if known and name else None
