"""Rules that read other facts of a deal: what was posted of it stands, unless the deal changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from bridge.flow.checking import live
from bridge.flow.replaying.planning import Planning, Wanted
from bridge.flow.rulebook.editions import edition
from bridge.rulebooks.replay.comparing import Kind
from bridge.translate import Translated
from tests.stories.stand import RAMP, SHIPPED, Stand, a_stand, changed_rules, order
from tests.stories.test_changed_deals import MORE_SEATS, THE_ORDER, as_signed, kinds

_AFTER = '      po_number: {field: PoNumber, type: "text?"}\n'
_LABEL = "      OrderReferenceNumber: a reference for people\n"
#: Of all that NetSuite has, nothing is told anew.
_POSTED = ["BOOKED", "PREPARED", "ACKNOWLEDGED", "WRITTEN_BACK"]


def declaring(folder: Path, name: str) -> Path:
    """Rules that declare our reference as a fact of a name, and tell NetSuite whether it is there.

    No name: the rules as they are shipped, to which it is no fact.
    """
    if not name:
        return SHIPPED
    fact = f'      {name}: {{field: OrderReferenceNumber, type: "text?"}}\n'
    rules = changed_rules(folder / name, "sources/cpq.yaml", _AFTER, _AFTER + fact)
    for file, old, new in (
        ("sources/cpq.yaml", _LABEL, ""),
        ("orders.yaml", "{is: 'FALSE'}", f"{{is: 'NOT(ISBLANK({name}))'}}"),
    ):
        text = (rules / file).read_text(encoding="utf-8")
        assert old in text
        (rules / file).write_text(text.replace(old, new), encoding="utf-8")
    return rules


def by(stand: Stand, rules: Path) -> Stand:
    return replace(stand, edition=edition(rules))


def referring(reference: str | None) -> dict[str, object]:
    return {"type": "Order", "key": "O-A", "OrderReferenceNumber": reference}


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [("", "ours", []), ("ours", "", []), ("ours", "theirs", ["JUDGED"])],
    ids=["new", "gone", "renamed"],
)
def test_what_was_posted_stands_by_rules_of_other_facts(
    tmp_path: Path, first: str, then: str, told: list[str]
) -> None:
    with a_stand(tmp_path, RAMP, rules=declaring(tmp_path, first)) as stand:
        stand.arrive(referring("R-17"))
        stand.sync()
        stand.arrive({"type": "Order", "key": "O-A", "BillingCity": "Graz"})
        newer = by(stand, declaring(tmp_path, then))
        for _ in range(2):
            assert newer.sync().posted_now == 0
            assert stand.codes() == []
            assert kinds(stand, "O-A") == [*_POSTED, *told]
        assert stand.position() == {"booked": "561600.00", "ordered": "561600.00"}


def test_what_was_posted_stands_where_newer_rules_cannot_read_it(tmp_path: Path) -> None:
    """They say nothing of a field that is filled."""
    silent = changed_rules(tmp_path, "sources/cpq.yaml", _LABEL, "")
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive(referring("R-17"))
        stand.sync()
        stand.arrive({"type": "Order", "key": "O-A", "BillingCity": "Graz"})
        assert by(stand, silent).sync().posted_now == 0
        assert (stand.codes(), kinds(stand, "O-A")) == ([], _POSTED)


def test_a_check_says_of_what_was_posted_by_rules_of_other_facts_that_it_stays(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive(referring("R-17"))
        stand.sync()
        newer = by(stand, declaring(tmp_path, "ours"))
        found = live.of_record(newer.ends, order("O-A"), newer.edition.rulebook, waits_days=0)
        assert isinstance(found.translation, Translated)
        assert "NetSuite has it as it was ordered" in (found.settled or "")


def test_a_change_that_comes_with_a_new_fact_is_an_exception_for_the_difference(
    tmp_path: Path,
) -> None:
    """Ten seats more: 210 x 1,323.00 in the third year, 13,230.00 above what was ordered."""
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive(referring("R-17"))
        stand.sync()
        stand.arrive(*MORE_SEATS)
        newer = by(stand, declaring(tmp_path, "ours"))
        assert newer.sync().posted_now == 0
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "13230.00")]
        assert stand.effects() == [(THE_ORDER, "created")]


def test_a_fact_that_changes_once_it_is_declared_is_a_change_of_what_was_posted_before(
    tmp_path: Path,
) -> None:
    """By rules that did not know it nobody saw it; NetSuite was told that there is none."""
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        newer = by(stand, declaring(tmp_path, "ours"))
        stand.arrive(referring("R-17"))
        newer.sync()
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "0.00")]
        stand.arrive(referring(None))
        newer.sync()
        assert stand.codes() == []
        assert stand.effects() == [(THE_ORDER, "created")]


def test_a_plan_takes_what_was_posted_for_the_same_deal_whatever_a_draft_declares(
    tmp_path: Path,
) -> None:
    """Changed and changed back it rests on a dossier that tells what was posted of it."""
    with a_stand(tmp_path, RAMP) as stand:
        stand.arrive(referring("R-17"))
        stand.sync()
        for records in (MORE_SEATS, as_signed()):
            stand.arrive(*records)
            stand.sync()
        draft = edition(declaring(tmp_path, "ours"))
        found = Planning(store=stand.ends.store).plan(Wanted(draft=draft, in_force=stand.edition))
        (change,) = found.changes
        assert (change.kind, change.posted) == (Kind.OTHERWISE, (THE_ORDER,))
