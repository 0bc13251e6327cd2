"""
A plan over 100,000 deals: seconds, memory of all processes, and the same as one by one.

The books are an SQLite file, filled with deals of the scenarios under ids of their own; `--keep`
names one that is filled once and used again. Three drafts are planned: one that changes how a
mapping fills a field, so that each deal is tried, one that adds a row, so that few need to be, and
one that has a row say something else.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from workload.books import NOW, filled, shipped

from bridge.adapters.store.database import Store
from bridge.adapters.store.dossiers import parsed
from bridge.adapters.store.replaying.rows import Part
from bridge.flow.replaying import pool
from bridge.flow.replaying.planning import Planning, Wanted
from bridge.flow.rulebook.editions import Edition, of_files
from bridge.model.ids import DealId
from bridge.rulebooks.replay import result
from bridge.translate import translate

#: What a plan may take on two processors.
SECONDS_MAX, MEGABYTES_MAX = 60.0, 1024.0


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


def one_by_one(store: Store, draft: Edition, sample: int) -> set[DealId]:
    """Translate a sample by both versions, one after the other; return the deals that differ."""
    differing = set[DealId]()
    with store.reading() as view:
        keys = view.replays.keys(Part(sample=sample))
        frames = view.replays.frames(key.frame for key in keys)
        for one in view.replays.kept(keys):
            dossier = parsed(one.dossier, frames[one.frame])
            was, is_ = (
                result.mark(translate(dossier, each.rulebook)) for each in (shipped(), draft)
            )
            if was != is_:
                differing.add(dossier.deal)
    return differing


def main() -> None:
    """Fill books, plan two drafts, and compare each with one by one on a sample."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--deals", type=int, default=100_000)
    asked.add_argument("--sample", type=int, default=1_000)
    asked.add_argument("--processes", type=int, default=pool.processors())
    asked.add_argument("--keep", type=Path, help="books to fill once, and to use again")
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
        file = given.keep or Path(folder) / "bridge.sqlite"
        if not file.exists():
            filled(file, given.deals)
        with Store(f"sqlite:///{file}", clock=lambda: NOW) as store:
            for says, draft in drafts.items():
                print(says)
                planned(store, draft, given.processes)
                sample = Planning(store=store, processes=given.processes)
                part = Wanted(draft=draft, in_force=shipped(), part=Part(sample=given.sample))
                here = {change.of.deal for change in sample.plan(part).changes}
                alone = one_by_one(store, draft, given.sample)
                print(
                    f"  of a sample of {given.sample:,}: {len(here):,} otherwise; "
                    f"one by one {len(alone):,}"
                )
                if here != alone:
                    raise SystemExit("a plan is not what one by one gives")


if __name__ == "__main__":
    main()
