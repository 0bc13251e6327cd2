"""
Decisions: what two people settled about a deal that the rules do not represent.

One proposes, another confirms. A decision holds for the deal as it was: where the deal changed
since, what was made outside is looked at again, and what was rejected is judged like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from bridge.ledger.judgement import Excluded, Flagged, Judgement, Waiting
from bridge.model.flags import Flag
from bridge.model.ids import Digest, RulebookVersion, digest
from bridge.model.money import Money

#: JSON values: texts, whole numbers, nulls, and lists of them.
Form = Mapping[str, Any]
#: The code of a deal that changed after it was handled outside.
CHANGED_SINCE = "CHANGED_SINCE_DECIDED"


class Outcome(StrEnum):
    """What was decided."""

    OUTSIDE = "outside"  #: somebody made its record in NetSuite by hand
    REJECTED = "rejected"  #: it is no booking: a trial run, a duplicate

    @property
    def rule(self) -> str:
        """The name under which the ledger leaves its amount out."""
        return f"decision:{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The deal as it was when something was proposed."""

    substance: Digest  #: customer, amount, day and kind
    deal: Digest  #: everything that was read of it
    rulebook: RulebookVersion | None  #: by which it was read

    def is_of(self, judged: Judgement) -> bool:
        """Say whether a deal is still the same, as far as two readings of it can be compared."""
        deal = judged.deal
        told = (deal.account_name, deal.kind, deal.contract)
        if self.substance != substance(deal.booked, deal.booked_on, *told):
            return False
        # Other rules may read more or less of the same deal.
        return self.rulebook != judged.basis.rulebook or self.deal == deal.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one person wants to be decided."""

    outcome: Outcome
    by: str
    reason: str
    basis: Basis
    record: str | None = None  #: of what was handled outside: type and internal id in NetSuite

    def __post_init__(self) -> None:
        if (self.record is not None) != (self.outcome is Outcome.OUTSIDE):
            raise ValueError(f"a deal is {self.outcome} with the record {self.record}")

    @property
    def says(self) -> str:
        """What is to be known of it, in a line."""
        what = f"handled outside as {self.record}" if self.record else "rejected"
        return f"{what}: {self.reason}"

    def form(self) -> dict[str, Any]:
        """Write it."""
        return {
            "outcome": self.outcome.value,
            "by": self.by,
            "reason": self.reason,
            "record": self.record,
            "substance": self.basis.substance,
            "deal": self.basis.deal,
            "rulebook": self.basis.rulebook,
        }

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read a written one. Raises ValueError or KeyError where it is not whole."""
        rulebook = form["rulebook"]
        return cls(
            outcome=Outcome(form["outcome"]),
            by=form["by"],
            reason=form["reason"],
            record=form["record"],
            basis=Basis(
                substance=Digest(form["substance"]),
                deal=Digest(form["deal"]),
                rulebook=RulebookVersion(rulebook) if rulebook else None,
            ),
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal that another person confirmed."""

    proposal: Proposal
    confirmed_by: str

    def form(self) -> dict[str, Any]:
        """Write it."""
        return {**self.proposal.form(), "confirmed_by": self.confirmed_by}

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read a written one. Raises ValueError or KeyError where it is not whole."""
        return cls(Proposal.parse(form), form["confirmed_by"])


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, with the number of the exception about which it was made."""

    number: int
    decision: Decision


def substance(
    booked: Money, booked_on: date | None, account_name: str, kind: str, contract: str
) -> Digest:
    """Return what tells two deals apart by what every reading of them knows."""
    return digest(
        {
            "account": account_name,
            "booked": [booked.text(), booked.currency.code],
            "booked_on": booked_on,
            "kind": kind,
            "contract": contract,
        }
    )


def decided(judged: Judgement, found: Decided | None) -> Judgement:
    """
    Put a decision in the place of a judgement.

    Nothing is ever sent for a deal that was handled outside: a deal that changed since is flagged
    until the decision is revoked.
    """
    if found is None or isinstance(judged, Waiting):
        return judged
    decision, proposal = found.decision, found.decision.proposal
    if proposal.basis.is_of(judged):
        return Excluded(
            deal=judged.deal,
            rule=proposal.outcome.rule,
            says=f"{proposal.says} ({proposal.by}, confirmed by {decision.confirmed_by})",
            basis=judged.basis,
        )
    if proposal.outcome is Outcome.REJECTED:
        return judged
    flag = Flag(
        CHANGED_SINCE,
        f"the deal changed after it was {proposal.says}; correct {proposal.record} in NetSuite and "
        f"decide again, or take it back with `bridge exceptions revoke {found.number}`",
        (f"exception {found.number}",),
        judged.deal.booked,
    )
    return Flagged(deal=judged.deal, flags=(flag,), basis=judged.basis)
