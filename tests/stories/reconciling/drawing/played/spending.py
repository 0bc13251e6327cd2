"""People post the journals of prepaid credits that the bridge proposes, and say so."""

from bridge.flow.journals import note_posted
from bridge.model.ids import ExternalId
from tests.stories.changes.test_a_year_told import approve
from tests.stories.reconciling.drawing.histories import Journal
from tests.stories.reconciling.drawing.played.people import make_a_journal
from tests.stories.reconciling.drawing.sold.credits import Prepaid
from tests.stories.stand import Stand, order


def rated(told: Prepaid) -> str:
    """The order of what goes beyond the credits."""
    return f"bridge-{order(told.order)}-so-20260101"


def use(stand: Stand, told: Prepaid) -> None:
    """Approve what was ordered, and post what is to be posted by now."""
    approve(stand, "salesOrder", f"bridge-{order(told.order)}-so-1")
    if any(told.beyond):
        approve(stand, "salesOrder", rated(told))
    for at in sorted(told.posted):
        minor = told.proposed[at]
        if minor:
            memo = "draws of the month"
            made = Journal(minor=minor, currency=told.currency, month=at + 1, memo=memo, day=28)
            number = make_a_journal(stand, made)
            name = ExternalId(f"bridge-{order(told.order)}-pj-2026{at + 1:02}01")
            note_posted(stand.ends.store, stand.ends.netsuite, name, number, "Ana")
