"""How the demo begins: a quarter is booked, and its people have acted before anybody looks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bridge import app, stage
from bridge.adapters.store.notifying.rows import Delivered
from bridge.cli.books import forms
from bridge.demo import open_demo, quarter
from bridge.flow.notifying.channels import telling
from bridge.flow.rulebook import publishing
from bridge.flow.sync.batches import unseen
from bridge.flow.watching.health import PASSES
from bridge.notices.notice import Event
from bridge.queue.life import CaseState
from bridge.sandbox.company.quarter import excluded
from bridge.sandbox.company.troubles import orders, rules

#: A tenth of the company, with something of all that its people act about.
TENTH = (
    *(excluded, rules.assist, rules.sterling, rules.partner_demos),
    *(orders.typed_over, orders.not_in_netsuite, orders.unfinished),
)


#: Who answers for exceptions in it.
_WHO = ("Mira Castellanos", "Jonas Reuter", "Ravi Menon")


@dataclass(frozen=True, slots=True)
class Begun:
    """The demo after its beginning and the pass behind it."""

    bridge: app.Bridge
    stands: stage.Stands
    summary: dict[str, Any]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    """The demo with a tenth of the company."""
    plan = stage.company(stage.Plan(seeds=(), folder=tmp_path_factory.mktemp("demo")), TENTH)
    with open_demo(plan) as (found, stands), app.Bridge.open(found) as bridge:
        # Each sound order of the tenth is refused or unfinished at first; then two totals are
        # mended, and one order is finished.
        assert quarter.begin(bridge, stands, unseen, TENTH) == 3
        yield Begun(bridge, stands, forms.outcome(bridge.sync()))


def test_what_is_booked_is_somewhere_in_every_currency(begun: Begun) -> None:
    places = ("waiting", "pending", "ordered", "excluded", "suspense")
    assert begun.summary["currencies"].keys() == {"EUR", "GBP", "USD"}
    for held in begun.summary["currencies"].values():
        assert Decimal(held["booked"]) == sum(Decimal(held[place]) for place in places)
        assert held["unbalanced"] == "0.00"


def test_what_netsuite_refuses_and_what_is_unfinished_stands_beside_what_is_flagged(
    begun: Begun,
) -> None:
    assert (begun.summary["refused"], begun.summary["waiting"], begun.summary["excluded"]) == (
        *(5, 4, 4),
    )


def test_two_totals_were_mended_one_is_typed_over_again_and_the_rest_waits_for_sales(
    begun: Begun,
) -> None:
    with begun.bridge.ends.store.reading() as view:
        cases = [one for one in view.cases.all(open_only=False) if one.code == "TOTAL_TYPED_OVER"]
    states = Counter(one.state for one in cases)
    assert states[CaseState.RESOLVED] == 2
    assert sum(states.values()) == 6 + 1
    (again,) = (one for one in cases if one.returned)
    (before,) = (one for one in cases if one.id == again.returned)
    assert (before.deal, before.state, again.state) == (again.deal, CaseState.RESOLVED, "OPEN")
    assert states[CaseState.WAITING] >= 2


def test_one_decision_waits_for_a_second_person_and_another_one_has_found_that_person(
    begun: Begun,
) -> None:
    with begun.bridge.ends.store.reading() as view:
        lived = view.lives.all().values()
    assert len([one for one in lived if one.life.proposed]) == 1
    decided = [one.life.decision for one in lived if one.life.decision]
    assert [(one.proposal.by, one.confirmed_by) for one in decided] == [
        ("Mira Castellanos", "Ines Falk")
    ]


def test_rules_are_in_force_by_two_people_a_draft_waits_and_a_copy_is_worked_on(
    begun: Begun,
) -> None:
    with begun.bridge.ends.store.reading() as view:
        road = publishing.road_of(view)
        copies = [one.title for one in view.copies.open()]
    drafts = [(one.drafted.by, one.approved and one.approved.by) for one in road.drafts.values()]
    assert drafts == [("Ravi Menon", "Ines Falk"), ("Ravi Menon", None)]
    assert [(one.number, one.draft) for one in road.publications.values()] == [(1, 1)]
    assert copies == ["Net 75, as the new framework agreements have it"]


def test_what_people_look_back_on_is_planned_and_done_once(begun: Begun) -> None:
    store = begun.bridge.ends.store
    for _ in range(2):
        quarter.look_back(begun.bridge)
        with store.reading() as view:
            draft = publishing.road_of(view).drafts[2]
            plan = view.plans.latest(draft.version)
    assert plan is not None
    # The product that lacked its row was sold ten times.
    assert plan.form["differing"] == 10


def test_some_rest_and_some_are_answered_for(begun: Begun) -> None:
    with begun.bridge.ends.store.reading() as view:
        lived = [one.lived.life for one in view.cases.all()]
    states = Counter(one.state for one in lived)
    assert states[CaseState.SNOOZED] == 3
    assert states[CaseState.OPEN]
    assert {one.assignee for one in lived} == {None, *_WHO}


def test_the_program_that_hears_of_the_demo_is_told_what_its_people_did(begun: Begun) -> None:
    bridge = begun.bridge
    assert telling(bridge.ends.store, bridge.settings, bridge.ends.clock, PASSES).run() > 0
    with bridge.ends.store.reading() as view:
        last = view.deliveries.last(50)
    told = Counter((notice.event, one.state) for one in last for notice in one.notices)
    # Five customers that nobody has set up, one of whose orders was changed and refused again;
    # two drafts of the rules, one of them published, and two decisions.
    assert told[Event.DOCUMENT_REFUSED, Delivered.SENT] == 6
    refused = [
        notice.says
        for one in last
        for notice in one.notices
        if notice.event is Event.DOCUMENT_REFUSED
    ]
    assert [says.count("NetSuite refused bridge-") for says in refused] == [1] * 6
    assert told[Event.RULES_PUBLISHED, Delivered.SENT] == 1
    assert told[Event.APPROVAL_ASKED, Delivered.SENT] == 4


def test_it_begins_once(begun: Begun) -> None:
    with begun.bridge.ends.store.reading() as view:
        before = tuple(view.ledger.entries())
    assert quarter.begin(begun.bridge, begun.stands, unseen, TENTH) == 0
    with begun.bridge.ends.store.reading() as view:
        assert tuple(view.ledger.entries()) == before


@pytest.mark.on_demand
def test_the_whole_company_is_known_again_by_a_second_start(tmp_path: Path) -> None:
    plan = stage.company(stage.Plan(seeds=(), folder=tmp_path))
    told = []
    for _ in range(2):
        with open_demo(plan) as (found, stands), app.Bridge.open(found) as bridge:
            quarter.begin(bridge, stands, unseen)
            told.append(forms.outcome(bridge.sync()))
    assert told[1] == {**told[0], "posted_now": 0}
