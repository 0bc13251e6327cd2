"""
Plans without books: records files by two rulebooks, as checks of a pull request make them.

What the rules in force make of the records counts as what NetSuite has.
"""

from collections.abc import Iterable, Iterator, Sequence

from bridge.flow.replaying.planning import Wanted
from bridge.mappers.read.seeds import Seed
from bridge.model.calendar import Period
from bridge.model.ids import DealId, digest
from bridge.rulebooks import bookings, difference
from bridge.rulebooks.replay import comparing, plan, result
from bridge.rulebooks.replay.comparing import Change
from bridge.rulebooks.replay.plan import Compared, Plan, Tally
from bridge.rulebooks.replay.result import Result
from bridge.rulebooks.replay.standing import Standing
from bridge.translate import Translation


def plan_of(wanted: Wanted, files: Sequence[Seed], periods: Sequence[Period]) -> Plan:
    """
    Try a draft on the bookings of records files; `periods` tells which of them are closed.

    Each file is a world of its own, with the deals of its contracts in their order.
    """
    rewritten = difference.rewritten(wanted.in_force.files, wanted.draft.files)
    changes: list[Change] = []
    told: list[object] = []
    for found, was, is_ in _pairs(wanted, files):
        stands = _standing(found, was, wanted)
        told.append([stands.deal, stands.booked.text(), was.mark.documents, was.mark.reasons])
        if comparing.differs(was.mark, is_.mark):
            changes.append(comparing.change(stands, was, is_, rewritten))
    versions = (wanted.draft.rulebook.version, wanted.in_force.rulebook.version)
    compared = Compared(
        draft=versions[0],
        in_force=versions[1],
        part="records",
        deals=digest(told),
        past=wanted.past,
    )
    return plan.plan(compared, Tally(tried=len(told)), changes, (), periods)


def _pairs(wanted: Wanted, files: Iterable[Seed]) -> Iterator[tuple[Translation, Result, Result]]:
    """Yield each deal that either version books, and what it comes to by the one and the other."""
    for seed in files:
        sides: list[dict[DealId, Translation]] = [
            {one.heading.id: one for one in bookings.translations(seed, edition.rulebook)}
            for edition in (wanted.in_force, wanted.draft)
        ]
        before, after = sides
        for deal in sorted(before.keys() | after.keys()):
            was, is_ = before.get(deal), after.get(deal)
            found = was or is_
            if found is not None:
                yield found, _result(was), _result(is_)


def _result(found: Translation | None) -> Result:
    return result.of(found) if found is not None else result.PASSED_OVER


def _standing(found: Translation, of: Result, wanted: Wanted) -> Standing:
    heading = found.heading
    return Standing(
        deal=heading.id,
        name=heading.name,
        customer=heading.account_name,
        contract=heading.contract,
        booked=heading.booked,
        booked_on=heading.booked_on,
        mark=of.mark,
        version=wanted.in_force.rulebook.version,
        posted=frozenset(name for name, _ in of.mark.documents),
    )
