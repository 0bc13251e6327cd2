"""
The road of a rulebook: drafted by one person, approved by another, published from a moment on.

All of it stands in the ledger; the road is read from its entries and kept nowhere else. Versions
are addressed by content, so a changed draft is another version and its approval does not hold for
it; nor does it for another moment. A draft is made against the version that was published last;
once another was published, it has lapsed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bridge.errors import Misconfigured
from bridge.ledger.entries import Draft as Unwritten
from bridge.ledger.entries import Entry, EntryKind
from bridge.ledger.person import same_person
from bridge.model.ids import DealId, RulebookVersion
from bridge.rulebooks.replay.agreed import Agreed

#: What entries of the ledger that are about the rulebook name in place of a deal.
RULEBOOK = DealId("rulebook")
#: How much of a version tells it from others.
_PREFIX_MIN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who said something, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A version that its author wants to be published."""

    number: int
    version: RulebookVersion
    drafted: Said
    base: int  #: the number of the publication that it was made against, 0 for none
    holds_from: datetime | None = None  #: from when it is to hold; None: once it is published
    reverts_to: int | None = None  #: the publication whose rules it brings back
    clears: tuple[int, ...] = ()  #: the exceptions for which it was drafted
    approved: Said | None = None
    plan: Agreed | None = None  #: with which it was approved; None: nobody had looked
    published: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an author wants of a draft besides that it holds."""

    holds_from: datetime | None = None
    reverts_to: int | None = None
    clears: tuple[int, ...] = ()


AT_ONCE = Wish()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A version that is in force from a moment on, until a later one is."""

    number: int
    draft: int
    version: RulebookVersion
    published: Said
    in_force_from: datetime
    plan: Agreed | None = None  #: the last one over all deals when it was published


@dataclass(frozen=True, slots=True)
class Road:
    """Every draft and publication so far, by number, which counts from 1."""

    drafts: Mapping[int, Draft] = field(default_factory=dict)
    publications: Mapping[int, Publication] = field(default_factory=dict)

    def in_force(self, at: datetime) -> Publication | None:
        """
        Return the publication that holds at a moment; None before the first.

        What has begun by the ledger stays so, also where a clock was set back since.
        """
        present = max([at, *(one.published.at for one in self.publications.values())])
        begun = [one for one in self.publications.values() if one.in_force_from <= present]
        return max(begun, key=lambda one: one.number, default=None)

    def replaced_by(self, number: int) -> int | None:
        """Return the publication because of which an earlier one, put off, never comes to hold."""
        put_off = self.publications[number].in_force_from
        later = (one for one in self.publications.values() if one.number > number)
        return next((one.number for one in later if one.in_force_from <= put_off), None)

    def is_open(self, draft: Draft) -> bool:
        """Say whether a draft can still be approved and published."""
        return draft.published is None and draft.base == len(self.publications)

    def open_draft(self, version: RulebookVersion, holds_from: datetime | None) -> Draft | None:
        """
        Return the draft of a version for a moment that can still be published.

        Where no moment is given, an approved draft for any moment serves: it was agreed on.
        """
        found = [
            one for one in self.drafts.values() if one.version == version and self.is_open(one)
        ]
        agreed = [one for one in found if one.approved is not None and holds_from is None]
        exact = [one for one in found if one.holds_from == holds_from]
        return next(iter((*reversed(agreed), *reversed(exact))), None)

    def draft_of(self, named: str) -> Draft:
        """
        Return the latest draft with a number, or with the beginning of a version.

        Raises Misconfigured if there is none, or several versions begin like that.
        """
        named = named.strip().casefold()
        if named.isascii() and named.isdigit() and len(named) < _PREFIX_MIN:
            found = [self.drafts[int(named)]] if int(named) in self.drafts else []
        elif len(named) >= _PREFIX_MIN:
            found = [one for one in self.drafts.values() if one.version.startswith(named)]
        else:
            found = []
        if len({one.version for one in found}) != 1:
            raise Misconfigured(
                "several versions begin like that" if found else "there is no such draft",
                where=f"draft {named}",
                act=f"take its number, or {_PREFIX_MIN} characters of its version, from "
                "`bridge rules history`",
            )
        return found[-1]


def read(entries: Iterable[Entry]) -> Road:
    """Read the road from the ledger's entries about the rulebook."""
    drafts: dict[int, Draft] = {}
    publications: dict[int, Publication] = {}
    for entry in entries:
        told: Mapping[str, Any] = entry.payload
        said = Said(by=entry.actor, at=entry.at, reason=str(told.get("reason", "")))
        match entry.kind:
            case EntryKind.RULES_DRAFTED:
                drafts[told["draft"]] = Draft(
                    number=told["draft"],
                    version=RulebookVersion(entry.refs["rulebook"]),
                    drafted=said,
                    base=told["base"],
                    holds_from=_moment(told.get("holds_from")),
                    reverts_to=told.get("reverts_to"),
                    clears=tuple(told.get("clears", ())),
                )
            case EntryKind.RULES_APPROVED:
                drafts[told["draft"]] = replace(
                    drafts[told["draft"]], approved=said, plan=_plan(told)
                )
            case EntryKind.RULES_PUBLISHED:
                drafts[told["draft"]] = replace(
                    drafts[told["draft"]], published=told["publication"]
                )
                publications[told["publication"]] = Publication(
                    number=told["publication"],
                    draft=told["draft"],
                    version=RulebookVersion(entry.refs["rulebook"]),
                    published=said,
                    in_force_from=datetime.fromisoformat(told["in_force_from"]),
                    plan=_plan(told),
                )
    return Road(drafts, publications)


def _moment(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)


def _plan(told: Mapping[str, Any]) -> Agreed | None:
    found = told.get("plan")
    return Agreed.parse(found) if found is not None else None


def drafted(road: Road, version: RulebookVersion, reason: str, wish: Wish = AT_ONCE) -> Unwritten:
    """Return the entry of a new draft; Misconfigured without a reason."""
    told: dict[str, object] = {
        "draft": len(road.drafts) + 1,
        "base": len(road.publications),
        "reason": _stated(reason, "a draft"),
    }
    if wish.holds_from is not None:
        told["holds_from"] = wish.holds_from.isoformat()
    if wish.reverts_to is not None:
        told["reverts_to"] = wish.reverts_to
    if wish.clears:
        told["clears"] = list(wish.clears)
    return _entry(EntryKind.RULES_DRAFTED, version, told)


def approved(
    road: Road, draft: Draft, by: str, reason: str, plan: Agreed | None = None
) -> Unwritten:
    """
    Return the entry of an approval, with the plan that was looked at.

    A draft is approved again where its plan says of closed periods what was not agreed to. Raises
    Misconfigured if it has lapsed or was published, was approved so, or if its author approves it.
    """
    where = f"draft {draft.number}"
    _require_open(road, draft)
    if draft.approved is not None and (plan is None or plan.is_covered(draft.plan)):
        raise Misconfigured(
            f"{draft.approved.by} approved it already", where=where, act="publish it"
        )
    if same_person(by, draft.drafted.by):
        raise Misconfigured(
            f"{draft.drafted.by} wrote it, and nobody approves rules of their own",
            where=where,
            act="ask another person to approve it",
        )
    told = {"draft": draft.number, "reason": _stated(reason, "an approval")}
    return _entry(EntryKind.RULES_APPROVED, draft.version, told, plan)


def published(road: Road, draft: Draft, now: datetime, plan: Agreed | None = None) -> Unwritten:
    """
    Return the entry of a publication, which holds from the draft's moment on.

    Where that has passed meanwhile it holds from now on: what was decided under the rules of a day
    stays as it was decided. Raises Misconfigured if the draft has lapsed or is not approved, or not
    with what its plan says of closed periods.
    """
    _require_open(road, draft)
    if draft.approved is None:
        raise Misconfigured(
            "nobody has approved it",
            where=f"draft {draft.number}",
            act=f"let a person other than {draft.drafted.by} approve it: "
            f"`bridge rules approve {draft.number}`",
        )
    if plan is not None and not plan.is_covered(draft.plan):
        raise Misconfigured(
            f"plan {plan.digest[:12]} reaches closed periods ({plan.past.value}), and "
            f"{draft.approved.by} approved it without that",
            where=f"draft {draft.number}",
            act=f"let a person other than {draft.drafted.by} approve it "
            f"again: `bridge rules approve {draft.number}`",
        )
    told = {
        "draft": draft.number,
        "publication": len(road.publications) + 1,
        "in_force_from": max(draft.holds_from or now, now).isoformat(),
        "reason": draft.drafted.reason,
    }
    return _entry(EntryKind.RULES_PUBLISHED, draft.version, told, plan)


def _require_open(road: Road, draft: Draft) -> None:
    if draft.published is not None:
        raise Misconfigured(
            f"it was published as number {draft.published}",
            where=f"draft {draft.number}",
            act="draft a new one, or bring an earlier version back with `bridge rules revert`",
        )
    if not road.is_open(draft):
        raise Misconfigured(
            f"it has lapsed: number {len(road.publications)} was published since it was drafted",
            where=f"draft {draft.number}",
            act="look at the difference, and draft it again",
        )


def _stated(reason: str, what: str) -> str:
    if not reason.strip():
        raise Misconfigured(
            f"{what} needs a reason", where="--reason", act="say why, in a sentence"
        )
    return reason.strip()


def _entry(
    kind: EntryKind,
    version: RulebookVersion,
    told: Mapping[str, object],
    plan: Agreed | None = None,
) -> Unwritten:
    refs: dict[str, str] = {"rulebook": version}
    if plan is None:
        return Unwritten(kind=kind, deal=RULEBOOK, refs=refs, payload=told)
    refs["plan"] = plan.digest
    return Unwritten(kind=kind, deal=RULEBOOK, refs=refs, payload={**told, "plan": plan.form()})
