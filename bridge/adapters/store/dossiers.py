"""Dossiers and rulebooks, kept once under their content's address, so that all can be replayed."""

import json
import zlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from bridge.adapters.store.tables import DealRow, DossierRow, FrameRow, RulebookRow
from bridge.model.calendar import Clock, Period, Term
from bridge.model.document import Kind
from bridge.model.dossier import Dossier, EarlierDocument, Frame
from bridge.model.ids import DealId, Digest, ExternalId, RulebookVersion, canonical
from bridge.model.money import Currency
from bridge.model.record import FieldDescription, ObjectDescription, Record


class Unkept(LookupError):
    """Nothing is kept under that address."""


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
        """Return the dossier with that address; Unkept if there is none."""
        row = self._session.get(DossierRow, address)
        frame = self._session.get(FrameRow, row.frame) if row else None
        if row is None or frame is None:
            raise Unkept(f"no dossier is kept under {address}")
        return _read_content(_unpacked(row.content), _read_frame(_unpacked(frame.content)))

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
        return _read_frame(_unpacked(row.content)) if row else None

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


def _packed(content: object) -> bytes:
    return zlib.compress(canonical(content))


def _unpacked(content: bytes) -> Any:
    return json.loads(zlib.decompress(content), parse_float=Decimal)


def _content(dossier: Dossier) -> dict[str, object]:
    return {
        "model": dossier.model,
        "deal": dossier.deal,
        "records": [[one.type, one.id, one.fields] for one in dossier.records],
        "earlier": [[one.deal, one.kind, one.external_id, one.dated] for one in dossier.earlier],
    }


def _read_content(content: Any, frame: Frame) -> Dossier:
    return Dossier(
        model=content["model"],
        deal=DealId(content["deal"]),
        records=tuple(Record(*one) for one in content["records"]),
        earlier=tuple(
            EarlierDocument(
                deal=DealId(deal),
                kind=Kind(kind),
                external_id=ExternalId(name),
                dated=date.fromisoformat(dated),
            )
            for deal, kind, name, dated in content["earlier"]
        ),
        frame=frame,
    )


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
