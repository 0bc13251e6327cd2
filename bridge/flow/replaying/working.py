"""
What one process of a replay does: dossiers in, and what comes out otherwise.

Nearly all deals come out as they stand, and of those nothing is sent back.
"""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bridge.adapters.store.dossiers import Damaged, parsed
from bridge.flow.rulebook import editions
from bridge.mappers import alike
from bridge.mappers.read.whole import Read
from bridge.model.dossier import Dossier
from bridge.model.ids import DealId, Digest, RulebookVersion
from bridge.rulebooks.replay import result
from bridge.rulebooks.replay.comparing import differs
from bridge.rulebooks.replay.result import Mark, Result
from bridge.rules.diagnostics import RulebookInvalid
from bridge.rules.rulebook import Rulebook, Source
from bridge.translate import NotConserved, Translation, judged, read


@dataclass(frozen=True, slots=True)
class Job:
    """A deal to try: its dossier as it is stored, what stands, and by which version."""

    deal: DealId
    dossier: bytes
    frame: Digest
    mark: Mark
    version: RulebookVersion | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Deals to try one after the other, with the frames of all of them, as they are stored."""

    jobs: tuple[Job, ...]
    frames: Mapping[Digest, bytes]
    read: int  #: of how many deals it is what is to be tried


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A deal that the draft has in another way; `before` is what its own version makes of it."""

    deal: DealId
    before: Result
    after: Result
    #: Whether the rules in force have it as the draft has it: then the draft changes nothing.
    is_earlier: bool


@dataclass(frozen=True, slots=True)
class Unable:
    """A deal that the draft cannot be tried on: the bridge itself fails."""

    deal: DealId
    says: str


Found = Otherwise | Unable
#: The files of a version, path to text.
Files = Mapping[str, str]


@dataclass(slots=True)
class Bench:
    """The versions that a replay compares, each loaded once."""

    draft: RulebookVersion
    in_force: RulebookVersion
    files: Mapping[RulebookVersion, Files]
    _loaded: dict[RulebookVersion, Rulebook | None] = field(default_factory=dict)

    def tried(self, batch: Batch) -> tuple[Found, ...]:
        """Return the deals of a batch that come out otherwise, or cannot be tried."""
        found = (self._tried(job, batch.frames[job.frame]) for job in batch.jobs)
        return tuple(one for one in found if one is not None)

    def _tried(self, job: Job, frame: bytes) -> Found | None:
        try:
            dossier = _ReadOnce(self._told(parsed(job.dossier, frame), job.version))
            found = self._translated(dossier, self.draft)
            mark = result.mark(found) if found else job.mark
            if found is None or not differs(job.mark, mark):
                return None
            after = result.whole(found, mark)
            before = self._result(dossier, job.version) or Result(mark=job.mark)
            is_current = job.version == self.in_force
            now = before if is_current else self._result(dossier, self.in_force)
        except (Damaged, NotConserved) as error:
            return Unable(job.deal, str(error))
        is_earlier = now is not None and now.mark == after.mark
        return Otherwise(job.deal, before, after, is_earlier)

    def _told(self, dossier: Dossier, version: RulebookVersion | None) -> Dossier:
        """Tell of a deal that was posted as its own version reads it, for versions that do not."""
        posted = dossier.posted
        if posted is None or version is None:
            return dossier
        own, draft = self._rulebook(version), self._rulebook(self.draft)
        if own is None or draft is None:
            return dossier
        source = own.source(dossier.model)
        if source is draft.source(dossier.model):
            return dossier
        was = {alike.digest_of(dossier, source)} & {one.made_of for one in posted.documents}
        return replace(dossier, posted=replace(posted, formerly=(*posted.formerly, *was)))

    def _result(self, dossier: "_ReadOnce", version: RulebookVersion | None) -> Result | None:
        """Return what a deal comes to by a version; None by one that this bridge cannot read."""
        found = self._translated(dossier, version)
        return result.of(found) if found else None

    def _translated(
        self, dossier: "_ReadOnce", version: RulebookVersion | None
    ) -> Translation | None:
        rulebook = self._rulebook(version) if version else None
        return dossier.translated(rulebook) if rulebook else None

    def _rulebook(self, version: RulebookVersion) -> Rulebook | None:
        if version not in self._loaded:
            found = _loaded(self.files.get(version))
            self._loaded[version] = self._sharing(found) if found else None
        return self._loaded[version]

    def _sharing(self, rulebook: Rulebook) -> Rulebook:
        """Let versions that read records alike have one source: what is read by it serves all."""
        known = [each for one in self._loaded.values() if one for each in one.sources.values()]
        sources = {
            model: next((one for one in known if one == own), own)
            for model, own in rulebook.sources.items()
        }
        return replace(rulebook, sources=sources)


@dataclass(slots=True)
class _ReadOnce:
    """
    A dossier, and what its records are by the source that read them last.

    To read them is half of a translation, and a deal that comes out otherwise is translated twice.
    """

    dossier: Dossier
    _by: Source | None = None
    _known: Read | None = None

    def translated(self, rulebook: Rulebook) -> Translation:
        """Translate by a rulebook; the records are read again only by another source."""
        source = rulebook.source(self.dossier.model)
        if self._known is None or self._by is not source:
            self._by, self._known = source, read(self.dossier, source)
        return judged(self._known, self.dossier, rulebook)


def _loaded(files: Files | None) -> Rulebook | None:
    try:
        return editions.of_files(files).rulebook if files is not None else None
    except RulebookInvalid:
        return None


@dataclass(slots=True)
class _Process:
    """What a process of a pool was begun with."""

    bench: Sequence[Bench] = ()


_HERE = _Process()


def begin(
    draft: RulebookVersion, in_force: RulebookVersion, files: Mapping[RulebookVersion, Files]
) -> None:
    """Make a process ready; what stops the whole is told by the one that began it."""
    _HERE.bench = (Bench(draft, in_force, files),)
    gc.disable()  # it would look through what stays, the rules and frames, again and again
    gc.freeze()


def tried(batch: Batch) -> tuple[Found, ...]:
    """Try a batch in a process that was begun; what it leaves behind is cleared away at once."""
    found = _HERE.bench[0].tried(batch)
    gc.collect()
    return found
