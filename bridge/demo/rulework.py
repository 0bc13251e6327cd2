"""What the people of the company do about rules: those in force, a draft, and one in the making."""

from collections.abc import Mapping

from bridge.adapters.store.database import Store
from bridge.demo.cast import CAST
from bridge.flow.replaying import keeping
from bridge.flow.replaying.planning import Planning, Wanted
from bridge.flow.rulebook import editions, publishing
from bridge.flow.rulebook.editions import Edition
from bridge.flow.rulebook.publishing import Publishing
from bridge.flow.rulebook.workbench import Workbench
from bridge.model.calendar import Clock
from bridge.people.roles import Role

_RULES_ADMIN, _APPROVER = CAST[Role.RULES_ADMIN], CAST[Role.APPROVER]
_ITEMS, _TERMS = "items.yaml", "terms.yaml"
#: The rows behind which the people put others.
_LAST_ITEM = "  - [API, API-CALLS, ON_USE]\n"
_LAST_TERMS = "  - [Net 90, NET-90]\n"
_NEW_ITEM = (
    "  # sold to those who have seats; revenue comes with time, as theirs does\n"
    "  - [AI-ASSIST, SUB-ULT, STRAIGHT_LINE_EVEN]\n"
)
_NEW_TERMS = "  - [Net 75, NET-75]\n"


def _are_ours(rules: Mapping[str, str]) -> bool:
    """Say whether rules are those that the company of the demo works by, and not somebody's own."""
    return _LAST_ITEM in rules.get(_ITEMS, "") and _LAST_TERMS in rules.get(_TERMS, "")


def go_live(store: Store, clock: Clock, edition: Edition) -> None:
    """Publish the rules by which the quarter is booked; rules of somebody's own are left alone."""
    if _are_ours(edition.files):
        admin = Publishing(store, clock, _RULES_ADMIN)
        drafted = admin.draft(edition.files, "The policies of 2026, as they were written down")
        approver = Publishing(store, clock, _APPROVER)
        approver.approve(str(drafted.number), "Read against the policy book, row by row")
        approver.publish(str(drafted.number))


def propose(store: Store, clock: Clock, edition: Edition) -> None:
    """Draft the row that the new product lacks, which waits for approval, and begin another."""
    if not _are_ours(edition.files):
        return
    text = edition.files[_ITEMS].replace(_LAST_ITEM, _LAST_ITEM + _NEW_ITEM)
    reason = "Northlight Assist is sold since August; its revenue comes with time."
    Publishing(store, clock, _RULES_ADMIN).draft({**edition.files, _ITEMS: text}, reason)
    bench = Workbench(store, clock, _RULES_ADMIN)
    copy = bench.begin("Net 75, as the new framework agreements have it", edition)
    text = edition.files[_TERMS].replace(_LAST_TERMS, _LAST_TERMS + _NEW_TERMS)
    bench.save_text(copy.number, copy.revision, _TERMS, text)


def plan(store: Store, edition: Edition) -> None:
    """Make the plan of the draft that waits, over all deals, unless there is one."""
    with store.reading() as view:
        waiting = [one for one in publishing.road_of(view).drafts.values() if not one.approved]
        due = [one for one in waiting if view.plans.latest(one.version) is None]
        files = [publishing.files_of(view, one.version) for one in due]
    for texts in files:
        wanted = Wanted(draft=editions.of_files(texts), in_force=edition)
        keeping.keep(store, keeping.made(Planning(store=store), wanted), _RULES_ADMIN)
