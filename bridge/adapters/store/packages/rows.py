"""
Which contracts were sold as one, and whether all that became of them is in NetSuite.

A package may be declared before or after its orders are sent, and its contracts come in any order.
So whenever one is declared otherwise, and whenever the last of its documents is acknowledged, the
deals that open its contracts are to be judged again.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from bridge.adapters.store.packages.tables import PackageRow
from bridge.adapters.store.posted.rows import kept
from bridge.adapters.store.tables import DealRow, DocumentRow
from bridge.ledger.judgement import DealState
from bridge.mappers.write.sales_order import sold_to
from bridge.model.document import PROPOSED, Kind, State
from bridge.model.dossier import EarlierDocument, Package
from bridge.model.ids import ContractId, DealId
from bridge.model.money import Currency, Money
from bridge.model.packages.package import Member, Packaged

#: What makes an arrangement, changes one, or merges several.
_ARRANGED = (
    *(Kind.SALES_ORDER, Kind.ORDER_CHANGE),
    *(Kind.RETURN_AUTHORIZATION, Kind.MERGE_REQUEST),
)


class PackageRows:
    """Packages, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, deal: DealId, declared: Packaged | None) -> tuple[DealId, ...]:
        """
        Keep what a deal declares; return the other deals of its packages if that is new.

        They are those of the package that it leaves, and of the one that it joins.
        """
        row = self._session.get(PackageRow, deal)
        before = Packaged(name=row.name, contracts=row.contracts) if row else None
        if before == declared:
            return ()
        if declared is None:
            self._session.delete(row)
        else:
            new = PackageRow(deal=deal, name=declared.name, contracts=declared.contracts)
            self._session.merge(new)
        self._session.flush()
        return self._others(deal, [one.name for one in (before, declared) if one])

    def others(self, deal: DealId) -> tuple[DealId, ...]:
        """Return the other deals of a deal's package: what becomes of it may concern them."""
        row = self._session.get(PackageRow, deal)
        return self._others(deal, [row.name]) if row else ()

    def _others(self, deal: DealId, names: Collection[str]) -> tuple[DealId, ...]:
        others = select(PackageRow.deal).where(
            col(PackageRow.name).in_(names), PackageRow.deal != deal
        )
        return tuple(DealId(one) for one in sorted(self._session.exec(others)))

    def since(self, name: str | None = None) -> dict[str, datetime]:
        """Return when the last contract of each package, or of one, came to the books, by name."""
        query = (
            select(PackageRow.name, func.max(DealRow.first_seen_at))
            .join(DealRow, col(DealRow.id) == col(PackageRow.deal))
            .group_by(col(PackageRow.name))
        )
        if name is not None:
            query = query.where(col(PackageRow.name) == name)
        return dict(self._session.exec(query).all())

    def deals_of(self, name: str) -> tuple[DealId, ...]:
        """Return the deals that declare a package, by day."""
        return tuple(DealId(row.deal) for row, _ in self._members(name))

    def open(self) -> tuple[Package, ...]:
        """Return the packages that were not asked to be merged, by name; without documents."""
        asking = select(DocumentRow.deal).where(
            DocumentRow.kind == Kind.MERGE_REQUEST, DocumentRow.state != State.SUPERSEDED
        )
        done = select(PackageRow.name).where(col(PackageRow.deal).in_(asking))
        query = select(PackageRow.name).where(col(PackageRow.name).not_in(done)).distinct()
        return tuple(
            Package(
                name=name,
                members=tuple(self._member(row, deal) for row, deal in self._members(name)),
                documents=(),
            )
            for name in sorted(self._session.exec(query))
        )

    def settled_by(self, last: DocumentRow) -> tuple[DealId, ...]:
        """
        Return the first deals of a document's package, if all of it is in NetSuite now.

        That is: everything that became of these deals, but merges, is acknowledged.
        """
        name = None if last.kind == Kind.MERGE_REQUEST else self.name_of(ContractId(last.contract))
        if name is None:
            return ()
        deals = [row for row, _ in self._members(name)]
        return tuple(DealId(one.deal) for one in deals if all(map(self._is_settled, deals)))

    def name_of(self, contract: ContractId) -> str | None:
        """Return the package of a contract, by its first deal; None if it is of none."""
        query = (
            select(PackageRow.name)
            .join(DealRow, col(DealRow.id) == col(PackageRow.deal))
            .where(DealRow.contract == contract)
            .order_by(col(PackageRow.name))
        )
        return self._session.exec(query).first()

    def of(self, name: str, contract: ContractId, than: DealId) -> Package:
        """
        Return a package as a deal of one of its contracts knows it.

        To a deal that changed a contract, it is as it was when NetSuite acknowledged that change.
        To one that asked for the merge, as it was before that merge was made.
        """
        members = [each for each in self._members(name) if each[0].deal != than]
        until = self._until(than)
        contracts = {contract, *(deal.contract for _, deal in members)}
        documents = self._documents(contracts, than, until)
        if until is not None:
            there = {one.deal for one in documents}
            members = [each for each in members if each[0].deal in there]
        return Package(
            name=name,
            members=tuple(self._member(row, deal) for row, deal in members),
            documents=documents,
            is_merged=until is not None,
        )

    def _members(self, name: str) -> list[tuple[PackageRow, DealRow]]:
        query = (
            select(PackageRow, DealRow)
            .join(DealRow, col(DealRow.id) == col(PackageRow.deal))
            .where(PackageRow.name == name)
            .order_by(col(DealRow.booked_on), col(DealRow.id))
        )
        return list(self._session.exec(query))

    def _until(self, deal: DealId) -> int | None:
        """Return before which entry the package counts to a deal; None for all of them."""
        query = select(DocumentRow.settled_seq).where(
            DocumentRow.deal == deal, col(DocumentRow.settled_seq).is_not(None)
        )
        row = self._session.get(DealRow, deal)
        if row is None or row.place == 0:
            query = query.where(DocumentRow.kind == Kind.MERGE_REQUEST)
        return min((seq for seq in self._session.exec(query) if seq is not None), default=None)

    def _documents(
        self, contracts: Iterable[str], than: DealId, until: int | None
    ) -> tuple[EarlierDocument, ...]:
        query = select(DocumentRow).where(
            col(DocumentRow.contract).in_(contracts),
            col(DocumentRow.kind).in_(_ARRANGED),
            DocumentRow.state == State.ACKNOWLEDGED,
            col(DocumentRow.settled_seq).is_not(None),
        )
        found = [
            row
            for row in self._session.exec(query.order_by(col(DocumentRow.settled_seq)))
            if row.lines != "[]" and (row.deal, row.kind) != (than, Kind.MERGE_REQUEST)
        ]
        before = [row for row in found if until is None or (row.settled_seq or 0) < until]
        in_orders = [row.external_id for row in before if row.kind != Kind.SALES_ORDER]
        ranks = {name: rank for rank, name in enumerate(in_orders, start=1)}
        return tuple(kept(self._session, row, ranks.get(row.external_id)) for row in before)

    def _member(self, row: PackageRow, deal: DealRow) -> Member:
        orders = [one for one in self._standing(row) if one.kind == Kind.SALES_ORDER]
        customer, subsidiary = sold_to(orders[0].body) if orders else (None, None)
        return Member(
            deal=DealId(row.deal),
            name=deal.name,
            contract=ContractId(deal.contract),
            contracts=row.contracts,
            booked_on=deal.booked_on,
            currency=Currency(deal.currency),
            customer=customer,
            subsidiary=subsidiary,
            settled=self._is_settled(row),
            out=self._out(row, deal),
        )

    def _out(self, row: PackageRow, deal: DealRow) -> str | None:
        """Say what is out of the books with a deal of which NetSuite has nothing, and why."""
        posted = any(one.state == State.ACKNOWLEDGED for one in self._standing(row))
        if deal.state != DealState.EXCLUDED or posted:
            return None
        return f"{Money(deal.minor, Currency(deal.currency))}, {deal.says}"

    def _is_settled(self, row: PackageRow) -> bool:
        those = [one for one in self._standing(row) if one.kind != Kind.MERGE_REQUEST]
        return bool(those) and all(one.state == State.ACKNOWLEDGED for one in those)

    def _standing(self, row: PackageRow) -> list[DocumentRow]:
        query = select(DocumentRow).where(
            DocumentRow.deal == row.deal,
            DocumentRow.state != State.SUPERSEDED,
            col(DocumentRow.kind).not_in(PROPOSED),
        )
        return list(self._session.exec(query.order_by(col(DocumentRow.ordinal))))
