"""Packages are sold, approved and merged: as soon as all of their orders are arranged."""

from collections.abc import Sequence

from bridge.flow.merging.approving import among
from bridge.flow.merging.approving import approve as agree
from bridge.model.document import State
from tests.stories.changes.test_a_year_told import approve, tell
from tests.stories.packages.test_combination import merges
from tests.stories.reconciling.drawing.played.people import ANA, agree_on_a_rate, named
from tests.stories.reconciling.drawing.sold.packages import Package
from tests.stories.stand import Stand


def sell_packages(stand: Stand, packages: Sequence[Package]) -> None:
    """Let the orders of packages arrive, of late ones the first."""
    for one in packages:
        stand.arrive(*one.records(0), *([] if one.is_late else one.records(1)))
    stand.sync()


def approve_package(stand: Stand, package: Package) -> None:
    """People approve the orders of a package that are there."""
    for name in package.orders[:1] if package.is_late else package.orders:
        _approve(stand, package, name)


def sell_the_rest(stand: Stand, late: Sequence[Package]) -> None:
    """Let the second orders of late packages arrive, and merge what is whole then."""
    if not late:
        return
    stand.arrive(*(record for one in late for record in one.records(1)))
    stand.sync()
    for one in late:
        _approve(stand, one, one.orders[1])
    tell(stand, "jobs", {"run": "update-arrangements"})
    merge_packages(stand)


def merge_packages(stand: Stand) -> None:
    """Agree to the merges of packages once they are asked for, and let them be made."""
    stand.sync()
    for one in merges(stand):
        if one.state is State.BLOCKED:
            agree(stand.ends.store, one.external_id, by=ANA, reason="one", entitled=among([ANA]))
    stand.sync()
    assert all(one.state is State.ACKNOWLEDGED for one in merges(stand))


def _approve(stand: Stand, package: Package, name: str) -> None:
    agree_on_a_rate(stand, package, name)
    approve(stand, "salesOrder", named(name))
