"""Takes rulebooks down their road: checked, kept and written into the ledger at each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.database import Store, Transaction
from bridge.adapters.store.dossiers import Unkept
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.flow.rulebook import checks, editions, looking
from bridge.flow.rulebook.editions import Edition
from bridge.flow.rulebook.looking import Now
from bridge.ledger.person import person as as_named
from bridge.model.calendar import Clock
from bridge.model.dossier import Frame
from bridge.model.ids import RulebookVersion, digest
from bridge.people.roles import Permission
from bridge.people.separation import require_another
from bridge.rulebooks import road
from bridge.rulebooks.replay.agreed import Agreed
from bridge.rulebooks.road import AT_ONCE, Draft, Publication, Road, Wish
from bridge.rules.diagnostics import RulebookInvalid


def road_of(view: Transaction) -> Road:
    """Return every draft and publication that the ledger knows."""
    return road.read(view.ledger.entries(deal=road.RULEBOOK))


def files_of(view: Transaction, version: RulebookVersion) -> dict[str, str]:
    """
    Return the files that were drafted as a version.

    Raises Misconfigured if they are gone, or no longer those that the ledger names.
    """
    try:
        files = view.dossiers.rulebook(version)
    except Unkept as error:
        raise _altered("are gone", version) from error
    if RulebookVersion(digest(files)) != version:
        raise _altered("were altered since", version)
    return files


def _altered(what: str, version: RulebookVersion) -> Misconfigured:
    return Misconfigured(
        f"the rules that the ledger names {what}",
        where=f"version {version[:12]}",
        act="restore the books from a backup, and look at `bridge ledger verify`",
    )


def in_force(store: Store, at: datetime) -> Edition | None:
    """
    Return the version that holds at a moment; None before any was published.

    Raises Misconfigured if this bridge cannot read it, or it is not as it was published.
    """
    with store.reading() as view:
        holds = road_of(view).in_force(at)
        if holds is None:
            return None
        files = files_of(view, holds.version)
    try:
        return editions.of_files(files)
    except RulebookInvalid as invalid:
        first, *others = invalid.diagnostics
        more = f", and {len(others)} findings more" if others else ""
        raise Misconfigured(
            f"this version of the bridge cannot read the rules in force: {first.text()}{more}",
            where=f"publication {holds.number}",
            act=f"go back to the bridge that published them; or take their files with "
            f"`bridge rules export {holds.draft} FOLDER`, mend them, and publish them",
        ) from invalid


@dataclass(frozen=True, slots=True)
class Revised:
    """A working copy by its number, and the revision that a person has seen of it."""

    number: int
    seen: int


class Publishing:
    """
    The steps of the road, each in the name of a person; steps that are not open raise.

    So does a person who may not take one: NotPermitted. `unpublished` are the rules that hold as
    long as nothing is published; where they are not known a plan may compare with any.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        person: str,
        unpublished: RulebookVersion | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._person = as_named(person)
        self._unpublished = unpublished

    def draft(
        self,
        texts: Mapping[str, str],
        reason: str,
        wish: Wish = AT_ONCE,
        made_of: Revised | None = None,
    ) -> Draft:
        """
        Check a rulebook and draft it; a version whose draft for that moment is open keeps that one.

        Made of a working copy, it is tied to that copy, or is not drafted at all.

        Raises RulebookInvalid, and Misconfigured if it is the version that was published last, or
        if the moment from which it is to hold has passed.
        """
        checks.of_files(texts, self._frame()).publishable()
        with self._store.transaction("rules_drafted", actor=self._person) as tx:
            tx.people.accounts.permit(Permission.DRAFT_RULES)
            drafted = self._drafted(tx, texts, reason, wish)
            if made_of is not None:
                tx.copies.drafted(made_of.number, made_of.seen, drafted.number)
            return drafted

    def suggest(self, edition: Edition, reason: str, clears: Sequence[int]) -> Draft:
        """
        Draft a rulebook that was loaded, for the exceptions that it clears.

        Its golden deals may still say otherwise, as one that expects a flag which the draft clears:
        they are mended before it is published, or a draft that is right takes its place.
        """
        with self._store.transaction("rules_drafted", actor=self._person) as tx:
            tx.people.accounts.permit(Permission.SUGGEST_RULES)
            return self._drafted(tx, edition.files, reason, Wish(clears=tuple(clears)))

    def _drafted(self, tx: Transaction, texts: Mapping[str, str], reason: str, wish: Wish) -> Draft:
        version = RulebookVersion(digest(dict(texts)))
        known = road_of(tx)
        open_draft = known.open_draft(version, wish.holds_from)
        if open_draft is not None:
            return open_draft
        if wish.holds_from is not None and wish.holds_from < self._clock():
            raise Misconfigured(
                f"{wish.holds_from.isoformat()} has passed, and rules do not hold backwards",
                where="--from",
                act="leave it out, or name a moment to come",
            )
        last = known.publications.get(len(known.publications))
        if last is not None and last.version == version:
            raise Misconfigured(
                f"these rules were published last, as number {last.number}",
                where=f"version {version[:12]}",
                act="there is nothing to do",
            )
        tx.dossiers.keep_rulebook(version, texts)
        tx.ledger.append(road.drafted(known, version, reason, wish))
        after = road_of(tx)
        return after.drafts[len(after.drafts)]

    def _frame(self) -> Frame | None:
        """Return what the books know of the org and the account; None in books without a deal."""
        with self._store.reading() as view:
            return view.dossiers.latest_frame()

    def approve(self, named: str, reason: str, seen: str | None = None) -> Draft:
        """
        Approve a draft of another person, by its number or version, with its plan over all deals.

        `seen` is how the digest begins of the plan that the person has seen, blank for none:
        ActedMeanwhile if it is another by now. Raises Misconfigured where the plan stops the draft.
        """
        with self._store.transaction("rules_approved", actor=self._person) as tx:
            tx.people.accounts.permit(Permission.APPROVE_RULES)
            known = road_of(tx)
            draft = known.draft_of(named)
            _require_not_edited(tx, draft, self._person)
            plan = looking.agreed_to(tx, known, draft, self._now())
            _require_seen(draft, plan, seen)
            tx.ledger.append(road.approved(known, draft, self._person, reason, plan))
            return road_of(tx).drafts[draft.number]

    def publish(self, named: str) -> Publication:
        """
        Publish an approved draft, to hold at once or from the moment that was approved with it.

        Its rules and golden deals are checked again: the bridge may be a newer one by now. Raises
        Misconfigured where its plan over all deals stops it, or says of closed periods what was not
        approved.
        """
        with self._store.reading() as view:
            draft = road_of(view).draft_of(named)
            files = files_of(view, draft.version)
        checks.of_files(files, self._frame()).publishable()
        with self._store.transaction("rules_published", actor=self._person) as tx:
            tx.people.accounts.permit(Permission.APPROVE_RULES)
            known = road_of(tx)
            draft = known.drafts[draft.number]
            now = self._now()
            plan = looking.agreed_to(tx, known, draft, now)
            tx.ledger.append(road.published(known, draft, now.at, plan))
            after = road_of(tx)
            return after.publications[len(after.publications)]

    def _now(self) -> Now:
        return Now(self._clock(), self._unpublished)

    def revert(self, number: int, reason: str) -> Draft:
        """Draft the rules of an earlier publication anew; they go down the road as any others."""
        with self._store.reading() as view:
            known = road_of(view)
            if number not in known.publications:
                raise Misconfigured(
                    "no rules were published under that number",
                    where=f"publication {number}",
                    act="take a number from `bridge rules history`",
                )
            files = files_of(view, known.publications[number].version)
        return self.draft(files, reason, Wish(reverts_to=number))


def _require_seen(draft: Draft, plan: Agreed | None, seen: str | None) -> None:
    found = plan.digest if plan else ""
    is_seen = seen is None or (found.startswith(seen) if seen else not found)
    if not is_seen:
        raise ActedMeanwhile(
            f"its plan over all deals is {found[:12]} by now" if found else "its plan is gone",
            where=f"draft {draft.number}",
            act="look at the draft again, and approve it as it is",
        )


def _require_not_edited(view: Transaction, draft: Draft, by: str) -> None:
    """Refuse the approval of somebody who worked on what is to be approved."""
    for copy in view.copies.of_draft(draft.number):
        for editor in copy.editors:
            require_another(by, editor, where=f"draft {draft.number}", did="worked on it")
