"""
A plan over 100,000 deals: seconds, memory of all processes, and the same as one by one.

The books are an SQLite file, filled with deals of the scenarios under ids of their own, each record
with as many blank fields as an org sends. Two drafts are planned: one that changes how a mapping
fills a field, so that each deal is tried, and one that adds a row, so that few need to be.
"""

import argparse
import json
import multiprocessing
import resource
import sqlite3
import string
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bridge.adapters.store.database import Store
from bridge.adapters.store.dossiers import parsed
from bridge.adapters.store.replaying.rows import Part
from bridge.flow.judging import Patience, judge
from bridge.flow.replaying import pool
from bridge.flow.replaying.planning import Planning, Wanted
from bridge.flow.rulebook.editions import Edition, edition, of_files
from bridge.ledger.judgement import DealState
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import seeds
from bridge.model.calendar import months
from bridge.model.ids import canonical, eighteen
from bridge.model.record import Record
from bridge.rulebooks.replay import result
from bridge.rulebooks.replay.result import Result
from bridge.rulebooks.telling import Told
from bridge.translate import translate

ROOT = Path(__file__).parents[1]
RULES, SCENARIOS = ROOT / "config/rules", ROOT / "tests/scenarios"
#: Fields of a record, most of them blank: what an org with a few packages sends.
FIELDS = 100
#: What a plan may take on two processors.
SECONDS_MAX, MEGABYTES_MAX = 60.0, 1024.0
_DIGITS = string.digits + string.ascii_uppercase
_PLACE = slice(9, 15)
_BATCH = 500
_NOW = datetime(2026, 6, 1, tzinfo=UTC)
_PATIENCE = Patience(now=_NOW, since=_NOW, limit=timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Template:
    """A deal as it stands in the books: its rows by table, and its dossier as text."""

    deal: str
    rows: dict[str, list[dict[str, Any]]]
    dossier: str
    frame: bytes


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
            text = zlib.decompress(dossier["content"]).decode()
            yield Template(deal["id"], held, text, frame["content"])


def numbered(record_id: str, number: int) -> str:
    """Return the id of the copy with a number: another record of the same kind."""
    digits = ""
    for _ in range(_PLACE.stop - _PLACE.start):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return eighteen(record_id[: _PLACE.start] + digits)


def copied(work: tuple[Sequence[Template], int, int]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the rows of copies of deals, each translated for itself."""
    held, first, last = work
    found: list[tuple[str, list[dict[str, Any]]]] = []
    for number in range(first, last):
        found.extend(_copy(held[number % len(held)], number))
    return found


def _copy(of: Template, number: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    content = json.loads(of.dossier, parse_float=Decimal)
    text = of.dossier
    for _, record_id, _ in content["records"]:
        text = text.replace(record_id, numbered(record_id, number))
    packed = zlib.compress(text.encode())
    outcome = result.of(translate(parsed(packed, of.frame), shipped().rulebook))
    deal, (kept,) = numbered(of.deal, number), of.rows["dossier"]
    address = f"{number:064x}"
    yield "deal", [{**of.rows["deal"][0], "id": deal, "contract": deal, "dossier": address}]
    yield "dossier", [{**kept, "address": address, "content": packed}]
    yield from _written(of, outcome, deal)
    for case in of.rows["exception_case"]:
        yield "exception_case", [{**case, "id": None, "deal": deal}]
    for entry in of.rows["ledger_entry"]:
        refs = {**json.loads(entry["refs"]), "dossier": address}
        own = {"seq": 10**6 + number, "deal": deal, "hash": address, "previous": address}
        yield "ledger_entry", [{**entry, **own, "refs": canonical(refs).decode()}]


def _written(
    of: Template, outcome: Result, deal: str
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if outcome.mark.state is not DealState.TRANSLATED:
        return
    pattern = of.rows["document"][0]
    yield (
        "document",
        [
            {**pattern, "external_id": name, "deal": deal, "contract": deal, "digest": digest}
            for name, digest in outcome.mark.documents
        ],
    )
    yield (
        "schedule",
        [
            {
                "external_id": one.document,
                "line": one.line,
                "method": one.method,
                "currency": pattern["currency"],
                "minor": one.minor,
                "periods": one.periods,
            }
            for one in outcome.mark.spreads
        ],
    )


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


def changed(file: str, old: str, new: str) -> Edition:
    """Return the shipped rules with one text another, and without golden deals."""
    files = {one: text for one, text in shipped().files.items() if not one.startswith("golden/")}
    if old not in files[file]:
        raise ValueError(f"{file} no longer says {old!r}")
    return of_files({**files, file: files[file].replace(old, new)})


def planned(store: Store, draft: Edition, processes: int) -> int:
    """Plan a draft, print what it took, and return how many deals come out otherwise."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
    began = time.monotonic()
    found = Planning(store=store, processes=processes).plan(Wanted(draft=draft, in_force=shipped()))
    took_s = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = sum(
        b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime
        for a, b in zip(before, after, strict=True)
    )
    # The largest child, as often as there are children: no more than they had together.
    megabytes = (after[0].ru_maxrss * processes + after[1].ru_maxrss) / 1024
    tally = found.tally
    print(
        f"{tally.tried:>9,} deals, {tally.tried - tally.untouched:>9,} tried, "
        f"{len(found.changes):>7,} otherwise: {took_s:6.1f} s, {cpu_s:6.1f} CPU s, "
        f"{megabytes:5,.0f} MiB at most (limits {SECONDS_MAX:.0f} s, {MEGABYTES_MAX:,.0f} MiB)"
    )
    return len(found.changes)


def one_by_one(store: Store, draft: Edition, sample: int) -> int:
    """Translate a sample by both versions, one after the other; return how many differ."""
    differing = 0
    with store.reading() as view:
        keys = view.replays.keys(Part(sample=sample))
        frames = view.replays.frames(key.frame for key in keys)
        for one in view.replays.kept(keys):
            dossier = parsed(one.dossier, frames[one.frame])
            was, is_ = (
                result.of(translate(dossier, each.rulebook)).mark for each in (shipped(), draft)
            )
            differing += was != is_
    return differing


def main() -> None:
    """Fill books, plan two drafts, and compare each with one by one on a sample."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--deals", type=int, default=100_000)
    asked.add_argument("--sample", type=int, default=1_000)
    asked.add_argument("--processes", type=int, default=pool.processors())
    given, _ = asked.parse_known_args()
    row = "  - [ONBOARDING, ONBOARDING, AT_ONCE]"
    drafts = {
        "a mapping is another": changed(
            "orders.yaml", "effective: 2020-01-01 ..", "effective: 2019-01-01 .."
        ),
        "a row is added": changed("items.yaml", row, f"{row}\n  - [GPU, SUB-ULT, AT_ONCE]"),
        "a row is another": changed(
            "items.yaml", "[API, API-CALLS, ON_USE]", "[API, CALLS, ON_USE]"
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bridge.sqlite"
        with Store(f"sqlite:///{file}", clock=lambda: _NOW) as store:
            judge_templates(store)
        held = tuple(templates(file))
        began = time.monotonic()
        fill(file, held, given.deals)
        print(
            f"{given.deals:,} deals of {len(held)} shapes put in, {time.monotonic() - began:.0f} s"
        )
        with Store(f"sqlite:///{file}", clock=lambda: _NOW) as store:
            for says, draft in drafts.items():
                print(says)
                planned(store, draft, given.processes)
                sample = Planning(store=store, processes=given.processes)
                part = Wanted(draft=draft, in_force=shipped(), part=Part(sample=given.sample))
                here, alone = len(sample.plan(part).changes), one_by_one(store, draft, given.sample)
                print(
                    f"  of a sample of {given.sample:,}: {here:,} otherwise; one by one {alone:,}"
                )
                if here != alone:
                    raise SystemExit("a plan is not what one by one gives")


if __name__ == "__main__":
    main()
