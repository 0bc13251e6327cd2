"""What a check found: whether a deal is representable, and what people should know besides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bridge.mappers.drafts.draft import Draft
from bridge.model.document import Kind
from bridge.model.flags import Flag
from bridge.rulebooks import translation_forms
from bridge.translate import Awaited, Excluded, Flagged, Translated, Translation

#: What is representable, and yet waits for a person when it is booked.
_WAITS = {
    Kind.MERGE_REQUEST: "a person approves that its arrangements are merged",
    Kind.PROPOSED_JOURNAL: "a person posts a journal that the bridge proposes",
}


class Answer(StrEnum):
    """Whether a deal is representable."""

    YES = "representable"
    WITH_WARNINGS = "representable_with_warnings"
    NO = "not_representable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of a deal; of a draft, what would become of it."""

    translation: Translation
    draft: Draft | None = None
    #: The day on which the order of a draft was taken to be activated; None for a booking.
    as_if: date | None = None
    #: What people settled about the deal, and who, or that NetSuite has it and it stays as it is;
    #: None where the rules in force alone say what becomes of it.
    settled: str | None = None

    @property
    def answer(self) -> Answer:
        """Whether the deal is representable."""
        if isinstance(self.translation, Flagged | Awaited):
            return Answer.NO
        return Answer.WITH_WARNINGS if self.warnings else Answer.YES

    @property
    def warnings(self) -> tuple[str, ...]:
        """What people should know though the deal is representable; sentences."""
        assumed = self.draft.assumed if self.draft else ()
        match self.translation:
            case Excluded(rule=rule):
                left_out = self.settled or f"{rule} leaves it out"
                return (*assumed, f"{left_out}: nothing of it reaches NetSuite")
            case Translated(documents=documents):
                kinds = {one.kind for one in documents}
                stays = (self.settled,) if self.settled else ()
                waits = (says for kind, says in _WAITS.items() if kind in kinds)
                return (*assumed, *stays, *waits)
            case _:
                return assumed

    @property
    def says(self) -> str | None:
        """What was taken for granted of a draft; None for a booking."""
        if self.as_if is None:
            return None
        return (
            f"judged as if its order were activated on {self.as_if}, with nothing on the order "
            "that the quote does not hand on"
        )

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Why the deal is not representable, in words of records that exist."""
        match self.translation:
            case Flagged(flags=flags):
                said = flags
            case Awaited() as awaited:
                said = (translation_forms.waiting(awaited),)
            case _:
                return ()
        return tuple(_told(one, self.draft.told) for one in said) if self.draft else said

    def form(self) -> translation_forms.Form:
        """Return the deal as a translation is told, with what the check says besides."""
        form = translation_forms.translation(self.translation)
        if self.draft:
            told = self.draft.told
            form["flags"] = [translation_forms.flag(one) for one in self.flags]
            for line in (one for document in form["documents"] for one in document["lines"]):
                line["source"] = told(line["source"])
        return {
            **form,
            "answer": self.answer.value,
            "warnings": list(self.warnings),
            "as_if_activated_on": self.as_if.isoformat() if self.as_if else None,
            "draft": self.says,
        }


def together(found: Sequence[Checked]) -> translation_forms.Form:
    """Return what was found of several deals, with the answer over all of them."""
    form = translation_forms.together([one.form() for one in found])
    return {"answer": worst(found).value, **form}


def _told(flag: Flag, told: Callable[[str], str]) -> Flag:
    """Return a flag in words of records that exist."""
    return replace(
        flag,
        says=told(flag.says),
        evidence=tuple(map(told, flag.evidence)),
        nearest=None if flag.nearest is None else told(flag.nearest),
    )


def worst(found: Iterable[Checked]) -> Answer:
    """Return the answer over several deals: that of the one that stands worst."""
    answers = {one.answer for one in found}
    return next((one for one in (Answer.NO, Answer.WITH_WARNINGS) if one in answers), Answer.YES)
