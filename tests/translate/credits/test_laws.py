"""
Laws of credits, from records to documents: nothing is lost, at any moment, in any order of arrival.

The sums are counted here by hand from the records: a unit that was told is drawn or owed, a cent
that was paid is revenue, deferred, or never either.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.document import Kind
from bridge.model.record import Record
from bridge.rules.rulebook import Rulebook
from bridge.translate import Awaited, Flagged, Translated, Translation
from tests.mappers import rules
from tests.mappers.scenarios import translated
from tests.translate.credits.clouds import Expired, cloud
from tests.translate.credits.packs import (
    FIRST,
    LAST,
    Pack,
    Used,
    cpq,
    result,
    results,
    shuffled,
)
from tests.translate.credits.prepaid import deciding, of
from tests.translate.credits.test_wallets_of_assets import H1, H2, NEXT, ONE, PLACE, STORAGE, THEN

LAWS = settings(max_examples=12, deadline=None)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda days: FIRST + timedelta(days=days))
#: A unit is worth some cents: less than half of one would make no journal.
UNITS = st.decimals("1", "40000", places=3)
POLICIES = (
    {"breakage": "AT_EXPIRY"},
    {"breakage": "NEVER"},
    {"breakage": "PROPORTIONAL", "expected_breakage": "0.15"},
    {"breakage": "WHEN_REMOTE", "remote_after_days": "45"},
)


@st.composite
def uses(draw: st.DrawFn) -> list[Used]:
    """Use on some days, corrections of it on the same days, and a record that arrives twice."""
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=5)))
    found = [Used(f"u{at}", f"{draw(UNITS)}", day) for at, day in enumerate(days)]
    for at, use in enumerate(list(found)):
        if draw(st.booleans()):
            back = Decimal(use.units) * draw(st.sampled_from((Decimal(1), Decimal("0.5"))))
            found.append(Used(f"c{at}", f"-{back:.3f}", use.last))
    return found


@st.composite
def packs(draw: st.DrawFn) -> tuple[Pack, ...]:
    """One or two packs of different sizes, one of them perhaps with a bonus."""
    sizes = draw(
        st.lists(st.sampled_from((10_000, 30_000, 70_000)), min_size=1, max_size=2, unique=True)
    )
    bonus = draw(st.sampled_from((0, 7_000)))
    return tuple(
        Pack(f"P{size}", size, draw(uses()), bonus=bonus if at == 0 else 0)
        for at, size in enumerate(sizes)
    )


def policy(draw: st.DataObject) -> Rulebook:
    return rules.changed(**deciding(**draw.draw(st.sampled_from(POLICIES))))


def drawn(found: Translated) -> Decimal:
    lines = [line for one in of(found, Kind.PROPOSED_JOURNAL) for line in one.lines]
    return sum((line.units for line in lines), Decimal(0))


def recognised(found: Translated) -> int:
    """Minor units that are revenue of prepaid credits."""
    names = {one.external_id for one in of(found, Kind.PROPOSED_JOURNAL)}
    return sum(one.total.minor for one in found.schedules if one.external_id in names)


def told(pack: Pack) -> Decimal:
    return sum((Decimal(use.units) for use in pack.uses), Decimal(0))


@LAWS
@given(packs(), st.data())
def test_units_that_were_used_are_drawn_or_owed_and_no_cent_is_lost(
    sold: tuple[Pack, ...], draw: st.DataObject
) -> None:
    found = translated(result(cpq(*sold), policy(draw)))
    held = [pack.units + pack.bonus for pack in sold]
    within = sum(
        (min(told(pack), Decimal(of)) for pack, of in zip(sold, held, strict=True)), Decimal(0)
    )
    # A bonus in a pack has a line of its own; corrections were taken off where they were made.
    assert drawn(found) == within
    paid = sum(pack.units * 8 for pack in sold)
    assert 0 <= recognised(found) <= paid
    booked = sum(one.amount.minor for one in found.documents)
    assert booked == found.heading.booked.minor >= paid


@LAWS
@given(packs(), st.data())
def test_the_order_in_which_records_arrive_is_no_matter(
    sold: tuple[Pack, ...], draw: st.DataObject
) -> None:
    seed, rulebook = cpq(*sold), policy(draw)
    twice = (*seed.records, *(_again(one) for one in seed.records if one.type == "blng__Usage__c"))
    order = draw.draw(st.permutations(twice))
    first, other = result(seed, rulebook), result(shuffled(seed, order), rulebook)
    assert _said(first) == _said(other)


def _again(record: Record) -> Record:
    """The same use, reported by a second record."""
    name = f"{record.id[:-3]}ZZZ"
    return replace(record, id=name, fields={**record.fields, "Id": name})


def _said(found: Translation) -> object:
    if isinstance(found, Flagged):
        return sorted(flag.code for flag in found.flags)
    if isinstance(found, Awaited):
        return found.missing
    whole = translated(found)
    return whole.documents, whole.schedules


@LAWS
@given(uses(), st.data())
def test_what_is_told_later_takes_nothing_back_of_the_days_before(
    told_in_all: Sequence[Used], draw: st.DataObject
) -> None:
    """Use that arrives in the order of its days adds revenue of its day, and moves no other."""
    until = draw.draw(st.sampled_from([use.last for use in told_in_all]))
    before = [use for use in told_in_all if use.last <= until]
    first, then = (
        _until(translated(result(cpq(Pack("P", 30_000, list(some))))), until)
        for some in (before, told_in_all)
    )
    assert first == then


def _until(found: Translated, until: date) -> list[tuple[str, int]]:
    """Revenue of credits by month, of the months that were over on a day."""
    names = {one.external_id for one in of(found, Kind.PROPOSED_JOURNAL)}
    return sorted(
        (part.period, part.amount.minor)
        for one in found.schedules
        if one.external_id in names
        for part in one.planned
        if part.period < f"{until:%Y-%m}"
    )


@LAWS
@given(st.data())
def test_wallets_of_assets_are_told_alike_in_whatever_order_they_are_read(
    draw: st.DataObject,
) -> None:
    used = {PLACE: [H1, H2, THEN], "AS-2/UR-GB": [replace(H1, used=100)]}
    seed = cloud([ONE, STORAGE, NEXT], used, left=[Expired(ONE, 10_000, LAST)])
    order = draw.draw(st.permutations(seed.records))
    told_first, told_then = results(seed), results(shuffled(seed, order))
    assert [_said(one) for one in told_first] == [_said(one) for one in told_then]
