"""An exception becomes a rule: its row is drafted, tried on the books, and waited for."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.errors import Misconfigured, NotPermitted
from bridge.flow.outcomes.drafting import Drafting, Wanted
from bridge.flow.rulebook import editions, preview, publishing
from bridge.flow.rulebook.publishing import Publishing
from bridge.people.accounts import Origin
from bridge.people.roles import Role
from bridge.queue.life import CaseState, ResolvedBy, WaitsFor
from bridge.rules.diagnostics import RulebookInvalid
from bridge.sandbox import world
from tests.stories.stand import RAMP, Stand, a_stand

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OUTPUTS = {"item": "SUB-ULT", "recognition": "STRAIGHT_LINE_EVEN"}


def drafting(stand: Stand, who: str = "Ana") -> Drafting:
    return Drafting(stand.ends.store, lambda: NOW, who, stand.edition)


def test_a_row_from_an_exception_clears_it_once_it_is_published(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP, UNKNOWN) as stand:
        stand.sync()
        ana = drafting(stand)
        row = ana.row(1, Wanted())
        assert [(one.column, one.text) for one in row.cells] == [
            ("product", "GPU-BURST"),
            ("item", None),
            ("recognition", None),
        ]
        with pytest.raises(Misconfigured, match="lacks item: any text; recogn"):
            ana.draft(1, Wanted(), "sold from now on")
        with pytest.raises(RulebookInvalid):
            ana.draft(1, Wanted(cells={**OUTPUTS, "recognition": "AT_WILL"}), "sold from now on")
        found = ana.draft(1, Wanted(cells=OUTPUTS), "sold from now on")
        assert (found.clears, found.draft.clears, found.draft.number) == ((1,), (1,), 1)
        store = stand.ends.store
        with store.reading() as view:
            life = view.cases.known(1).lived.life
            files = publishing.files_of(view, found.draft.version)
            then = editions.of_files(files).rulebook
            changes = preview.deals(view, (stand.edition.rulebook, then))
        assert (life.state, life.waits_for) == (CaseState.WAITING, WaitsFor.RULE)
        assert "  - [GPU-BURST, SUB-ULT, STRAIGHT_LINE_EVEN]\n" in files["items.yaml"]
        assert (changes.found, changes.tried) == ((), 1)
        # An example of the rulebook expects the flag: it is mended before that is published.
        Publishing(store, lambda: NOW, "Ben").approve("1", "agreed")
        with pytest.raises(RulebookInvalid):
            Publishing(store, lambda: NOW, "Ana").publish("1")
        mended = replace(stand, edition=editions.of_files(files))
        assert mended.sync().posted_now == 1
        with store.reading() as view:
            case = view.cases.known(1)
        assert (case.state, case.resolved_by) == (CaseState.RESOLVED, ResolvedBy.RULES)
        assert store.verify() == ()


def test_who_may_suggest_rules_drafts_one_another_approves_it_and_others_leave_no_trace(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        store = stand.ends.store
        roles = (
            ("Ana", Role.FINANCE_REVIEWER),
            ("Ana", Role.APPROVER),
            ("Ben", Role.APPROVER),
            ("Rita", Role.RULES_ADMIN),
        )
        with store.transaction("people", actor="root") as tx:
            made = {who: tx.people.accounts.make(who, "joined") for who in ("Ana", "Ben", "Rita")}
            for who, role in roles:
                tx.people.accounts.grant(made[who], role, "joined", Origin.SET_UP)
        for who in ("Ben", "Cleo"):
            with pytest.raises(NotPermitted):
                drafting(stand, who).draft(1, Wanted(cells=OUTPUTS), "sold from now on")
        with store.reading() as view:
            assert not publishing.road_of(view).drafts
        found = drafting(stand).draft(1, Wanted(cells=OUTPUTS), "sold from now on")
        with store.reading() as view:
            assert view.cases.known(1).lived.life.waits_for is WaitsFor.RULE
        same = drafting(stand, "Rita").draft(1, Wanted(cells=OUTPUTS), "sold from now on")
        assert same.draft.number == found.draft.number
        with pytest.raises(Misconfigured, match="Ana wrote it"):
            Publishing(store, lambda: NOW, "Ana").approve("1", "well")
        assert Publishing(store, lambda: NOW, "Ben").approve("1", "well").number == 1


def test_a_preview_tells_page_by_page_what_is_cleared_what_stays_and_what_differs(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP, UNKNOWN) as stand:
        stand.sync()
        other = dict(stand.edition.files)
        other["items.yaml"] = other["items.yaml"].replace("[ENT, SUB-ENT", "[ENT, SUB-ULT")
        rules = (stand.edition.rulebook, editions.of_files(other).rulebook)
        with stand.ends.store.reading() as view:
            trials = preview.exceptions(view, rules[1], limit=1)
            rest = preview.exceptions(view, rules[1], after=trials.after or 0, limit=1)
            changes = preview.deals(view, rules, limit=1)
        assert [(one.held.number, one.comes_to) for one in trials.still] == [(1, "ITEM_UNMAPPED")]
        assert (trials.cleared, trials.after, rest.still, rest.after) == ((), 1, (), None)
        (change,) = changes.found
        assert change.deal.is_posted
        assert "SUB-ENT" in change.before
        assert "SUB-ULT" in change.after
        assert changes.after == change.deal.deal
