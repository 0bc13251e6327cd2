"""
What Salesforce shows of a quote, an order or an opportunity now, judged by the rules in force.

It is read as a pass reads a deal, by the same steps, with what the books know of its contract; the
frame is the one in which a deal was judged last. Nothing is written, neither here nor there.
"""

from dataclasses import replace

from bridge.errors import Misconfigured
from bridge.flow import frames
from bridge.flow.checking import settled
from bridge.flow.checking.checked import Checked
from bridge.flow.earlier import Earlier
from bridge.flow.merging.packages import Wait
from bridge.flow.sales import claims
from bridge.flow.sales.knowing import Knowing
from bridge.flow.sync.ends import Ends
from bridge.mappers import dossiers, roots
from bridge.mappers.drafts import drafting
from bridge.mappers.drafts.draft import Draft
from bridge.mappers.read.values import day_of
from bridge.model.dossier import Dossier, Frame
from bridge.model.ids import eighteen
from bridge.model.record import Record
from bridge.rules.rulebook import Rulebook

_ACT = "name a quote, an order or an opportunity that the integration user may see"


def of_record(ends: Ends, record_id: str, rulebook: Rulebook, *, waits_days: int) -> Checked:
    """
    Check a record of the org; a quote, an open order or opportunity as if it were booked today.

    An opportunity stands for its primary or synced quote, a quote that was ordered for its order.
    `waits_days` is for how long the contracts of a package wait for the others; 0: for ever.
    Raises Misconfigured for what is none of these, or can book nothing; else as any read.
    """
    root, records = _found(ends, _whole(record_id))
    frame = _frame(ends, rulebook)
    known = Knowing(
        store=ends.store,
        netsuite=ends.netsuite,
        rulebook=rulebook,
        wait=Wait(now=ends.clock(), days=waits_days),
    )
    today = day_of(ends.clock().isoformat(), frame.time_zone) or ends.clock().date()
    if root.type not in drafting.QUOTES and dossiers.is_booking(root):
        alone = dossiers.of_order(root, records, (), frame)
        return _checked(ends, alone, known)
    draft = drafting.drafted(root, records, rulebook, today)
    alone = dossiers.of_order(draft.root, draft.records, (), frame)
    _may_book(alone, draft, rulebook)
    return replace(_checked(ends, alone, known), draft=draft, as_if=today)


def _whole(record_id: str) -> str:
    try:
        return eighteen(record_id.strip())
    except ValueError as error:
        raise Misconfigured(
            "this is no id of Salesforce: these have 15 or 18 letters and digits",
            where=f"id {record_id[:40]!r}",
            act=_ACT,
        ) from error


def _found(ends: Ends, record_id: str) -> tuple[Record, tuple[Record, ...]]:
    """Return the record that is judged, and all that belongs to it."""
    object_ = drafting.object_of(record_id)
    root, records = _read(ends, object_, record_id)
    goes_on = drafting.goes_on_with(root) if root.type == roots.OPPORTUNITY.object else None
    if goes_on and not dossiers.is_booking(root):
        root, records = _read(ends, *goes_on)
    ordered = drafting.booked_as(root, records) if root.type in drafting.QUOTES else None
    return _read(ends, roots.ORDER.object, ordered.id) if ordered else (root, records)


def _read(ends: Ends, object_: str, record_id: str) -> tuple[Record, tuple[Record, ...]]:
    beginning = (record_id,) if object_ in roots.ROOTS else ()
    records = ends.salesforce.collect(drafting.graph(object_, record_id), beginning)
    root = next((one for one in records if one.id == record_id), None)
    if root is None:
        says = "Salesforce shows no quote, order or opportunity of this id"
        raise Misconfigured(says, where=f"id {record_id}", act=_ACT)
    return root, records


def _frame(ends: Ends, rulebook: Rulebook) -> Frame:
    """Return the frame of what was judged last; before the first both systems are asked."""
    with ends.store.reading() as view:
        known = view.dossiers.latest_frame()
    source = rulebook.source(dossiers.BY_OPPORTUNITY)
    return known or frames.read(ends.salesforce, ends.netsuite, source)


def _may_book(alone: Dossier, draft: Draft, rulebook: Rulebook) -> None:
    source = rulebook.source(alone.model)
    if draft.root.type == roots.OPPORTUNITY.object and not dossiers.counts(alone, source):
        raise Misconfigured(
            "the rules say that orders book sales of this kind, and the opportunity has no quote "
            "that it goes on with",
            where=f"id {draft.root.id}",
            act="check its quote, or make one primary",
        )


def _checked(ends: Ends, alone: Dossier, known: Knowing) -> Checked:
    """Judge what was read, with the other records of its sale and all that a pass knows."""
    now = ends.clock()
    earlier = Earlier(ends.store, ends.netsuite, now.date())
    dossier = known.of(claims.added(ends.store, alone), earlier)
    return settled.checked(ends.store, dossier, known.rulebook, now)
