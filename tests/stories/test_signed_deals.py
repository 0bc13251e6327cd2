"""What was signed in Salesforce stands in NetSuite once, whatever the network does."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.stories.stand import (
    CLOUD_UPSELL,
    LONGEST_RUN_S,
    RAMP,
    UPSELL,
    a_stand,
    changed_rules,
    order,
)

CREATED = "created"


def ordered(*names: str) -> list[tuple[str, str]]:
    return [(f"bridge-{order(name)}-so-1", CREATED) for name in names]


def test_on_the_first_of_march_a_deal_is_signed_and_ordered_and_salesforce_knows(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        assert stand.sync().posted_now == 1
        assert stand.effects() == ordered("O-A")
        assert stand.status("O-A") == ("Ordered", "5001")
        assert stand.position() == {"booked": "561600.00", "ordered": "561600.00"}
        assert stand.sync().posted_now == 0
        assert stand.effects() == ordered("O-A")


def test_netsuite_times_out_after_the_post_and_is_looked_up_in_the_next_pass(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="cut_after_commit", system="netsuite", method="PUT", nth=1)
        first = stand.sync()
        assert (first.posted_now, first.summary.unknown) == (0, 1)
        assert stand.status("O-A") == ("Pending", None)
        assert stand.sync().summary.unknown == 1  # its longest run is not over
        stand.later(LONGEST_RUN_S + 10)
        assert stand.sync().posted_now == 1
        assert stand.effects() == ordered("O-A")
        assert stand.deal("O-A").documents[0].settled_how == "observed"
        assert stand.status("O-A") == ("Ordered", "5001")


def test_an_order_that_never_arrived_is_sent_again_after_it_was_looked_for(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="cut_before_commit", system="netsuite", method="PUT", nth=1)
        assert stand.sync().summary.unknown == 1
        stand.later(LONGEST_RUN_S + 10)
        assert stand.sync().posted_now == 1
        assert stand.effects() == ordered("O-A")
        assert stand.deal("O-A").documents[0].attempt == 2


def test_a_throttled_order_goes_back_and_is_posted_later(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.strike(fault="status", status=429, system="netsuite", method="PUT", nth=1)
        first = stand.sync()
        assert (first.posted_now, first.summary.unknown, first.summary.refused) == (0, 0, 0)
        assert stand.position() == {"booked": "561600.00", "pending": "561600.00"}
        stand.later(120)
        assert stand.sync().posted_now == 1
        assert stand.effects() == ordered("O-A")


@pytest.mark.parametrize("system", ["salesforce", "netsuite"])
def test_tokens_that_end_in_the_middle_of_a_pass_change_nothing(
    system: str, tmp_path: Path
) -> None:
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        stand.strike(fault="expire_tokens", system=system, every=3)
        assert stand.sync().posted_now == 3
        assert stand.effects() == ordered("O-A", "O-B0", "O-B1")
        assert stand.status("O-B1")[0] == "Ordered"


def test_the_steps_of_a_ramp_are_lines_with_recognition_dates_of_their_own(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP) as stand:
        stand.sync()
        assert stand.lines("O-A") == [
            (Decimal("108000.00"), "2026-01-01", "2026-12-31"),
            (Decimal("189000.00"), "2027-01-01", "2027-12-31"),
            (Decimal("264600.00"), "2028-01-01", "2028-12-31"),
        ]


def test_one_changed_rule_dates_the_same_lines_over_the_whole_term(tmp_path: Path) -> None:
    rules = changed_rules(tmp_path, "ramps.yaml", "as_segments]", "straight_line_total]")
    with a_stand(tmp_path, RAMP, rules=rules) as stand:
        stand.sync()
        whole = ("2026-01-01", "2028-12-31")
        assert stand.lines("O-A") == [
            (Decimal("108000.00"), *whole),
            (Decimal("189000.00"), *whole),
            (Decimal("264600.00"), *whole),
        ]


@pytest.mark.parametrize(
    ("seed", "first", "second", "added"),
    [
        (UPSELL, "O-B0", "O-B1", "22479.60"),
        (CLOUD_UPSELL, "RO-B0", "RO-B1", "22586.30"),
    ],
)
def test_added_seats_are_an_order_of_their_own_and_the_first_is_never_edited(
    seed: Path, first: str, second: str, added: str, tmp_path: Path
) -> None:
    with a_stand(tmp_path, seed) as stand:
        assert stand.sync().posted_now == 2
        assert stand.effects() == ordered(first, second)
        assert [amount for amount, *_ in stand.lines(first)] == [Decimal("120000.00")]
        assert stand.lines(second) == [(Decimal(added), "2026-05-17", "2026-12-31")]


def test_a_pass_over_nothing_changed_costs_a_handful_of_calls(tmp_path: Path) -> None:
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        stand.sync()
        stand.later(650)
        stand.sync()  # what was written back is read again, until it is older than the overlap
        stand.later(100)
        before = stand.journalled("salesforce"), stand.journalled("netsuite")
        stand.sync()
        after = stand.journalled("salesforce"), stand.journalled("netsuite")
        # one call for the present, one for the orders, and one for every five other objects
        assert after[0] - before[0] <= 7
        assert after[1] == before[1]


def test_every_quarter_of_an_hour_a_pass_costs_one_call_more_for_each_object(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, RAMP, UPSELL) as stand:
        stand.sync()
        stand.later(650)
        stand.sync()
        stand.later(650)
        before = stand.journalled("salesforce")
        stand.sync()
        assert stand.journalled("salesforce") - before <= 37
