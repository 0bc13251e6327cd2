"""Packages of which a contract is missing: left out of the books, or not there for too long."""

from bridge.model.deal import Deal
from bridge.model.dossier import Package
from bridge.model.flags import Flag
from bridge.model.packages.package import packaged


def flags(deal: Deal, package: Package) -> tuple[Flag, ...]:
    """
    Return the flag of the last contract that is in the books, where one will hardly come.

    What is left out counts where the others are fewer than they say: another may have come for it.
    """
    declared = packaged(deal)
    here = 1 + sum(one.out is None for one in package.members)
    wanted = (declared.contracts if declared else None) or 0
    out = [one for one in package.members if one.out is not None]
    if here >= wanted or not (out or package.overdue_after_days):
        return ()
    has = f"the package {package.name} has {here} of {wanted} contracts in the books"
    told = "; ".join(f"{one.name} is not among them ({one.out})" for one in out)
    why = told or f"for {package.overdue_after_days} days no other has come"
    return (
        Flag(
            "PACKAGE_INCOMPLETE",
            f"{has}, and {why}: they are not merged",
            (f"deal {deal.id}", *(f"deal {one.deal}" for one in out)),
            deal.booked,
            nearest="say of how many contracts the package is without it, or take the package off "
            "where one is left",
        ),
    )
