"""Assets hold their days as moments: of UTC, or of the org's own time zone, and of no other."""

from dataclasses import replace

import pytest

from tests.mappers.builders import Built, a_revenue_cloud_order


def an_asset(time_zone: str, first: str, last: str) -> Built:
    """A line that is served from 1 January to 31 December 2026, and its asset's moments."""
    deal = a_revenue_cloud_order()
    deal = deal.in_frame(replace(deal.frame, time_zone=time_zone))
    return deal.with_fields("AssetActionSource", "AAS-O-1-1", StartDate=first, EndDate=last)


@pytest.mark.parametrize(
    ("time_zone", "first", "last"),
    [
        ("UTC", "2026-01-01T00:00:00.000+0000", "2026-12-31T23:59:59.000+0000"),
        ("America/Los_Angeles", "2026-01-01T00:00:00.000+0000", "2026-12-31T23:59:59.000+0000"),
        ("America/Los_Angeles", "2026-01-01T08:00:00.000+0000", "2027-01-01T07:59:59.000+0000"),
        ("Asia/Tokyo", "2025-12-31T15:00:00.000+0000", "2026-12-31T14:59:59.000+0000"),
    ],
)
def test_an_asset_of_the_same_days_is_translated(time_zone: str, first: str, last: str) -> None:
    assert an_asset(time_zone, first, last).translated()


@pytest.mark.parametrize(
    ("time_zone", "first", "last"),
    [
        ("UTC", "2026-01-01T08:00:00.000+0000", "2027-01-01T07:59:59.000+0000"),
        ("America/New_York", "2026-01-01T08:00:00.000+0000", "2027-01-01T07:59:59.000+0000"),
        ("America/Los_Angeles", "2026-01-02T08:00:00.000+0000", "2027-01-01T07:59:59.000+0000"),
    ],
)
def test_an_asset_of_other_days_is_a_flag(time_zone: str, first: str, last: str) -> None:
    assert an_asset(time_zone, first, last).codes() == {"SEGMENT_DATES_DIFFER"}
