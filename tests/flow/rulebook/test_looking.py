"""Rules that would move revenue of closed periods: who says what comes of that, and where."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.replaying.plans import PLANS_MAX
from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.flow.replaying import keeping
from bridge.flow.replaying.keeping import Made
from bridge.flow.rulebook import publishing
from bridge.flow.rulebook.publishing import Publishing
from bridge.model.calendar import Period
from bridge.model.ids import Digest, digest
from bridge.rulebooks.replay.closing import Past
from bridge.rulebooks.replay.result import Result
from bridge.rulebooks.road import Draft
from tests.adapters.store.opening import opened
from tests.flow.replaying.books import books
from tests.flow.rulebook.test_publishing import CHANGED, Hours
from tests.rulebooks.replay.test_plan import EVEN, FRONT, PERIODS, changed, form_of, planned


class Desk:
    """Two people and the plans of a draft, on books whose clock goes on."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Hours()
        self.kept = 0
        self.draft = self.by("ann").draft(CHANGED, "another reason")

    def by(self, who: str) -> Publishing:
        return Publishing(self.store, self.clock, who)

    def plan(
        self,
        past: Past = Past.STOP,
        to: Result = FRONT,
        periods: tuple[Period, ...] = PERIODS,
        **other: str,
    ) -> Digest:
        """Keep a plan of the draft by which 3.00 USD are spread in another way; its digest."""
        self.kept += 1
        form: dict[str, Any] = {
            **form_of(changed(EVEN, to), past=past, periods=periods),
            "draft": self.draft.version,
            "digest": digest(self.kept),
            **other,
        }
        # By their addresses, too, the last comes first: not every clock here goes on.
        asked = Digest(f"{1000 - self.kept:064}")
        keeping.keep(self.store, Made(asked, form, cached=False), "cy")
        return Digest(form["digest"])

    def approve(self, who: str = "bob", seen: str | None = None) -> Draft:
        return self.by(who).approve("1", "agreed", seen)

    def told(self, kind: str) -> list[Any]:
        """The plans that entries of a kind name."""
        with self.store.reading() as view:
            found = [one for one in view.ledger.entries() if one.kind == kind]
        assert [one.refs.get("plan") for one in found] == [
            (one.payload.get("plan") or {}).get("digest")  # type: ignore[attr-defined]  # JSON
            for one in found
        ]
        return [one.payload.get("plan") for one in found]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}", Hours()) as store:
        yield Desk(store)


def test_a_plan_that_is_stopped_stops_approval_and_publication_until_somebody_says_more(
    desk: Desk,
) -> None:
    stopped = desk.plan()
    with pytest.raises(Misconfigured, match=f"its plan {stopped[:12]} stops it") as refused:
        desk.approve()
    assert "2026-01, 2026-02 are closed, and revenue there of 1 deal" in str(refused.value)
    assert "bridge rules plan 1 --past prospective" in str(refused.value)
    corrects = desk.plan(Past.CORRECT)
    desk.approve(seen=corrects)
    assert desk.by("ann").publish("1").plan is not None
    for (told,) in (desk.told("RULES_APPROVED"), desk.told("RULES_PUBLISHED")):
        assert (told["digest"], told["past"], told["tried"], told["differing"]) == (
            corrects,
            "correct",
            9,
            1,
        )
        assert told["counts"] == {"otherwise": {"deals": 1, "amounts": {"USD": "3.00"}}}
        assert told["closed"] == [  # 1.60 in place of 1.00, and 0.80 in place of 1.00
            {"period": "2026-01", "currency": "USD", "difference": "0.60"},
            {"period": "2026-02", "currency": "USD", "difference": "-0.20"},
        ]
        assert [(one["account"], one["debit"], one["credit"]) for one in told["entries"]] == [
            ("deferred revenue", "0.40", None),
            ("revenue", None, "0.40"),
        ]
    with desk.store.reading() as view:
        (done,) = publishing.road_of(view).publications.values()
    assert done.plan is not None
    assert done.plan.form() == told
    assert desk.store.verify() == ()


def test_what_an_approver_did_not_see_of_closed_periods_is_approved_again(desk: Desk) -> None:
    desk.approve()
    desk.plan()
    with pytest.raises(Misconfigured, match="stops it"):
        desk.by("ann").publish("1")
    desk.plan(Past.PROSPECTIVE)
    with pytest.raises(Misconfigured, match="bob approved it without that"):
        desk.by("ann").publish("1")
    with pytest.raises(Misconfigured, match="ann wrote it"):
        desk.approve("ann")
    desk.approve("cy")
    desk.plan(Past.CORRECT)  # another answer than that which was agreed to
    with pytest.raises(Misconfigured, match="cy approved it without that"):
        desk.by("ann").publish("1")
    desk.approve()
    with pytest.raises(Misconfigured, match="bob approved it already"):
        desk.approve("cy")
    assert desk.by("ann").publish("1").number == 1
    assert [told and told["past"] for told in desk.told("RULES_APPROVED")] == [
        None,
        "prospective",
        "correct",
    ]


def test_a_plan_of_a_part_or_none_at_all_stops_nothing_and_is_named_by_nobody(desk: Desk) -> None:
    desk.plan(part="a sample of 1")
    assert desk.approve(seen="").plan is None
    assert desk.by("ann").publish("1").plan is None
    assert (desk.told("RULES_APPROVED"), desk.told("RULES_PUBLISHED")) == ([None], [None])


def test_an_approval_is_for_the_plan_that_the_approver_has_seen(desk: Desk) -> None:
    seen = desk.plan(to=planned("OTHER", mar=300), periods=())
    latest = desk.plan(Past.PROSPECTIVE)
    with pytest.raises(ActedMeanwhile, match=f"its plan over all deals is {latest[:12]} by now"):
        desk.approve(seen=seen)
    with pytest.raises(ActedMeanwhile):
        desk.approve(seen="")
    assert desk.approve(seen=latest).plan is not None


def test_a_plan_that_stops_a_draft_is_not_lost_among_others(desk: Desk) -> None:
    desk.plan()
    for _ in range(PLANS_MAX):
        desk.plan(to=planned("OTHER", mar=300), draft="0" * 64)
    with pytest.raises(Misconfigured, match="stops it"):
        desk.approve()


def test_a_month_that_was_closed_since_asks_for_the_plan_anew(tmp_path: Path) -> None:
    open_ = tuple(replace(one, closed=False) for one in PERIODS)
    with books(tmp_path) as store:  # by its last word of NetSuite February is closed
        desk = Desk(store)
        desk.plan(periods=open_)
        with pytest.raises(Misconfigured, match="2026-01, 2026-02 closed since it was made"):
            desk.approve()
        desk.plan(Past.PROSPECTIVE, periods=PERIODS)
        assert desk.approve().plan is not None
