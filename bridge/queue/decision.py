"""
Decisions: what two people settled about a deal that the rules do not represent.

One proposes, another confirms. A decision holds for the deal as it was: one that changed since is
an exception again, and nothing is sent for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from bridge.ledger.judgement import Excluded, Flagged, Judgement, Waiting
from bridge.model.dossier import Override
from bridge.model.flags import Flag
from bridge.model.ids import Digest

#: JSON values: texts, whole numbers, nulls, and lists of them.
Form = Mapping[str, Any]
#: The code of a deal that changed after it was handled outside.
CHANGED_SINCE = "CHANGED_SINCE_DECIDED"


class Outcome(StrEnum):
    """What was decided."""

    OUTSIDE = "outside"  #: somebody made its record in NetSuite by hand
    REJECTED = "rejected"  #: it is no booking: a trial run, a duplicate
    GIVEN_BACK = "given_back"  #: NetSuite has its documents, and somebody gave them back by hand
    OVERRIDE = "override"  #: it is translated with what people gave where the rules have no answer

    @property
    def rule(self) -> str:
        """The name under which the ledger leaves its amount out."""
        return f"decision:{self.value}"


#: What somebody did in NetSuite by hand, with a record of its own.
_BY_HAND = frozenset({Outcome.OUTSIDE, Outcome.GIVEN_BACK})
#: What leaves nothing to be held of a deal that is gone, or that cannot be read.
_NO_BOOKING = frozenset({Outcome.REJECTED, Outcome.GIVEN_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The deal as it was when something was proposed."""

    deal: Digest  #: everything that was read of it, by the rules of that time
    dossier: Digest | None  #: where it can be read again; None where it could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one person wants to be decided."""

    outcome: Outcome
    by: str
    reason: str
    basis: Basis
    record: str | None = None  #: that stands for it, or gives it back: type and internal id
    overrides: tuple[Override, ...] = ()  #: what is given where the rules have no answer
    until: date | None = None  #: the last day on which an override holds

    def __post_init__(self) -> None:
        if (self.record is not None) != (self.outcome in _BY_HAND):
            raise ValueError(f"a deal is {self.outcome} with the record {self.record}")
        given = (bool(self.overrides), self.until is not None)
        if given != ((self.outcome is Outcome.OVERRIDE),) * 2:
            raise ValueError(f"a deal is {self.outcome} until {self.until} by {self.overrides}")

    @property
    def says(self) -> str:
        """What is to be known of it, in a line."""
        match self.outcome:
            case Outcome.OUTSIDE:
                what = f"handled outside as {self.record}"
            case Outcome.GIVEN_BACK:
                what = f"given back by hand as {self.record}"
            case Outcome.REJECTED:
                what = "rejected"
            case Outcome.OVERRIDE:
                what = f"overridden until {self.until} ({self.gives})"
        return f"{what}: {self.reason}"

    @property
    def gives(self) -> str:
        """What is given where the rules have no answer, each thing once."""
        told = (
            f"{one.rule}: {name} is {cell}"
            for one in self.overrides
            for name, cell in sorted(one.outputs.items())
        )
        return ", ".join(dict.fromkeys(told))

    def holds_on(self, day: date) -> bool:
        """Say whether a day is not behind its last one."""
        return self.until is None or day <= self.until

    def form(self) -> dict[str, Any]:
        """Write it."""
        return {
            "outcome": self.outcome.value,
            "by": self.by,
            "reason": self.reason,
            "record": self.record,
            "deal": self.basis.deal,
            "dossier": self.basis.dossier,
            **self._given(),
        }

    def _given(self) -> dict[str, Any]:
        if self.until is None:
            return {}
        given = [one.form() for one in self.overrides]
        return {"overrides": given, "until": self.until.isoformat()}

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read a written one. Raises ValueError or KeyError where it is not whole."""
        return cls(
            outcome=Outcome(form["outcome"]),
            by=form["by"],
            reason=form["reason"],
            record=form["record"],
            basis=Basis(deal=Digest(form["deal"]), dossier=form["dossier"]),
            overrides=tuple(map(Override.parse, form.get("overrides", ()))),
            until=date.fromisoformat(form["until"]) if "until" in form else None,
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal that another person confirmed, or that needed no second person."""

    proposal: Proposal
    confirmed_by: str | None  #: None: it counted at once

    def form(self) -> dict[str, Any]:
        """Write it."""
        return {**self.proposal.form(), "confirmed_by": self.confirmed_by}

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read a written one. Raises ValueError or KeyError where it is not whole."""
        return cls(Proposal.parse(form), form["confirmed_by"])


@dataclass(frozen=True, slots=True)
class Decided:
    """
    A decision that stands for a deal, with the number of the exception about which it was made.

    `anew` is the digest of the deal as the present rules read what was decided about; None where
    that could not be read.
    """

    number: int
    decision: Decision
    anew: Digest | None

    def is_about(self, judged: Judgement) -> bool:
        """Say whether a deal is still the one that was decided about."""
        return self.anew is not None and self.anew == judged.deal.digest


def decided(judged: Judgement, standing: Sequence[Decided]) -> Judgement:
    """
    Put what was decided in the place of a judgement; `standing` has the last decision first.

    Nothing is sent for a deal that was decided to stay out: one that changed since is flagged
    until it is decided about again, or the decision is revoked. An override is in the judgement
    already, as long as it holds; that one no longer does is said where the deal is flagged.
    """
    if not standing or isinstance(judged, Waiting):
        return judged
    out = [one for one in standing if one.decision.proposal.outcome is not Outcome.OVERRIDE]
    if not out:
        return _said(judged, [one for one in standing if not one.is_about(judged)])
    same = next((one for one in out if _holds(one, judged)), None)
    if same is None:
        return Flagged(deal=judged.deal, flags=(_changed(out[0], judged),), basis=judged.basis)
    proposal, second = same.decision.proposal, same.decision.confirmed_by
    return Excluded(
        deal=judged.deal,
        rule=proposal.outcome.rule,
        says=f"{proposal.says} ({proposal.by}, confirmed by {second})",
        basis=judged.basis,
    )


def _said(judged: Judgement, ended: Sequence[Decided]) -> Judgement:
    """Let a flagged deal say which overrides ended because it changed."""
    if not ended or not isinstance(judged, Flagged):
        return judged
    return replace(judged, flags=(*judged.flags, *(_changed(one, judged) for one in ended)))


def _holds(one: Decided, judged: Judgement) -> bool:
    if one.is_about(judged):
        return True
    # That an order is gone, or cannot be read, changes nothing where it is no booking.
    return one.decision.proposal.outcome in _NO_BOOKING and judged.basis.dossier is None


def _changed(one: Decided, judged: Judgement) -> Flag:
    return Flag(
        CHANGED_SINCE,
        f"the deal changed after it was {one.decision.proposal.says}; decide about it as it is "
        f"now, or take that back with `bridge exceptions revoke {one.number}`",
        (f"exception {one.number}",),
        judged.deal.booked,
    )
