"""Translates a deal once more from what was kept of it, and compares with what was recorded."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import WholeDeal
from bridge.adapters.store.dossiers import Unkept
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.defects import ORDER_VANISHED
from bridge.flow.judging import prepared
from bridge.flow.reconciling.rolls.again import Rerolled, Rerolls, Section
from bridge.flow.reconciling.walked.again import Walked, Walks
from bridge.flow.rulebook import editions, publishing
from bridge.ledger.judgement import DealState
from bridge.mappers.correct.flagging import CHANGED_AFTER_POSTING
from bridge.model.document import State
from bridge.model.dossier import Dossier
from bridge.model.flags import Flag
from bridge.model.ids import Digest, ExternalId, RulebookVersion
from bridge.queue.decision import CHANGED_SINCE, Outcome
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Flagged, Translated, Translation, translate

#: Versions that are kept ready: reading one takes about a tenth of a second.
_READY_MAX = 8
#: Reasons that books know and rules do not: what came of a deal after it was translated.
_OF_BOOKS = frozenset({CHANGED_SINCE, CHANGED_AFTER_POSTING, ORDER_VANISHED})
#: A number as reasons write it, no part of a word or of an id.
_NUMBER = re.compile(r"(?<![\w.])[0-9][0-9,]*(\.[0-9]+)?(E[+-][0-9]{1,3})?(?!\w|\.[0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraced:
    """A deal as the books hold it, and what its dossier becomes by the version that judged it."""

    held: WholeDeal
    dossier: Dossier
    translation: Translation
    #: The digest that each document has now; documents of before that count no more are left out.
    recomputed: Mapping[ExternalId, Digest | None]
    #: What the books hold in the place of what the rules say: a decision, or what became of it.
    instead: str | None

    @property
    def of_reasons(self) -> "Retraced":
        """The same without documents if its reasons come out: what is held goes by those."""
        return replace(self, recomputed={}) if self.same_reasons else self

    @property
    def differing(self) -> tuple[ExternalId, ...]:
        """The documents that do not come out as they were recorded."""
        recorded = {one.external_id: one.digest for one in self.held.documents}
        return tuple(
            name for name, digest in self.recomputed.items() if digest != recorded.get(name)
        )

    @property
    def comes_out(self) -> bool | None:
        """Whether the deal is what was recorded of it; None where that is not for rules to say."""
        if self.instead is not None:
            return None
        return not self.differing and self.same_reasons is not False

    @property
    def same_reasons(self) -> bool | None:
        """Whether it is flagged for what is open of it; None where it is not flagged."""
        opened = _opened(self.held)
        match self.translation:
            case Flagged(flags=flags):
                of_rules = {one for one in opened if one.code not in _OF_BOOKS}
                return _reasons(flags) in (_reasons(opened), _reasons(of_rules))
            case Awaited():
                return None
            case _:
                return False if self.held.deal.state is DealState.FLAGGED else None


@dataclass(slots=True)
class Retracing:
    """Retraces deals, statements and roll-forwards; what was made once is kept ready."""

    walks: Walks = field(default_factory=Walks)
    rerolls: Rerolls = field(default_factory=Rerolls)
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
        translation = translate(dossier, self.rulebook(view, version))
        digests = _digests(translation) if isinstance(translation, Translated) else {}
        counting = [one for one in held.documents if one.state is not State.SUPERSEDED]
        return Retraced(
            held=held,
            dossier=dossier,
            translation=translation,
            instead=_instead(view, held, translation),
            recomputed={one.external_id: digests.get(one.external_id) for one in counting},
        )

    def walked(self, view: Transaction, kept: KeptStatement) -> Walked:
        """Walk a statement again by the rules that made it; raises as `Walks.of`."""
        return self.walks.of(view, kept, partial(self.rulebook, view))

    def rerolled(self, view: Transaction, section: Section) -> Rerolled:
        """Roll a section again by the rules that made it; raises as `Rerolls.of`."""
        return self.rerolls.of(view, section, partial(self.rulebook, view))

    def rulebook(self, view: Transaction, version: RulebookVersion) -> Rulebook:
        """Return a version of the rulebook; Misconfigured or RulebookInvalid as `of` raises."""
        found = self._ready.get(version)
        if found is None:
            found = editions.of_files(publishing.files_of(view, version)).rulebook
            while len(self._ready) >= _READY_MAX:
                self._ready.pop(next(iter(self._ready)), None)
            self._ready[version] = found
        return found


def _opened(held: WholeDeal) -> set[Flag]:
    return {flag for case in held.cases for flag in case.flags}


def _reasons(flags: Iterable[Flag]) -> set[Flag]:
    """
    Return what flags say with each number in one spelling, all else to the letter.

    Earlier releases recorded numbers as Salesforce wrote them: 460,800.0 is no other reason than
    460,800, and 1.0E+7 none than 10000000.
    """
    return {
        replace(
            one,
            says=_plain(one.says),
            evidence=tuple(_plain(each) for each in one.evidence),
            nearest=_plain(one.nearest) if one.nearest else None,
        )
        for one in flags
    }


def _plain(words: str) -> str:
    return _NUMBER.sub(_spelt, words)


def _spelt(number: re.Match[str]) -> str:
    text, decimals, exponent = number[0], number[1], number[2]
    if exponent:
        text = f"{Decimal(text.replace(',', '')):f}"
    return text.rstrip("0").rstrip(".") if decimals and "." in text else text


def _instead(view: Transaction, held: WholeDeal, again: Translation) -> str | None:
    """Return why a deal is left out or held for what no rule says; None where rules say it all."""
    if held.deal.state is DealState.FLAGGED:
        opened = _opened(held)
        is_of_rules = isinstance(again, Flagged) and _reasons(again.flags) == _reasons(opened)
        is_of_books = {flag.code for flag in opened} <= _OF_BOOKS
        return held.deal.says if is_of_books and not is_of_rules else None
    if held.deal.state is not DealState.EXCLUDED:
        return None
    standing = (decision.proposal for _, decision in view.lives.decisions_of(held.deal.id))
    out = (one.says for one in standing if one.outcome is not Outcome.OVERRIDE)
    return next((held.deal.says for says in out if held.deal.says.startswith(says)), None)


def _digests(made: Translated) -> dict[ExternalId, Digest]:
    return {one.external_id: prepared(one, made.held).digest for one in made.documents}
