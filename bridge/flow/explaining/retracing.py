"""Translates a deal once more from what was kept of it, and compares with what was recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import WholeDeal
from bridge.adapters.store.dossiers import Unkept
from bridge.flow.judging import prepared
from bridge.flow.rulebook import editions, publishing
from bridge.model.document import State
from bridge.model.dossier import Dossier
from bridge.model.ids import Digest, ExternalId, RulebookVersion
from bridge.rules.rulebook import Rulebook
from bridge.translate import Flagged, Translated, Translation, translate

#: Versions that are kept ready: reading one takes about a tenth of a second.
_READY_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraced:
    """A deal as the books hold it, and what its dossier becomes by the version that judged it."""

    held: WholeDeal
    dossier: Dossier
    translation: Translation
    #: The digest that each document has now; documents of before that count no more are left out.
    recomputed: Mapping[ExternalId, Digest | None]

    @property
    def differing(self) -> tuple[ExternalId, ...]:
        """The documents that do not come out as they were recorded."""
        recorded = {one.external_id: one.digest for one in self.held.documents}
        return tuple(
            name for name, digest in self.recomputed.items() if digest != recorded.get(name)
        )

    @property
    def comes_out(self) -> bool:
        """Whether the deal is what was recorded of it."""
        return not self.differing and self.same_reasons is not False

    @property
    def same_reasons(self) -> bool | None:
        """Whether it is flagged for what is open of it; None where it is not flagged."""
        if not isinstance(self.translation, Flagged):
            return None
        opened = {flag for case in self.held.cases for flag in case.flags}
        return opened == set(self.translation.flags)


@dataclass(slots=True)
class Retracing:
    """Retraces deals; versions of the rulebook that were read once are kept ready."""

    _ready: dict[RulebookVersion, Rulebook] = field(default_factory=dict)

    def of(self, view: Transaction, held: WholeDeal) -> Retraced | None:
        """
        Translate the kept dossier of a deal by the version that judged it last.

        None where no dossier is kept: the deal could not be read. Raises RulebookInvalid if this
        bridge reads the version no more, Misconfigured if the version is not as it was kept.
        """
        address, version = held.deal.dossier, held.deal.rulebook
        if address is None or version is None:
            return None
        try:
            dossier = view.dossiers.read(address)
        except Unkept:
            return None
        translation = translate(dossier, self._rulebook(view, version))
        digests = _digests(translation) if isinstance(translation, Translated) else {}
        counting = [one for one in held.documents if one.state is not State.SUPERSEDED]
        return Retraced(
            held=held,
            dossier=dossier,
            translation=translation,
            recomputed={one.external_id: digests.get(one.external_id) for one in counting},
        )

    def _rulebook(self, view: Transaction, version: RulebookVersion) -> Rulebook:
        found = self._ready.get(version)
        if found is None:
            found = editions.of_files(publishing.files_of(view, version)).rulebook
            while len(self._ready) >= _READY_MAX:
                self._ready.pop(next(iter(self._ready)), None)
            self._ready[version] = found
        return found


def _digests(made: Translated) -> dict[ExternalId, Digest]:
    return {one.external_id: prepared(one, made.held).digest for one in made.documents}
