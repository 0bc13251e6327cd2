"""
Plans: all that was sold, translated by a draft with the function of the passes, and compared.

Deals are read in short transactions, a batch each, so that passes go on meanwhile; a deal that is
judged anew in between is left to the next plan. Nothing is recorded but the plan.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.dossiers import Unkept
from bridge.adapters.store.replaying.rows import Kept, Key, Part
from bridge.flow.defects import ORDER_VANISHED
from bridge.flow.replaying import pool
from bridge.flow.replaying.working import Batch, Bench, Files, Found, Job, Otherwise, Unable
from bridge.flow.rereading import bridge_version
from bridge.flow.rulebook.editions import Edition
from bridge.flow.sales import reach
from bridge.ledger.judgement import DealState
from bridge.mappers import dossiers
from bridge.mappers.correct.flagging import CHANGED_AFTER_POSTING
from bridge.model.ids import DealId, Digest, RulebookVersion, digest
from bridge.queue.decision import CHANGED_SINCE
from bridge.rulebooks import difference
from bridge.rulebooks.replay import comparing, plan, sparing
from bridge.rulebooks.replay.closing import Past
from bridge.rulebooks.replay.comparing import Change
from bridge.rulebooks.replay.plan import Compared, Failed, Plan, Tally
from bridge.rulebooks.replay.result import Mark, Result
from bridge.rulebooks.replay.standing import Standing

#: Deals of a batch: some tenths of a second of work, and about a megabyte on its way.
_BATCH = 250
#: So many are quicker tried here than other processes are begun.
_FEW = 300
#: Reasons that books know and rules do not: what came of a deal after it was translated.
_OF_BOOKS = frozenset({CHANGED_SINCE, CHANGED_AFTER_POSTING, ORDER_VANISHED})


#: The rows that decided each deal, where they are known.
Decided = Mapping[DealId, tuple[str, ...]]
#: Says of a deal that it comes out as it stands without being tried.
Spares = Callable[[Standing, Decided], bool]


class GivenUp(Exception):
    """Somebody gave a plan up before it was made; nothing was recorded."""


def unseen(_done: int, _whole: int) -> None:
    """Tell nobody how far it is."""


def never() -> bool:
    """Go on to the end."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a plan is to tell: a draft against the rules in force, over which deals."""

    draft: Edition
    in_force: Edition
    part: Part = field(default_factory=Part)
    subsidiary: str = ""  #: tell only of changes that concern it; blank: of all
    past: Past = Past.STOP
    #: Try each deal, also where no row that decided it is another: it comes to the same.
    every: bool = False
    bridge: Digest = field(default_factory=bridge_version)  #: the release that makes the plan

    @property
    def part_says(self) -> str:
        """Which deals were chosen, in words; empty: all."""
        part = self.part
        told = {
            f"customer {part.customer}": part.customer,
            f"deals {', '.join(part.deals)}": part.deals,
            f"booked since {part.since}": part.since,
            f"a sample of {part.sample}": part.sample,
            f"subsidiary {self.subsidiary}": self.subsidiary,
        }
        return "; ".join(says for says, is_asked in told.items() if is_asked)

    def address(self, deals: Digest) -> Digest:
        """Return what the plan can be found by: all that it depends on."""
        versions = (self.draft.rulebook.version, self.in_force.rulebook.version)
        return digest([*versions, self.bridge, self.part_says, self.past.value, deals])


@dataclass(slots=True)
class _Sums:
    """What was found so far."""

    rewritten: frozenset[str]  #: the rows that stand in both versions, in other words
    changes: list[Change] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    tried: int = 0
    earlier: int = 0
    decided: int = 0
    spared: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Makes plans over the books; `heard` is told how far it is, `stops` asked whether to go on."""

    store: Store
    processes: int = 1
    few: int = _FEW  #: up to so many deals are tried in this process
    heard: Callable[[int, int], None] = unseen
    stops: Callable[[], bool] = never

    def state(self, wanted: Wanted) -> Digest:
        """Return a digest of the chosen deals, what stands of them, and NetSuite's periods."""
        with self.store.reading() as view:
            frame = view.dossiers.latest_frame()
            return digest([view.replays.state(wanted.part), frame.address if frame else ""])

    def plan(self, wanted: Wanted) -> Plan:
        """
        Try the draft on every chosen deal.

        Raises GivenUp where it was to stop, Misconfigured where a process ended by itself.
        """
        deals = self.state(wanted)
        with self.store.reading() as view:
            keys = view.replays.keys(wanted.part)
            without = view.replays.without_records(wanted.part)
            frame = view.dossiers.latest_frame()
        sums = _Sums(difference.rewritten(wanted.in_force.files, wanted.draft.files))
        for standings, found in self._tried(wanted, keys, sums):
            _take(wanted, standings, found, sums)
        return plan.plan(
            Compared(
                draft=wanted.draft.rulebook.version,
                in_force=wanted.in_force.rulebook.version,
                part=wanted.part_says,
                deals=deals,
                past=wanted.past,
            ),
            Tally(
                tried=sums.tried,
                earlier=sums.earlier,
                decided=sums.decided,
                untouched=sums.spared,
                without_records=without,
                notes=tuple(_notes(wanted)),
            ),
            sums.changes,
            sums.failed,
            frame.periods if frame else (),
        )

    def _tried(
        self, wanted: Wanted, keys: Sequence[Key], sums: _Sums
    ) -> Iterator[tuple[dict[DealId, Standing], tuple[Found, ...]]]:
        standing: dict[DealId, Standing] = {}
        bench = self._bench(wanted)
        batches = self._batches(_spares(wanted), keys, standing, sums)
        is_much = len(keys) > self.few
        tried = pool.apart(bench, batches, self.processes) if is_much else pool.here(bench, batches)
        done = 0
        for batch, found in tried:
            mine = {job.deal: standing.pop(job.deal) for job in batch.jobs}
            yield mine, found
            done += batch.read
            self.heard(done, len(keys))
            if self.stops():
                raise GivenUp

    def _batches(
        self,
        spares: Spares | None,
        keys: Sequence[Key],
        standing: dict[DealId, Standing],
        sums: _Sums,
    ) -> Iterator[Batch]:
        for first in range(0, len(keys), _BATCH):
            part = keys[first : first + _BATCH]
            with self.store.reading() as view:
                decided = view.replays.decided(part) if spares else {}
                frames = view.replays.frames(key.frame for key in part)
                kept = list(view.replays.kept(part))
            open_ = [one for one in kept if not _is_settled(one)]
            jobs = [one for one in open_ if not (spares and spares(one.standing, decided))]
            sums.tried += len(open_)
            sums.decided += len(kept) - len(open_)
            sums.spared += len(open_) - len(jobs)
            standing.update((one.standing.deal, one.standing) for one in jobs)
            yield Batch(tuple(map(_job, jobs)), frames, len(part))

    def _bench(self, wanted: Wanted) -> Bench:
        files: dict[RulebookVersion, Files] = {
            one.rulebook.version: one.files for one in (wanted.draft, wanted.in_force)
        }
        with self.store.reading() as view:
            others = [one for one in view.replays.versions() if one not in files]
            files.update((one, found) for one in others if (found := _files(view, one)))
        return Bench(wanted.draft.rulebook.version, wanted.in_force.rulebook.version, files)


def _notes(wanted: Wanted) -> Iterator[str]:
    """Yield what no plan over books can know of a draft."""
    before, after = (
        one.rulebook.source(dossiers.BY_OPPORTUNITY) for one in (wanted.in_force, wanted.draft)
    )
    if reach.is_new(before, after):
        yield (
            "Other opportunities book by these rules than did. Of those that the books do not know "
            "no plan tells: the next pass reads them all. `bridge assess --rules FOLDER` reads "
            "them before."
        )


def _files(view: Transaction, version: RulebookVersion) -> Files | None:
    try:
        return view.dossiers.rulebook(version)
    except Unkept:
        return None


def _spares(wanted: Wanted) -> Spares | None:
    """Return what says of a deal that it comes out as it stands; None where each is to be tried."""
    in_force, draft = wanted.in_force, wanted.draft
    found = sparing.sparing(in_force.files, draft.files, in_force.rulebook)
    if wanted.every or not found.is_narrow:
        return None

    def spares(one: Standing, decided: Decided) -> bool:
        is_current = one.version == in_force.rulebook.version
        rows = decided.get(one.deal)
        return is_current and rows is not None and found.spares(one.mark.state, rows)

    return spares


def _is_settled(one: Kept) -> bool:
    """
    Say whether people, or what became of a deal since, hold it or leave it out.

    That a deal changed after posting books say and rules as well: it is tried before it is told.
    """
    mark = one.standing.mark
    return one.is_decided or (_is_of_books(mark) and CHANGED_AFTER_POSTING not in mark.reasons)


def _is_of_books(mark: Mark) -> bool:
    return mark.state is DealState.FLAGGED and _OF_BOOKS.issuperset(mark.reasons)


def _job(one: Kept) -> Job:
    stands = one.standing
    return Job(stands.deal, one.dossier, one.frame, stands.mark, stands.version)


def _take(
    wanted: Wanted, standings: Mapping[DealId, Standing], found: Sequence[Found], sums: _Sums
) -> None:
    for one in found:
        match one:
            case Unable(deal=deal, says=says):
                sums.failed.append(Failed(deal, says))
            case Otherwise(deal=deal, before=before) if _books_hold(standings[deal].mark, before):
                sums.tried -= 1
                sums.decided += 1
            case Otherwise(is_earlier=True):
                sums.earlier += 1
            case Otherwise(deal=deal, before=before, after=after) if _concerns(wanted, one):
                change = comparing.change(standings[deal], before, after, sums.rewritten)
                sums.changes.append(change)


def _books_hold(mark: Mark, before: Result) -> bool:
    """Say whether a deal is held for what its own rules do not say of it."""
    return _is_of_books(mark) and before.mark.reasons != mark.reasons


def _concerns(wanted: Wanted, one: Otherwise) -> bool:
    named = {line.subsidiary for side in (one.before, one.after) for line in side.lines}
    return not wanted.subsidiary or wanted.subsidiary in named
