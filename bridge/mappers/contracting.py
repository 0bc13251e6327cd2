"""
How a deal stands beside what was sold before or with it: what the rules say, or flags.

A deal that changes a contract is asked for its modification, one that opens a contract of a package
for its combination; any other stands by itself, and nobody is asked.
"""

from collections.abc import Mapping

from bridge.mappers import facts
from bridge.mappers.judge import BY_ITSELF, Modified, flags
from bridge.model.deal import Combination, Deal, DealKind, Modification
from bridge.model.flags import Flag
from bridge.model.packages.package import packaged
from bridge.rules.rulebook import Decision, Rulebook, Undecided


def modification(
    deal: Deal, known: Mapping[str, object], rulebook: Rulebook
) -> Decision | Undecided | None:
    """
    Ask how a change of a contract is accounted for, or a contract that was sold in a package.

    None: by itself, nobody asks.
    """
    table = facts.COMBINATION if packaged(deal) else facts.MODIFICATION
    by_itself = deal.kind is DealKind.NEW and not packaged(deal)
    if by_itself or table not in rulebook.tables:
        return None
    return rulebook.table(table, known, deal.booked_on)


def subject(deal: Deal) -> str:
    """Return what that is asked of, as the trace names it."""
    declared = packaged(deal)
    return f"package {declared.name}" if declared else f"contract {deal.contract}"


def modified(deal: Deal, found: Decision | Undecided | None) -> Modified | tuple[Flag, ...]:
    """Return how a change is accounted for, or flags where that is open."""
    match found:
        case None:
            return BY_ITSELF
        case Undecided():
            return flags(found, deal.booked, deal.id)
        case Decision():
            how = _outcome(found)
    if how is Combination.REVIEW:
        return (_unreviewed_package(deal, found),)
    if how is not Modification.REVIEW:
        return Modified(how, found.rule)
    says = (
        f"{found.rule} leaves it to a person how {deal.booked} are accounted for beside what was "
        "sold before: by themselves, prospectively, or with catch-up"
    )
    return (Flag("MODIFICATION_REVIEW", says, (deal.id, found.rule), deal.booked),)


def _outcome(found: Decision) -> Modification | Combination:
    if facts.COMBINATION in found.outputs:
        return Combination(str(found.outputs[facts.COMBINATION]))
    return Modification(str(found.outputs[facts.MODIFICATION]))


def _unreviewed_package(deal: Deal, found: Decision) -> Flag:
    declared = packaged(deal)
    says = (
        f"{found.rule} leaves it to a person whether {deal.name} and the other contracts of the "
        f"package {declared.name if declared else ''} count as one"
    )
    return Flag(
        "PACKAGE_REVIEW",
        says,
        (deal.id, found.rule),
        deal.booked,
        nearest="sell it by itself: take the package off the order",
    )
