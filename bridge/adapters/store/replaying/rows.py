"""Deals of the books in bulk, with what stands of each; and plans that are kept."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Executable, select
from sqlmodel import Session, col

from bridge.adapters.store.queue.tables import CaseRow
from bridge.adapters.store.queue.trials import TrialRows
from bridge.adapters.store.tables import (
    DealRow,
    DocumentRow,
    DossierRow,
    EntryRow,
    FrameRow,
    ScheduleRow,
)
from bridge.ledger.entries import EntryKind
from bridge.ledger.judgement import DealState
from bridge.model.document import State
from bridge.model.ids import DealId, Digest, ExternalId, RulebookVersion
from bridge.model.money import Currency, Money
from bridge.rulebooks.replay.result import Mark, Spread
from bridge.rulebooks.replay.standing import Standing

#: Of what the books themselves wrote.
_JSON = msgspec.json.Decoder(float_hook=Decimal)
#: Rows that are fetched at once: one by one takes twice as long.
_ROWS = 1_000
#: Before the name of the rule, in what the books say of a deal that one leaves out.
_LEFT_OUT_BY = "left out by "
#: Entries by which a judgement is written; the last of them has the trace.
_JUDGING = (
    *(EntryKind.BOOKED, EntryKind.REBOOKED, EntryKind.CHANGED, EntryKind.JUDGED),
    *(EntryKind.FLAGGED, EntryKind.UNFLAGGED, EntryKind.EXCLUDED, EntryKind.INCLUDED),
    *(EntryKind.PREPARED, EntryKind.SUPERSEDED),
)
_AT_NETSUITE = (State.SENDING, State.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which deals are replayed; what is left out chooses all."""

    customer: str = ""  #: the name of the account
    deals: tuple[DealId, ...] = ()
    since: date | None = None  #: booked on that day or later
    sample: int | None = None  #: so many, the same ones each time


@dataclass(frozen=True, slots=True)
class Key:
    """A deal with the addresses of what it was judged by."""

    deal: DealId
    dossier: Digest
    frame: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A deal as it stands, with its dossier as it is stored."""

    standing: Standing
    is_decided: bool  #: two people said what is to come of it, whatever rules make of it
    dossier: bytes
    frame: Digest


@dataclass(slots=True)
class _Written:
    """The documents of one deal."""

    documents: list[tuple[ExternalId, Digest]] = field(default_factory=list)
    spreads: list[Spread] = field(default_factory=list)
    posted: set[ExternalId] = field(default_factory=set)


class _Deal(NamedTuple):
    """What is read of a deal."""

    id: str
    dossier: str
    rulebook: str | None
    state: str
    says: str
    name: str
    account_name: str
    contract: str
    currency: str
    minor: int
    booked_on: date | None


_COLUMNS = tuple(DealRow.__table__.c[name] for name in _Deal._fields)  # type: ignore[attr-defined]  # sqlmodel adds it at run time


class ReplayRows:
    """Reads deals in bulk, within one transaction."""

    def __init__(self, session: Session, trials: TrialRows) -> None:
        self._session = session
        self._trials = trials

    def keys(self, part: Part) -> list[Key]:
        """Return the chosen deals whose records are kept, those of one frame side by side."""
        query = (
            select(col(DealRow.id), col(DealRow.dossier), col(DossierRow.frame))
            .join(DossierRow, col(DossierRow.address) == col(DealRow.dossier))
            .where(*_chosen(part))
        )
        if part.sample is not None:  # addresses are digests: their order is as good as chance
            query = query.order_by(col(DealRow.dossier), col(DealRow.id)).limit(part.sample)
        found = [
            Key(DealId(deal), Digest(dossier or ""), Digest(frame))
            for deal, dossier, frame in self._rows(query)
        ]
        return sorted(found, key=lambda key: (key.frame, key.deal))

    def without_records(self, part: Part) -> tuple[DealId, ...]:
        """Return the chosen deals whose records could not be kept."""
        query = select(col(DealRow.id)).where(*_chosen(part), col(DealRow.dossier).is_(None))
        return tuple(DealId(deal) for (deal,) in self._rows(query.order_by(col(DealRow.id))))

    def versions(self) -> tuple[RulebookVersion, ...]:
        """Return every version of the rulebook that judged a deal last."""
        query = select(col(DealRow.rulebook)).where(col(DealRow.rulebook).is_not(None)).distinct()
        return tuple(RulebookVersion(one) for (one,) in self._rows(query))

    def state(self, part: Part) -> Digest:
        """Return a digest of the chosen deals, of what they rest on and of what stands of them."""
        found = hashlib.sha256()
        deals = select(
            col(DealRow.id),
            col(DealRow.dossier),
            col(DealRow.rulebook),
            col(DealRow.outcome),
            col(DealRow.state),
        ).where(*_chosen(part))
        documents = (
            select(col(DocumentRow.external_id), col(DocumentRow.digest), col(DocumentRow.state))
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .where(*_chosen(part))
        )
        for rows in (
            self._rows(deals.order_by(col(DealRow.id))),
            self._rows(documents.order_by(col(DocumentRow.external_id))),
        ):
            for row in rows:
                found.update(json.dumps(tuple(row)).encode())
        return Digest(found.hexdigest())

    def frames(self, addresses: Iterable[Digest]) -> dict[Digest, bytes]:
        """Return frames as they are stored."""
        query = select(col(FrameRow.address), col(FrameRow.content))
        found = self._rows(query.where(col(FrameRow.address).in_(set(addresses))))
        return {Digest(address): content for address, content in found}

    def kept(self, keys: Sequence[Key]) -> Iterator[Kept]:
        """Yield deals with their dossiers; those that were judged by another one since are not."""
        names, by_deal = [key.deal for key in keys], {key.deal: key for key in keys}
        contents = self._contents(keys)
        written, cases = self._written(names), self._cases(names)
        decided = self._trials.decided(names)
        query = select(*_COLUMNS).where(col(DealRow.id).in_(names))
        for values in self._rows(query):
            row = _Deal(*values)
            key = by_deal[DealId(row.id)]
            if row.dossier != key.dossier or key.dossier not in contents:
                continue
            yield Kept(
                standing=_standing(row, written.get(row.id, _Written()), cases.get(row.id)),
                is_decided=row.id in decided,
                dossier=contents[key.dossier],
                frame=key.frame,
            )

    def decided(self, keys: Sequence[Key]) -> dict[DealId, tuple[str, ...]]:
        """
        Return the rows that decided deals, as the ledger keeps them.

        A deal is left out where its last judgement left no trace, was of another dossier than that
        which is kept, or went by what people decided.
        """
        wanted = {key.deal: key.dossier for key in keys}
        query = select(col(EntryRow.deal), col(EntryRow.refs), col(EntryRow.payload)).where(
            col(EntryRow.deal).in_(wanted), col(EntryRow.kind).in_(_JUDGING)
        )
        found: dict[DealId, tuple[str, ...]] = {}
        for deal, refs, payload in self._rows(query.order_by(col(EntryRow.seq))):
            found.pop(deal, None)
            rests_on = _JSON.decode(refs)
            trace = _JSON.decode(payload).get("trace")
            is_last = rests_on.get("dossier") == wanted[deal] and "overrides" not in rests_on
            if trace and is_last:
                found[deal] = tuple(step["rule"] for step in trace)
        return found

    def _rows(self, query: Executable) -> Iterable[Sequence[Any]]:
        """Ask for columns and no objects: a hundred thousand deals are to be read."""
        found = self._session.connection().execute(query)
        return chain.from_iterable(found.partitions(_ROWS))

    def _contents(self, keys: Sequence[Key]) -> dict[str, bytes]:
        query = select(col(DossierRow.address), col(DossierRow.content))
        wanted = [key.dossier for key in keys]
        found = self._rows(query.where(col(DossierRow.address).in_(wanted)))
        return {address: content for address, content in found if content}

    def _written(self, deals: Sequence[DealId]) -> Mapping[str, _Written]:
        query = select(
            col(DocumentRow.deal),
            col(DocumentRow.external_id),
            col(DocumentRow.digest),
            col(DocumentRow.state),
        ).where(col(DocumentRow.deal).in_(deals), col(DocumentRow.state) != State.SUPERSEDED)
        found: dict[str, _Written] = {}
        owners: dict[str, str] = {}
        for deal, name, digest, state in self._rows(query):
            one = found.setdefault(deal, _Written())
            one.documents.append((ExternalId(name), Digest(digest)))
            owners[name] = deal
            if state in _AT_NETSUITE:
                one.posted.add(ExternalId(name))
        for spread in self._spreads(owners):
            found[owners[spread.document]].spreads.append(spread)
        return found

    def _spreads(self, documents: Iterable[str]) -> Iterator[Spread]:
        query = select(
            col(ScheduleRow.external_id),
            col(ScheduleRow.line),
            col(ScheduleRow.method),
            col(ScheduleRow.minor),
            col(ScheduleRow.periods),
        ).where(col(ScheduleRow.external_id).in_(tuple(documents)))
        for name, line, method, minor, periods in self._rows(query):
            yield Spread(ExternalId(name), line, method, minor, periods)

    def _cases(self, deals: Sequence[DealId]) -> Mapping[str, tuple[int, str]]:
        """Return the open exception of each deal that has one: its number and its flags, JSON."""
        query = select(col(CaseRow.deal), col(CaseRow.id), col(CaseRow.flags)).where(
            col(CaseRow.deal).in_(deals),
            col(CaseRow.closed_at).is_(None),
            col(CaseRow.document).is_(None),
        )
        return {deal: (number or 0, flags) for deal, number, flags in self._rows(query)}


def _chosen(part: Part) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if part.customer:
        found.append(col(DealRow.account_name) == part.customer)
    if part.deals:
        found.append(col(DealRow.id).in_(part.deals))
    if part.since is not None:
        found.append(col(DealRow.booked_on) >= part.since)
    return found


def _standing(row: _Deal, written: _Written, case: tuple[int, str] | None) -> Standing:
    number, flags = case or (None, "[]")
    return Standing(
        deal=DealId(row.id),
        name=row.name,
        customer=row.account_name,
        contract=row.contract,
        booked=Money(row.minor, Currency(row.currency)),
        booked_on=row.booked_on,
        mark=_mark(row, written, flags),
        version=RulebookVersion(row.rulebook) if row.rulebook else None,
        posted=frozenset(written.posted),
        exception=number,
    )


def _mark(row: _Deal, written: _Written, flags: str) -> Mark:
    match DealState(row.state):
        case DealState.TRANSLATED as state:
            documents, spreads = tuple(sorted(written.documents)), tuple(sorted(written.spreads))
            return Mark(state, documents=documents, spreads=spreads)
        case DealState.EXCLUDED as state:
            return Mark(state, (row.says.removeprefix(_LEFT_OUT_BY),))
        case DealState.FLAGGED as state:
            return Mark(
                state,
                tuple(sorted({one["code"] for one in json.loads(flags, parse_float=Decimal)})),
            )
        case DealState.WAITING as state:
            return Mark(state)
