"""An explanation as a value: one sentence, what leads up to it, and whether it still comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.model.money import Money


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known, and under which reference it is explained itself."""

    name: str
    says: str
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence; an operand of it has the reference that explains it in turn."""

    says: str
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One step on the way from the source to the number, with what is known of it."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """
    What a reference stands for, in one sentence, and everything that it rests on.

    `recomputed` says whether the deal, translated once more, gives what was recorded: None where
    nothing was kept that could be translated, or where people or what NetSuite has stand in the
    place of what the rules say.
    """

    ref: str
    phrases: tuple[Phrase, ...]  #: put together they are the sentence
    chapters: tuple[Chapter, ...]
    recomputed: bool | None
    verdict: str  #: the same, in a sentence
    amount: Money | None  #: None of what is no amount
    #: What it comes to now; None where documents are compared instead, by their digests.
    again: Money | None = None

    @property
    def sentence(self) -> str:
        """What the reference stands for."""
        return "".join(one.says for one in self.phrases)

    def form(self) -> dict[str, object]:
        """Return it as JSON; other tools rely on these keys."""
        return {
            "ref": self.ref,
            "sentence": self.sentence,
            "operands": [
                {"says": one.says, "ref": one.ref} for one in self.phrases if one.ref is not None
            ],
            "amount": self.amount.text() if self.amount is not None else None,
            "currency": self.amount.currency.code if self.amount is not None else None,
            "recomputed_amount": self.again.text() if self.again is not None else None,
            "steps": [
                {
                    "title": chapter.title,
                    "facts": [
                        {"name": one.name, "says": one.says, "ref": one.ref}
                        for one in chapter.facts
                    ],
                }
                for chapter in self.chapters
            ],
            "recomputed": self.recomputed,
            "verdict": self.verdict,
        }


@dataclass(slots=True)
class Chapters:
    """Chapters in the making; what has nothing to tell is left out."""

    _made: list[Chapter] = field(default_factory=list)

    def add(self, title: str, *facts: Fact | None) -> None:
        """Add a chapter with the facts that there are."""
        held = tuple(one for one in facts if one is not None)
        if held:
            self._made.append(Chapter(title, held))

    def done(self) -> tuple[Chapter, ...]:
        """Return the chapters."""
        return tuple(self._made)


def listed(values: Mapping[str, object], ref: str | None = None) -> tuple[Fact, ...]:
    """Return the values that are there as facts, by name."""
    return tuple(
        Fact(name, str(value), ref) for name, value in values.items() if value not in (None, "")
    )
