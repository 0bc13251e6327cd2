"""What the table of corrections is asked: what changed, and what NetSuite did with the order."""

from collections.abc import Mapping

from bridge.mappers import facts, judge
from bridge.mappers.correct.differing import Differences
from bridge.mappers.correct.held import HeldOrder
from bridge.mappers.correct.staying import Case
from bridge.model.deal import Correction, Deal
from bridge.rules.rulebook import Decision, Rulebook, Undecided

#: What the deal of a change is called among its facts.
_DEAL = "deal"


def asked(
    case: Case, known: Mapping[str, object], order: HeldOrder, told: Differences
) -> dict[str, object]:
    """
    Return the facts of a change.

    `known` are those of its deal; `told` is what differs from the order as it was when the deal was
    the one before, so that the same is asked while its correction is under way.
    """
    return {
        "difference": (case.deal.booked - case.ordered).decimal(),
        **told.kinds,
        "is_approved": order.approved,
        "is_billed": order.billed,
        "is_recognised": case.posted.recognised,
        "days_acknowledged": case.posted.days,
        _DEAL: known,
    }


def decision(
    change: Mapping[str, object], deal: Deal, rulebook: Rulebook
) -> Decision | Undecided | None:
    """Ask what becomes of an order whose deal changed; None where the rules have no such table."""
    if facts.CORRECTION not in rulebook.tables:
        return None
    return rulebook.table(facts.CORRECTION, change, deal.booked_on)


def correction(found: Decision | Undecided | None) -> Correction:
    """Return what was decided: that a person decides, where it was not."""
    if not isinstance(found, Decision):
        return Correction.REVIEW
    return Correction(str(found.outputs[facts.CORRECTION]))


def steps(order: HeldOrder, found: Decision | Undecided | None) -> tuple[judge.Step, ...]:
    """Return what was asked and said, for the trace."""
    return () if found is None else judge.steps(f"order {order.name}", found)


def says(found: Decision | Undecided | None) -> tuple[str, ...]:
    """Return what the rules said, for the evidence of an exception."""
    match found:
        case None:
            return ()
        case Undecided(says=said, rule=rule):
            return (f"{rule}: {said}",)
        case Decision(rule=rule):
            return (f"{rule}: a person decides",)
