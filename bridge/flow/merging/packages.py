"""
The package of a deal: what the books know of the contracts that were sold as one with its own.

A deal that opens a contract says so itself; a change of a contract is of the package that its
contract is of.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bridge.adapters.store.database import Store, Transaction
from bridge.mappers.dossiers import READERS
from bridge.model.deal import Heading
from bridge.model.dossier import Dossier, Package
from bridge.model.packages.package import PACKAGE, packaged
from bridge.rules.rulebook import Rulebook, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """For how long the contracts of a package wait for the others; 0 days: for ever."""

    now: datetime
    days: int

    @property
    def until(self) -> datetime | None:
        """The last moment in which nothing may have come since then; None for none."""
        return self.now - timedelta(days=self.days) if self.days else None


def note_overdue(store: Store, wait: Wait) -> None:
    """Note, once, the deals of packages for which no contract has come for too long."""
    subject, until = f"packages:{wait.days}", wait.until
    if until is None:
        return
    with store.reading() as view:
        last = view.turns.cursor(subject)
        due = [
            name
            for name, since in view.packages.since().items()
            if since < until and (last is None or since >= last)
        ]
    if not due:
        return
    with store.transaction("overdue") as tx:
        tx.notes.add(deal for name in due for deal in tx.packages.deals_of(name))
        tx.turns.move_cursor(subject, until)


def added(dossier: Dossier, store: Store, rulebook: Rulebook, wait: Wait) -> Dossier:
    """
    Return a dossier with the package of its deal; as it is where the deal is of none.

    Raises what the reader of the deal raises.
    """
    source = rulebook.source(dossier.model)
    if _may_name_one(dossier, source):
        heading = READERS[dossier.model](dossier, source).heading
        with store.reading() as view:
            return replace(dossier, package=_waited(view, _declared(view, heading), wait))
    if not dossier.earlier:
        return dossier
    with store.reading() as view:
        return replace(dossier, package=_of_contract(view, dossier))


def _waited(view: Transaction, package: Package | None, wait: Wait) -> Package | None:
    """Say of a package whether it has waited for too long."""
    since = view.packages.since(package.name).get(package.name) if package and wait.until else None
    if package is None or since is None or wait.until is None or since >= wait.until:
        return package
    return replace(package, overdue_after_days=wait.days)


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
