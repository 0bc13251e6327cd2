"""
A plan as approvals and publications name it: its digest, its totals, and what comes of the past.

It is read from the plan's JSON form, and written into the ledger: plans themselves may be lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from bridge.model.calendar import Period
from bridge.model.ids import Digest, RulebookVersion
from bridge.model.money import Currency, Money, total
from bridge.rulebooks.replay.closing import CLOSED, NONE_OPEN, Past

Form = Mapping[str, Any]

#: What stops a publication. A deal that cannot be translated does not: it is held with its amount.
_STOPPING = frozenset({CLOSED, NONE_OPEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What somebody who approves or publishes rules agrees to of a plan over all deals."""

    digest: Digest
    against: RulebookVersion  #: the rules that it compares with
    past: Past
    tried: int
    differing: int
    counts: Mapping[str, Form]  #: by kind of change, those that there are: deals and amounts
    #: What moves in closed periods, of what NetSuite has: period, currency and difference.
    closed: tuple[Form, ...]
    entries: tuple[Form, ...]  #: what is to be posted in the first open period

    def is_covered(self, by: "Agreed | None") -> bool:
        """Say whether it tells of closed periods nothing that another one did not tell."""
        said = {one["period"] for one in by.closed} if by and by.past is self.past else set()
        return said.issuperset(one["period"] for one in self.closed)

    def form(self) -> dict[str, object]:
        """Write it for the ledger."""
        return {
            "digest": self.digest,
            "against": self.against,
            "past": self.past.value,
            "tried": self.tried,
            "differing": self.differing,
            "counts": dict(self.counts),
            "closed": list(self.closed),
            "entries": list(self.entries),
        }

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read what was written."""
        return cls(
            digest=Digest(form["digest"]),
            against=RulebookVersion(form["against"]),
            past=Past(form["past"]),
            tried=form["tried"],
            differing=form["differing"],
            counts=form["counts"],
            closed=tuple(form["closed"]),
            entries=tuple(form["entries"]),
        )


def of_plan(form: Form) -> Agreed:
    """Return what is agreed to of a plan."""
    return Agreed(
        digest=Digest(form["digest"]),
        against=RulebookVersion(form["in_force"]),
        past=Past(form["past"]),
        tried=form["tried"],
        differing=form["differing"],
        counts={
            kind: {"deals": one["deals"], "amounts": one["amounts"]}
            for kind, one in form["counts"].items()
            if one["deals"]
        },
        closed=tuple(_by_period(form["closed"]["touched"])),
        entries=tuple(form["entries"]),
    )


def _by_period(touched: Iterable[Form]) -> Iterable[Form]:
    sums: dict[tuple[str, str], list[Money]] = {}
    for one in touched:
        moved = Money.parse(one["difference"], Currency(one["currency"]))
        sums.setdefault((one["period"], one["currency"]), []).append(moved)
    for (period, code), found in sorted(sums.items()):
        difference = total(found, Currency(code)).text()
        yield {"period": period, "currency": code, "difference": difference}


def stopping(form: Form) -> tuple[str, ...]:
    """Return why rules cannot be published by a plan, in sentences; nothing where they can."""
    return tuple(one["says"] for one in form["blockers"] if one["code"] in _STOPPING)


def closed_since(form: Form, periods: Sequence[Period]) -> tuple[str, ...]:
    """
    Return the periods that were open when a plan was made, are closed by now, and would be touched.

    Of what NetSuite did not have by then nothing is counted: the next plan tells of it.
    """
    closed = {one.name for one in periods if one.closed}
    known = {one["period"] for one in form["closed"]["touched"]}
    legs = (leg for change in form["changes"] for leg in change["periods"] if leg["posted"])
    return tuple(sorted({leg["period"] for leg in legs} & closed - known))
