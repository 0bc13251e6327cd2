"""
Books of many deals: those of the scenarios, again and again under ids of their own.

Each record has as many blank fields as an org sends.
"""

import hashlib
import json
import multiprocessing
import sqlite3
import string
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bridge.adapters.store.database import Store
from bridge.adapters.store.dossiers import parsed
from bridge.flow.judging import Patience, judge
from bridge.flow.rulebook.editions import Edition, edition
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import seeds
from bridge.mappers.write.bodies import WRITERS
from bridge.model.calendar import months
from bridge.model.ids import canonical, eighteen
from bridge.model.record import Record
from bridge.rulebooks.replay import result
from bridge.rulebooks.replay.result import Spread
from bridge.rulebooks.telling import Told
from bridge.translate import Translated, translate

ROOT = Path(__file__).parents[2]
RULES, SCENARIOS = ROOT / "config/rules", ROOT / "tests/scenarios"
#: Fields of a record, most of them blank: what an org with a few packages sends.
FIELDS = 100
#: The day of the books.
NOW = datetime(2026, 6, 1, tzinfo=UTC)
_DIGITS = string.digits + string.ascii_uppercase
_PLACE = slice(9, 15)
_BATCH = 500
_PATIENCE = Patience(now=NOW, since=NOW, limit=timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Template:
    """A deal as it stands in the books: its rows by table, and as text what a copy renames."""

    deal: str
    ids: tuple[str, ...]  #: of its records
    rows: dict[str, list[dict[str, Any]]]
    dossier: str
    bodies: tuple[tuple[str, str], ...]  #: external id and canonical content of each document
    spreads: tuple[Spread, ...]


@cache
def shipped() -> Edition:
    """Return the shipped rules."""
    return edition(RULES)


def padded(record: Record) -> Record:
    """Return a record with as many fields as an org sends."""
    blank = {f"Custom_{number:03}__c": None for number in range(FIELDS - len(record.fields))}
    return replace(record, fields={**blank, **record.fields})


def judge_templates(store: Store) -> None:
    """Judge every deal of the scenarios as a pass does; nothing is sent."""
    rulebook = shipped().rulebook
    for path in sorted(SCENARIOS.glob("*.json")):
        seed, told = seeds.parse(path.read_text(), where=path.stem), Told()
        records = tuple(map(padded, seed.records))
        frame = replace(seed.frame, periods=months(date(2020, 1, 1), date(2035, 12, 31)))
        index = Index(records)
        for root in filter(dossiers.is_booking, dossiers.beginnings(records)):
            dossier = told.before(dossiers.of_order(root, index, (), frame), rulebook)
            told.add(translate(dossier, rulebook))
            with store.transaction("judged") as tx:
                tx.dossiers.keep(dossier)
                tx.dossiers.keep_rulebook(rulebook.version, shipped().files)
                tx.judgements.record(judge(dossier, rulebook, _PATIENCE))


def templates(file: Path) -> Iterator[Template]:
    """Yield the deals that were judged, with the rows that a plan reads."""
    with closing(sqlite3.connect(file)) as books:
        books.row_factory = sqlite3.Row

        def rows(table: str, column: str, value: str) -> list[dict[str, Any]]:
            found = books.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,))  # noqa: S608 - names of our own
            return list(map(dict, found))

        for deal in map(dict, books.execute("SELECT * FROM deal ORDER BY id").fetchall()):
            (dossier,) = rows("dossier", "address", deal["dossier"])
            (frame,) = rows("frame", "address", dossier["frame"])
            entries = rows("ledger_entry", "deal", deal["id"])
            traced = [one for one in entries if '"trace"' in one["payload"]]
            held: dict[str, list[dict[str, Any]]] = {
                "deal": [deal],
                "dossier": [dossier],
                "document": rows("document", "deal", deal["id"]),
                "exception_case": rows("exception_case", "deal", deal["id"]),
                "ledger_entry": traced[-1:],
            }
            yield _template(deal["id"], held, frame["content"])


def _template(deal: str, held: dict[str, list[dict[str, Any]]], frame: bytes) -> Template:
    ((packed,),) = ([one["content"]] for one in held["dossier"])
    dossier = parsed(packed, frame)
    found = translate(dossier, shipped().rulebook)
    documents = found.documents if isinstance(found, Translated) else ()
    return Template(
        deal=deal,
        ids=tuple(record.id for record in dossier.records),
        rows=held,
        dossier=zlib.decompress(packed).decode(),
        bodies=tuple(
            (one.external_id, canonical(WRITERS[one.kind](one)).decode()) for one in documents
        ),
        spreads=result.of(found).mark.spreads,
    )


def numbered(record_id: str, number: int) -> str:
    """Return the id of the copy with a number: another record of the same kind."""
    digits = ""
    for _ in range(_PLACE.stop - _PLACE.start):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return eighteen(record_id[: _PLACE.start] + digits)


def copied(work: tuple[Sequence[Template], int, int]) -> list[tuple[str, list[dict[str, Any]]]]:
    """
    Return the rows of copies of deals, with the bodies that a translation of each would write.

    The ids are other ones, in the dossier as in the bodies; a plan translates every copy, and would
    tell each of which that is not what comes out.
    """
    held, first, last = work
    found: list[tuple[str, list[dict[str, Any]]]] = []
    for number in range(first, last):
        found.extend(_copy(held[number % len(held)], number))
    return found


def _copy(of: Template, number: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    names = {one: numbered(one, number) for one in of.ids}

    def renamed(text: str) -> str:
        for old, new in names.items():
            text = text.replace(old, new)
        return text

    packed = zlib.compress(renamed(of.dossier).encode())
    deal, (kept,) = numbered(of.deal, number), of.rows["dossier"]
    address = f"{number:064x}"
    yield "deal", [{**of.rows["deal"][0], "id": deal, "contract": deal, "dossier": address}]
    yield "dossier", [{**kept, "address": address, "content": packed}]
    yield from _written(of, deal, renamed)
    for case in of.rows["exception_case"]:
        yield "exception_case", [{**case, "id": None, "deal": deal}]
    for entry in of.rows["ledger_entry"]:
        refs = {**json.loads(entry["refs"]), "dossier": address}
        own = {"seq": 10**6 + number, "deal": deal, "hash": address, "previous": address}
        yield "ledger_entry", [{**entry, **own, "refs": canonical(refs).decode()}]


def _written(
    of: Template, deal: str, renamed: Callable[[str], str]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if not of.bodies:
        return
    pattern = {**of.rows["document"][0], "deal": deal, "contract": deal}
    yield (
        "document",
        [
            {**pattern, "external_id": renamed(name), "digest": _sha256(renamed(body))}
            for name, body in of.bodies
        ],
    )
    yield (
        "schedule",
        [
            {
                "external_id": renamed(one.document),
                "line": one.line,
                "method": one.method,
                "currency": pattern["currency"],
                "minor": one.minor,
                "periods": one.periods,
            }
            for one in of.spreads
        ],
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fill(file: Path, held: Sequence[Template], deals: int) -> None:
    """Put copies of the deals into the books, until there are so many."""
    starts = range(len(held), deals, _BATCH)
    works = [(held, first, min(first + _BATCH, deals)) for first in starts]
    context = multiprocessing.get_context("spawn")
    with closing(sqlite3.connect(file)) as books, ProcessPoolExecutor(2, context) as workers:
        for found in workers.map(copied, works):
            for table, rows in found:
                _insert(books, table, rows)
            books.commit()


def _insert(books: sqlite3.Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        names = ", ".join(rows[0])
        places = ", ".join(f":{name}" for name in rows[0])
        books.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 - the same


def filled(file: Path, deals: int) -> None:
    """Make books with so many deals, and print what it took."""
    began = time.monotonic()
    with Store(f"sqlite:///{file}", clock=lambda: NOW) as store:
        judge_templates(store)
    held = tuple(templates(file))
    fill(file, held, deals)
    print(f"{deals:,} deals of {len(held)} shapes put in, {time.monotonic() - began:.0f} s")
