"""What a process of a replay finds, beside deals that are translated one by one."""

import json
import zlib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from bridge.adapters.store.database import Store
from bridge.adapters.store.dossiers import parsed
from bridge.adapters.store.replaying.rows import Kept, Part
from bridge.flow.replaying.working import Batch, Bench, Job, Otherwise
from bridge.flow.rulebook.editions import Edition
from bridge.model.dossier import Dossier
from bridge.model.ids import Digest
from bridge.rulebooks.replay import result
from bridge.rulebooks.replay.comparing import differs
from bridge.rulebooks.replay.result import Result
from bridge.translate import translate
from tests.adapters.store.opening import opened
from tests.flow.replaying.books import judge_all, otherwise
from tests.stories.stand import SCENARIOS, SHIPPED, edition_of

#: One that gives every order other fields, one that a part of the deals goes by, and one that reads
#: the records otherwise.
DRAFTS = (
    otherwise("effective: 2020-01-01 ..", "effective: 2026-02-01 ..", file="orders.yaml"),
    otherwise("[API, API-CALLS, ON_USE]", "[API, CALLS, ON_USE]"),
    otherwise(
        "      SBQQ__RenewalTerm__c: a renewal is a deal of its own\n", "", file="sources/cpq.yaml"
    ),
)


def test_batches_find_of_every_scenario_the_results_that_come_one_by_one(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as store:
        for path in sorted(SCENARIOS.glob("*.json")):
            judge_all(store, path.stem)
        kept, frames = _kept(store)
    in_force, told = edition_of(SHIPPED), 0
    for draft in DRAFTS:
        files = {one.rulebook.version: one.files for one in (draft, in_force)}
        bench = Bench(draft.rulebook.version, in_force.rulebook.version, files)
        jobs = tuple(_job(one) for one in kept)
        found = bench.tried(Batch(jobs, frames, len(jobs)))
        wanted = {
            one.standing.deal: _both(parsed(one.dossier, frames[one.frame]), in_force, draft)
            for one in kept
        }
        assert {one.deal: _sides(one) for one in found if isinstance(one, Otherwise)} == {
            deal: both for deal, both in wanted.items() if differs(both[0].mark, both[1].mark)
        }
        told += len(found)
    assert told > len(DRAFTS)


def test_a_dossier_is_read_as_the_standard_library_reads_it(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as store:
        judge_all(store, "f-prepaid-credits-with-overage.cpq")
        kept, frames = _kept(store)
    for one in kept:
        written = json.loads(zlib.decompress(one.dossier), parse_float=Decimal)
        read = parsed(one.dossier, frames[one.frame]).records
        told = [
            {**dict.fromkeys(written["names"][place].split(",")), **filled}
            for _, _, filled, place in written["records"]
        ]
        assert [each.fields for each in read] == told
        assert [list(map(type, each.fields.values())) for each in read] == [
            list(map(type, fields.values())) for fields in told
        ]


def _kept(store: Store) -> tuple[list[Kept], Mapping[Digest, bytes]]:
    with store.reading() as view:
        keys = view.replays.keys(Part())
        return list(view.replays.kept(keys)), view.replays.frames(key.frame for key in keys)


def _job(one: Kept) -> Job:
    stands = one.standing
    return Job(stands.deal, one.dossier, one.frame, stands.mark, stands.version)


def _both(dossier: Dossier, *editions: Edition) -> tuple[Result, ...]:
    return tuple(result.of(translate(dossier, one.rulebook)) for one in editions)


def _sides(one: Otherwise) -> tuple[Result, ...]:
    return one.before, one.after
