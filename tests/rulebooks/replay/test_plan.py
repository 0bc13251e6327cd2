"""What a draft would do to closed periods, and to deals that are held, represented or left out."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bridge.ledger.judgement import DealState
from bridge.model.calendar import Period, months
from bridge.model.ids import DealId, Digest, ExternalId, RulebookVersion, canonical
from bridge.model.money import Currency, Money
from bridge.rulebooks.replay import comparing, forms, plan, summary
from bridge.rulebooks.replay.closing import Past
from bridge.rulebooks.replay.comparing import Change, Kind
from bridge.rulebooks.replay.plan import Compared, Failed, Tally
from bridge.rulebooks.replay.result import Mark, Result, Spread, Written
from bridge.rulebooks.replay.standing import Standing

USD = Currency("USD")
ORDER = ExternalId("bridge-801-so-1")
#: January and February are closed, March and later are open.
PERIODS = tuple(
    replace(one, closed=one.name < "2026-03") for one in months(date(2026, 1, 1), date(2026, 6, 30))
)


def planned(item: str = "SUB", method: str = "EVEN", **minor_by_period: int) -> Result:
    """What comes of a deal with one line; periods are `jan=100`, of 2026."""
    names = {"jan": "2026-01", "feb": "2026-02", "mar": "2026-03"}
    periods = {names[name]: minor for name, minor in minor_by_period.items()}
    total = sum(periods.values())
    spread = Spread(ORDER, 1, method, total, canonical(periods).decode())
    line = Written(
        document=ORDER,
        line=1,
        subsidiary="US-INC",
        item=item,
        method=method,
        treatment="as_priced",
        rule="line#flat",
        minor=total,
    )
    mark = Mark(
        DealState.TRANSLATED, documents=((ORDER, Digest(item + method)),), spreads=(spread,)
    )
    return Result(mark=mark, lines=(line,), rules=("line#flat", f"items#{item}"))


def held(*codes: str) -> Result:
    return Result(mark=Mark(DealState.FLAGGED, codes))


def left_out(rule: str = "scope#trial") -> Result:
    return Result(mark=Mark(DealState.EXCLUDED, (rule,)), rules=(rule,))


def stands(found: Result, *, posted: bool = True, deal: str = "801") -> Standing:
    return Standing(
        deal=DealId(deal),
        name="00000100",
        customer="Acme",
        contract=deal,
        booked=Money(300, USD),
        booked_on=date(2026, 1, 1),
        mark=found.mark,
        posted=frozenset({ORDER} if posted and found.lines else ()),
        exception=7 if found.mark.state is DealState.FLAGGED else None,
    )


def changed(before: Result, after: Result, *, posted: bool = True) -> Change:
    return comparing.change(stands(before, posted=posted), before, after)


def form_of(*changes: Change, past: Past = Past.STOP, periods: tuple[Period, ...] = PERIODS) -> Any:
    compared = Compared(
        draft=RulebookVersion("d" * 64),
        in_force=RulebookVersion("f" * 64),
        part="",
        deals=Digest("0" * 64),
        past=past,
    )
    return forms.plan(plan.plan(compared, Tally(tried=9), changes, (), periods))


EVEN, FRONT = planned(jan=100, feb=100, mar=100), planned(method="FRONT", jan=160, feb=80, mar=60)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (held("ITEM_UNMAPPED"), EVEN, Kind.CLEARED),
        (held("ITEM_UNMAPPED"), left_out(), Kind.CLEARED),
        (held("ITEM_UNMAPPED"), held("NO_TREATMENT"), Kind.OTHER_EXCEPTION),
        (EVEN, held("ITEM_UNMAPPED"), Kind.NEW_EXCEPTION),
        (left_out(), held("ITEM_UNMAPPED"), Kind.NEW_EXCEPTION),
        (EVEN, FRONT, Kind.OTHERWISE),
        (EVEN, left_out(), Kind.LEFT_OUT),
        (left_out(), EVEN, Kind.TAKEN_IN),
        (left_out(), left_out("scope#other"), Kind.OTHER_RULE),
    ],
)
def test_a_deal_comes_out_otherwise_in_one_of_seven_ways(
    before: Result, after: Result, kind: Kind
) -> None:
    assert comparing.differs(before.mark, after.mark)
    assert changed(before, after).kind is kind


def test_what_comes_out_the_same_and_what_is_incomplete_is_no_difference() -> None:
    assert not comparing.differs(EVEN.mark, planned(jan=100, feb=100, mar=100).mark)
    assert not comparing.differs(EVEN.mark, Mark(DealState.WAITING))
    assert not comparing.differs(held("GRAPH_INCOMPLETE").mark, Mark(DealState.WAITING))


def test_revenue_of_a_closed_period_that_would_be_another_stops_the_plan() -> None:
    found = form_of(changed(EVEN, FRONT))
    assert [one["code"] for one in found["blockers"]] == ["CLOSED_PERIOD"]
    assert "2026-01, 2026-02 are closed" in found["blockers"][0]["says"]
    assert [
        (one["period"], one["before"], one["after"], one["difference"])
        for one in found["closed"]["touched"]
    ] == [("2026-01", "1.00", "1.60", "0.60"), ("2026-02", "1.00", "0.80", "-0.20")]
    assert found["entries"] == []


def test_what_is_declared_prospective_stands_and_stops_nothing() -> None:
    found = form_of(changed(EVEN, FRONT), past=Past.PROSPECTIVE)
    assert found["blockers"] == []
    assert len(found["closed"]["touched"]) == 2
    assert found["entries"] == []


def test_the_first_open_period_takes_up_what_closed_ones_would_have_been() -> None:
    # 160 + 80 in place of 100 + 100: 0.40 more is revenue, taken out of what is deferred.
    found = form_of(changed(EVEN, FRONT), past=Past.CORRECT)
    assert found["blockers"] == []
    assert [
        (one["period"], one["account"], one["debit"], one["credit"]) for one in found["entries"]
    ] == [
        ("2026-03", "deferred revenue", "0.40", None),
        ("2026-03", "revenue", None, "0.40"),
    ]


def test_another_item_moves_revenue_between_the_accounts_of_both_items() -> None:
    other = planned(item="NEW", jan=100, feb=100, mar=100)
    found = form_of(changed(EVEN, other), past=Past.CORRECT)
    assert [
        (one["item"], one["account"], one["debit"], one["credit"]) for one in found["entries"]
    ] == [
        ("NEW", "deferred revenue", "2.00", None),
        ("NEW", "revenue", None, "2.00"),
        ("SUB", "revenue", "2.00", None),
        ("SUB", "deferred revenue", None, "2.00"),
    ]
    assert {one["difference"] for one in found["periods"]} == {"0.00"}  # of all items together


def test_nothing_can_be_corrected_where_no_period_is_open() -> None:
    closed = tuple(replace(one, closed=True) for one in PERIODS)
    found = form_of(changed(EVEN, FRONT), past=Past.CORRECT, periods=closed)
    assert [one["code"] for one in found["blockers"]] == ["NO_OPEN_PERIOD"]


def test_an_exception_that_is_cleared_is_recognised_late_and_stops_nothing() -> None:
    found = form_of(changed(held("ITEM_UNMAPPED"), EVEN))
    assert found["blockers"] == []
    assert [one["difference"] for one in found["closed"]["late"]] == ["1.00", "1.00"]
    assert found["counts"]["cleared"] == {"deals": 1, "posted": 0, "amounts": {"USD": "3.00"}}


def test_a_deal_that_would_be_held_moves_nothing_that_netsuite_has() -> None:
    found = form_of(changed(EVEN, held("NO_TREATMENT")))
    assert (found["changes"][0]["posted"], found["changes"][0]["periods"]) == ([], [])
    assert found["blockers"] == []


def test_without_known_periods_the_plan_says_that_nothing_was_looked_up() -> None:
    found = form_of(changed(EVEN, FRONT), periods=())
    assert not found["closed"]["known"]
    assert "no accounting periods are known" in summary.markdown(found)


def test_a_change_tells_which_rows_decide_no_more_newly_and_anew() -> None:
    before, after = EVEN, planned(item="NEW", jan=100, feb=100, mar=100)
    one = comparing.change(stands(before), before, after, {"line#flat", "items#NEW"})
    assert (one.left, one.gained, one.rewritten) == (("items#SUB",), ("items#NEW",), ("line#flat",))


def test_a_deal_that_the_bridge_fails_on_stops_the_plan() -> None:
    compared = Compared(
        draft=RulebookVersion("d"),
        in_force=RulebookVersion("f"),
        part="",
        deals=Digest("0"),
        past=Past.STOP,
    )
    found = plan.plan(compared, Tally(), (), [Failed(DealId("801"), "it does not add up")], ())
    assert [one.code for one in found.blockers] == ["NOT_TRANSLATED"]


def test_the_summary_is_markdown_that_no_name_can_break() -> None:
    one = changed(EVEN, FRONT)
    odd = replace(one, of=replace(one.of, name="A | B\n<b>"))
    told = summary.markdown(form_of(odd))
    assert "| A \\| B &lt;b> (`801`) | 3.00 USD | yes |" in told
    assert "**Stopped**, CLOSED_PERIOD" in told
    assert "| 2026-01 (closed) | US-INC | 1.00 USD | 1.60 USD | 0.60 USD |" in told


def test_the_digest_of_a_plan_is_that_of_all_it_says() -> None:
    first, again = form_of(changed(EVEN, FRONT)), form_of(changed(EVEN, FRONT))
    other = form_of(changed(EVEN, FRONT), past=Past.CORRECT)
    assert first == again
    assert first["digest"] != other["digest"]
