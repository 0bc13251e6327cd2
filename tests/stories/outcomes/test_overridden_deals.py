"""A person gives, for one deal alone, what no rule says; it goes on, and the rules stay."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bridge.errors import ActedMeanwhile, Misconfigured
from bridge.flow.checking.live import of_record
from bridge.flow.checking.representable import of_deal
from bridge.flow.deciding import Deciding
from bridge.flow.outcomes.overriding import Answer, Given, Overriding
from bridge.flow.watching.rereading import read_again
from bridge.ledger.entries import EntryKind
from bridge.model.ids import DealId
from bridge.queue import register
from bridge.queue.life import CaseState, ResolvedBy, WaitsFor
from bridge.sandbox import world
from tests.stories.stand import Stand, a_stand, order

UNKNOWN = next(path for path in world.DEMO if path.name == "unknown-product.json")
BURST = Answer(rule="items", cells={"item": "SUB-ULT", "recognition": "STRAIGHT_LINE_EVEN"})
UNTIL = date(2026, 3, 31)
GIVEN = Given(answers=[BURST], reason="sold once, as a pilot", until=UNTIL)
ENOUGH = {"USD": Decimal("18000.00")}


@pytest.fixture(scope="module")
def flagged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A deal that is held, for what changes nothing about it."""
    with a_stand(tmp_path_factory.mktemp("flagged"), UNKNOWN) as stand:
        stand.sync()
        yield stand


def by(stand: Stand, who: str, alone_up_to: dict[str, Decimal] | None = None) -> Overriding:
    rulebook = stand.edition.rulebook
    return Overriding(
        stand.ends.store, who, rulebook, ENOUGH if alone_up_to is None else alone_up_to
    )


def test_what_one_person_gives_lets_the_deal_go_and_is_told_everywhere(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        ana = by(stand, "Ana")
        (asked,) = ana.questions(1)
        assert (asked.rule.name, asked.facts["product"]) == ("items", "GPU-BURST")
        case = ana.override(1, GIVEN, seen=0)
        assert case.lived.life.decision is not None
        assert case.lived.life.decision.confirmed_by is None
        with pytest.raises(ActedMeanwhile):
            ana.override(1, GIVEN, seen=0)
        checked = of_record(stand.ends, case.deal, stand.edition.rulebook, waits_days=0)
        assert checked.form()["flags"] == []
        assert stand.sync().posted_now == 1
        assert stand.codes() == []
        (line,) = stand.orders()[f"bridge-{order('O-ELM')}-so-1"]["item"]["items"]
        assert Decimal(line["amount"]) == Decimal(18000)
        with stand.ends.store.reading() as view:
            case = view.cases.known(1)
            entries = list(view.ledger.entries(deal=case.deal))
            (row,) = register.overrides(view.ledger.entries(kinds=[EntryKind.TRIAGED]))
        assert (case.state, case.resolved_by) == (CaseState.RESOLVED, ResolvedBy.OVERRIDE)
        (sent,) = (one for one in entries if one.kind == "PREPARED")
        assert sent.refs["overrides"] == "1"
        assert '"items#override-1"' in json.dumps(sent.payload, default=str)
        assert (row.number, row.began.by, row.ended) == (1, "Ana", None)
        assert stand.ends.store.verify() == ()


def test_above_the_limit_a_second_person_confirms(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        case = by(stand, "Ana", {"USD": Decimal("17999.99")}).override(1, GIVEN)
        assert (case.lived.life.waits_for, case.lived.life.decision) == (WaitsFor.SECOND, None)
        assert stand.sync().posted_now == 0
        ends = (stand.ends.netsuite, stand.edition.rulebook)
        with pytest.raises(Misconfigured, match="nobody confirms what is his own"):
            Deciding(stand.ends.store, "ana").confirm(1, "as agreed", ends)
        Deciding(stand.ends.store, "Ben").confirm(1, "as agreed", ends)
        assert stand.sync().posted_now == 1
        with stand.ends.store.reading() as view:
            (row,) = register.overrides(view.ledger.entries(kinds=[EntryKind.TRIAGED]))
        assert (row.decision.proposal.by, row.decision.confirmed_by) == ("Ana", "Ben")


def test_an_override_that_ends_before_the_order_is_sent_returns_the_exception(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        by(stand, "Ana").override(1, GIVEN)
        stand.later(timedelta(days=40).total_seconds())
        assert stand.sync().posted_now == 0
        stand.sync()
        with stand.ends.store.reading() as view:
            case = view.cases.known(1)
            (row,) = register.overrides(view.ledger.entries(kinds=[EntryKind.TRIAGED]))
        assert (case.state, case.lived.life.decision) == (CaseState.OPEN, None)
        assert row.ended is not None
        assert (row.ended.by, row.ended.act.name) == ("bridge", "lapse")
        assert stand.ends.store.verify() == ()


def test_what_was_sent_under_an_override_stands_after_its_last_day(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        by(stand, "Ana").override(1, GIVEN)
        stand.sync()
        stand.later(timedelta(days=40).total_seconds())
        stand.sync()
        stand.sync()
        assert stand.codes() == []
        assert stand.ends.store.verify() == ()


def answers(stand: Stand) -> list[tuple[str, list[str], int]]:
    """What checks of the deal by both ids say: verdict, codes, and how many warnings."""
    deal, rulebook = order("O-ELM"), stand.edition.rulebook
    found = (
        of_record(stand.ends, deal, rulebook, waits_days=0),
        of_deal(stand.ends, DealId(deal), rulebook),
    )
    return [
        (one.form()["verdict"], [flag.code for flag in one.flags], len(one.warnings))
        for one in found
    ]


def test_checks_by_id_say_what_a_pass_would_do_before_and_after_the_last_day(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        by(stand, "Ana").override(1, GIVEN)
        assert answers(stand) == [("translated", [], 0)] * 2, "the next pass sends it"
        stand.later(timedelta(days=40).total_seconds())
        assert answers(stand) == [("flagged", ["ITEM_UNMAPPED"], 0)] * 2
        stand.sync()
        assert stand.codes() == [("ITEM_UNMAPPED", "18000.00")]


def test_checks_by_id_know_that_what_was_sent_under_an_override_stands(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        by(stand, "Ana").override(1, GIVEN)
        stand.sync()
        stand.later(timedelta(days=40).total_seconds())
        assert answers(stand) == [("translated", [], 1)] * 2
        read_again(stand.ends.store, DealId(order("O-ELM")), "Olga", "to be sure")
        stand.sync()
        assert (stand.codes(), stand.position()["ordered"]) == ([], "18000.00")
        stand.arrive({"type": "Order", "key": "O-ELM", "PoNumber": "PO-7"})
        verdict, codes, _ = answers(stand)[0]
        assert (verdict, codes[0]) == ("flagged", "ITEM_UNMAPPED"), "another deal is judged anew"


def test_a_deal_that_changed_since_is_flagged_by_the_rules_again(tmp_path: Path) -> None:
    with a_stand(tmp_path, UNKNOWN) as stand:
        stand.sync()
        by(stand, "Ana").override(1, GIVEN)
        stand.arrive({"type": "Order", "key": "O-ELM", "PoNumber": "PO-7"})
        assert stand.sync().posted_now == 0
        with stand.ends.store.reading() as view:
            (case,) = view.cases.all()
        codes = [flag.code for flag in case.flags]
        assert (codes[0], codes[-1]) == ("ITEM_UNMAPPED", "CHANGED_SINCE_DECIDED")
        assert "overridden until 2026-03-31" in case.flags[-1].says


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(rule="items", cells={"item": "SUB-ULT"}), "'recognition' is missing: one of"),
        (
            Answer(rule="items", cells={"item": "SUB-ULT", "recognition": "AT_WILL"}),
            "'AT_WILL' is not a value of Recognition",
        ),
        (
            Answer(rule="items", cells={**BURST.cells, "amount": "1.00"}),
            "unknown output 'amount'",
        ),
        (
            Answer(rule="items", cells={"item": "NO-SUCH", "recognition": "AT_ONCE"}),
            "still not represented: UNKNOWN_IN_NETSUITE",
        ),
        (Answer(rule="subsidiaries", cells={"subsidiary": "US-INC"}), "leaves nothing open"),
        (Answer(rule="items", cells=BURST.cells, about="802"), "leaves nothing open about 802"),
    ],
)
def test_what_a_row_could_not_say_nobody_can_give(
    flagged: Stand, answer: Answer, says: str
) -> None:
    with pytest.raises(Misconfigured, match=says):
        by(flagged, "Ana").override(1, Given(answers=[answer], reason="a pilot", until=UNTIL))
