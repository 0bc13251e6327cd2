"""Dossiers and rulebooks, kept once under their content's address, so that all can be replayed."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import func
from sqlmodel import Session, col, or_, select, tuple_

from bridge.adapters.store.packages.forms import package, read_package
from bridge.adapters.store.posted import forms
from bridge.adapters.store.posted.rows import kept
from bridge.adapters.store.tables import (
    DealRow,
    DocumentRow,
    DossierRow,
    FrameRow,
    RulebookRow,
)
from bridge.ledger.judgement import DealState
from bridge.model import document_notation
from bridge.model.calendar import Clock, Period, Term
from bridge.model.document import Kind, State
from bridge.model.dossier import Dossier, EarlierDocument, Frame, Override
from bridge.model.ids import ContractId, DealId, Digest, RulebookVersion, canonical
from bridge.model.money import Currency
from bridge.model.record import FieldDescription, ObjectDescription, Record
from bridge.model.sales.claim import Claim

#: Reads what was kept as JSON in a third of the time that the standard library takes.
_JSON = msgspec.json.Decoder(float_hook=Decimal)
#: What reading raises of bytes that are no dossier.
_OF_DAMAGE = (
    *(zlib.error, msgspec.MsgspecError),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)
#: Frames that are kept ready: one serves thousands of deals, and costs more to read than they do.
_FRAMES_MAX = 8
#: Lists of names that are kept ready: records of a type have the same fields in deal after deal.
_LISTS_MAX = 256
#: Between the names of fields; no API name holds it.
_BETWEEN = ","
#: Kinds that work on the lines of orders, each on what those before it left there.
_IN_ORDERS = (Kind.ORDER_CHANGE, Kind.RETURN_AUTHORIZATION, Kind.MERGE_REQUEST)


class Unkept(LookupError):
    """Nothing is kept under that address."""


class Damaged(Unkept):
    """What is kept can be read no more: bytes are missing, or others than were written."""


class DossierRows:
    """Keeps dossiers and rulebooks, and gives them back, within one transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def keep(self, dossier: Dossier) -> Digest:
        """Keep a dossier and its frame, each once; return the dossier's address."""
        address, frame = dossier.address(), dossier.frame.address
        if self._session.get(FrameRow, frame) is None:
            self._session.add(FrameRow(address=frame, content=_packed(_frame(dossier.frame))))
            self._session.flush()
        if self._session.get(DossierRow, address) is None:
            content = _packed(_content(dossier))
            self._session.add(DossierRow(address=address, frame=frame, content=content))
        return address

    def read(self, address: Digest) -> Dossier:
        """Return the dossier with that address; Unkept if there is none, Damaged if it is."""
        row = self._session.get(DossierRow, address)
        frame = self._session.get(FrameRow, row.frame) if row else None
        if row is None or frame is None:
            raise Unkept(f"no dossier is kept under {address}")
        return parsed(row.content, frame.content)

    def judged_by(self, deal: DealId) -> forms.JudgedBy | None:
        """Return the documents by which a deal was judged last; None if not known."""
        judged = self._session.get(DealRow, deal)
        row = self._session.get(DossierRow, judged.dossier) if judged and judged.dossier else None
        return forms.read_judged_by(_unpacked(row.content)) if row else None

    def earlier_documents(
        self, contract: ContractId, *, than: DealId
    ) -> tuple[EarlierDocument, ...]:
        """
        Return the documents of a contract's other deals, in contract order.

        To a deal that NetSuite acknowledged a document of, what was acknowledged before it is
        earlier. To any other, all that NetSuite acknowledged stands before it; of the rest, to a
        deal that was judged before, what comes after it in its contract is not earlier. A deal
        that was given back by hand has none.
        """
        query = (
            select(DocumentRow)
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .where(
                DocumentRow.contract == contract,
                DocumentRow.deal != than,
                DocumentRow.state != State.SUPERSEDED,
                DealRow.state != DealState.EXCLUDED,
            )
            .order_by(
                col(DealRow.place),
                col(DealRow.booked_on),
                col(DealRow.id),
                col(DocumentRow.ordinal),
            )
        )
        judged = self._session.get(DealRow, than)
        first = self._first_acknowledged(than)
        if first is not None:
            query = query.where(col(DocumentRow.settled_seq) < first)
        elif judged is not None and judged.booked_on is not None:
            order = tuple_(col(DealRow.place), col(DealRow.booked_on), col(DealRow.id))
            before = order < tuple_(judged.place, judged.booked_on, judged.id)
            query = query.where(or_(before, col(DocumentRow.settled_seq).is_not(None)))
        rows = [row for row in self._session.exec(query) if row.lines != "[]"]  # not mere words
        ranks = _ranks(rows)
        return tuple(kept(self._session, row, ranks.get(row.external_id)) for row in rows)

    def others_of(self, contract: ContractId, *, than: DealId) -> tuple[DealId, ...]:
        """Return the other deals of a contract that are not left out of the books, by id."""
        query = select(DealRow.id).where(
            DealRow.contract == contract, DealRow.id != than, DealRow.state != DealState.EXCLUDED
        )
        return tuple(DealId(one) for one in sorted(self._session.exec(query)))

    def _first_acknowledged(self, deal: DealId) -> int | None:
        first = select(func.min(DocumentRow.settled_seq)).where(DocumentRow.deal == deal)
        return self._session.exec(first).one()

    def latest_frame(self) -> Frame | None:
        """Return the frame in which a deal was judged last; None before the first."""
        newest = (
            select(DossierRow.frame)
            .join(DealRow, col(DealRow.dossier) == col(DossierRow.address))
            .order_by(col(DealRow.updated_at).desc(), col(DealRow.id))
            .limit(1)
        )
        address = self._session.exec(newest).first()
        row = self._session.get(FrameRow, address) if address else None
        return _frame_of(row.content) if row else None

    def keep_rulebook(self, version: RulebookVersion, files: Mapping[str, str]) -> None:
        """Keep the files of a version of the rulebook, once."""
        if self._session.get(RulebookRow, version) is None:
            text = canonical(files).decode()
            self._session.add(RulebookRow(version=version, files=text, kept_at=self._clock()))

    def rulebook(self, version: RulebookVersion) -> dict[str, str]:
        """Return the files of a version, path to text; Unkept if there is none."""
        row = self._session.get(RulebookRow, version)
        if row is None:
            raise Unkept(f"no rulebook of version {version} is kept")
        files: dict[str, str] = json.loads(row.files, parse_float=Decimal)
        return files


def _ranks(rows: Sequence[DocumentRow]) -> dict[str, int]:
    """Number the changes and returns that NetSuite acknowledged, in that order."""
    settled = sorted(
        (row.settled_seq, row.external_id)
        for row in rows
        if row.settled_seq is not None and row.kind in _IN_ORDERS
    )
    return {name: rank for rank, (_, name) in enumerate(settled, start=1)}


def parsed(content: bytes, frame: bytes) -> Dossier:
    """Read a dossier from what is stored of it and its frame, kept ready; Damaged if it is none."""
    try:
        return _read_content(_unpacked(content), _frame_of(frame))
    except _OF_DAMAGE as error:
        raise Damaged("the kept records of a deal, or their frame, are damaged") from error


def _packed(content: object) -> bytes:
    return zlib.compress(canonical(content))


def _unpacked(content: bytes) -> Any:
    return _JSON.decode(zlib.decompress(content))


def _content(dossier: Dossier) -> dict[str, object]:
    names: dict[str, int] = {}
    return {
        "model": dossier.model,
        "deal": dossier.deal,
        "records": [_record(one, names) for one in dossier.records],
        "names": list(names),
        "earlier": [forms.earlier(one) for one in dossier.earlier],
        "recognised": document_notation.recognised(dossier.recognised),
        "overrides": [one.form() for one in dossier.overrides],
        "posted": forms.posted(dossier.posted) if dossier.posted else None,
        "package": package(dossier.package) if dossier.package else None,
        "claims": [one.form() for one in dossier.claims],
    }


def _read_content(content: Any, frame: Frame) -> Dossier:
    return Dossier(
        model=content["model"],
        deal=DealId(content["deal"]),
        records=tuple(_read_records(content)),
        earlier=forms.read_earlier(content),
        frame=frame,
        recognised=document_notation.parse_recognised(content.get("recognised", ())),
        overrides=tuple(map(Override.parse, content.get("overrides", ()))),
        posted=forms.read_posted(content),
        package=read_package(content.get("package")),
        claims=tuple(map(Claim.parse, content.get("claims", ()))),
    )


def _record(record: Record, names: dict[str, int]) -> list[object]:
    """
    Write a record with what is filled of it, and at which place of `names` all its fields are.

    Nine in ten fields of an org are blank, and reading them one by one took longer than the rest.
    """
    listed = _BETWEEN.join(sorted(record.fields))
    if listed.count(_BETWEEN) != len(record.fields) - 1:  # no field at all, or an odd name
        return [record.type, record.id, record.fields]
    filled = {name: value for name, value in record.fields.items() if value is not None}
    return [record.type, record.id, filled, names.setdefault(listed, len(names))]


def _read_records(content: Any) -> Iterator[Record]:
    """Yield the records; earlier releases wrote each with all its fields."""
    blank = [_blank(listed) for listed in content.get("names", ())]
    for kind, name, fields, *place in content["records"]:
        yield Record(kind, name, {**blank[place[0]], **fields} if place else fields)


@lru_cache(maxsize=_LISTS_MAX)
def _blank(listed: str) -> Mapping[str, None]:
    return dict.fromkeys(listed.split(_BETWEEN))


def _frame(frame: Frame) -> dict[str, object]:
    return {
        "currency": frame.currency.code,
        "multi_currency": frame.multi_currency,
        "time_zone": frame.time_zone,
        "descriptions": {
            name: [
                described.name,
                [
                    [one.name, one.type, one.custom, one.default]
                    for one in described.fields.values()
                ],
            ]
            for name, described in frame.descriptions.items()
        },
        "periods": [[one.name, one.term.start, one.term.end, one.closed] for one in frame.periods],
        "codes": {kind: sorted(codes) for kind, codes in frame.codes.items()},
    }


@lru_cache(maxsize=_FRAMES_MAX)
def _frame_of(packed: bytes) -> Frame:
    return _read_frame(_unpacked(packed))


def _read_frame(content: Any) -> Frame:
    return Frame(
        currency=Currency(content["currency"]),
        multi_currency=content["multi_currency"],
        time_zone=content["time_zone"],
        descriptions={
            key: ObjectDescription(name, {one[0]: _read_field(one) for one in fields})
            for key, (name, fields) in content["descriptions"].items()
        },
        periods=tuple(
            Period(
                name=name,
                term=Term(date.fromisoformat(start), date.fromisoformat(end)),
                closed=closed,
            )
            for name, start, end, closed in content["periods"]
        ),
        codes={kind: frozenset(codes) for kind, codes in content["codes"].items()},
    )


def _read_field(content: Any) -> FieldDescription:
    name, type_name, custom, default = content
    return FieldDescription(name=name, type=type_name, custom=custom, default=default)
