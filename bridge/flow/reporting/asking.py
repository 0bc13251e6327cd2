"""What somebody asks a report for, and the evidence that every report gives."""

from dataclasses import dataclass, field

from bridge.adapters.store.database import Transaction
from bridge.flow.reporting.close import Terms
from bridge.model.calendar import Term
from bridge.reports.cutoff import Cutoff
from bridge.reports.table import Evidence
from bridge.rulebooks import road

#: How much of a version people compare by eye.
SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A look at the books for a report: up to when, and of which month where it is of one."""

    view: Transaction
    cutoff: Cutoff
    month: Term | None = None
    terms: Terms = field(default_factory=Terms)  #: of the close

    def evidence(self, population: str, filtered: str = "none", ties: str = "") -> Evidence:
        """Return the evidence of a report about a population, from which `filtered` was taken."""
        moment = self.cutoff.moment
        return Evidence(
            population=population,
            filter=filtered,
            as_of=moment,
            rulebook=self._rules(),
            ledger=self.view.reports.head_at(moment),
            ties=ties,
        )

    def _rules(self) -> str:
        moment = self.cutoff.moment
        entries = self.view.ledger.entries(deal=road.RULEBOOK, as_of=moment)
        holds = road.read(entries).in_force(moment)
        if holds is not None:
            return f"publication {holds.number}, version {holds.version}"
        judged = ", ".join(one[:SHORT] for one in self.view.reports.rulebooks())
        return f"none were published; deals were judged last by {judged or 'none'}"


def counted(number: int, noun: str) -> str:
    """
    Return a number with what it counts.

    >>> counted(1, "deal"), counted(1200, "deal")
    ('1 deal', '1,200 deals')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
