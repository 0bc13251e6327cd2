"""Samples of what an org booked: each kind by its share, and told as what they are."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bridge.model.money import Currency, Money
from bridge.rulebooks.assessing import telling
from bridge.rulebooks.assessing.assessment import assessed
from bridge.rulebooks.assessing.sample import Booked, places, sample
from bridge.rulebooks.assessing.telling import Looked
from tests.adapters.store.opening import moment

USD, EUR = Currency("USD"), Currency("EUR")
#: Six orders of January to June, and three opportunities of June.
LISTED = {
    "order": [
        Booked(f"2026-0{month}-01", f"801{month}", Money(month * 100, USD)) for month in range(1, 7)
    ],
    "opportunity": [
        Booked("2026-06-01", "0061", Money(-5_000, EUR)),
        Booked("2026-06-02", "0062", Money(1_000, EUR)),
        Booked("2026-06-03", "0063", Money(0, Currency("GBP"))),
    ],
}


def test_each_kind_has_its_share_of_the_places_and_fills_them_with_its_newest() -> None:
    found = sample(LISTED, 3)
    # two thirds of what was booked are orders: two of three places
    assert [one.id for one in found.records] == ["8015", "8016", "0063"]
    orders, opportunities = found.shares
    assert (orders.taken, orders.booked, orders.since) == (2, 6, "2026-05-01")
    assert orders.of_money == {USD: Fraction(1_100, 2_100)}
    assert (opportunities.taken, opportunities.of_money) == (1, {EUR: Fraction(0)})
    assert not found.is_whole


def test_signs_do_not_make_a_sample_look_larger_than_it_is() -> None:
    _, opportunities = sample(LISTED, 6).shares
    assert opportunities.taken_amounts == {
        EUR: Money(1_000, EUR),
        Currency("GBP"): Money(0, Currency("GBP")),
    }
    assert opportunities.booked_amounts[EUR] == Money(6_000, EUR)


def test_the_order_in_which_an_org_lists_does_not_change_what_is_taken() -> None:
    backwards = {kind: booked[::-1] for kind, booked in LISTED.items()}
    assert all(sample(backwards, limit) == sample(LISTED, limit) for limit in range(1, 12))


@given(st.lists(st.integers(0, 10**6), max_size=4), st.integers(1, 10**6))
def test_places_are_as_many_as_asked_for_and_nobody_has_more_than_his_share_rounded_up(
    counts: list[int], limit: int
) -> None:
    found, whole = places(counts, limit), sum(counts)
    assert sum(found) == min(limit, whole)
    for part, count in zip(found, counts, strict=True):
        assert part <= count
        assert abs(part * whole - min(limit, whole) * count) < max(whole, 1)


def test_what_is_told_of_a_part_never_reads_as_told_of_the_whole() -> None:
    part = sample(LISTED, 3)
    looked = Looked(sample=part, no_deals=1, notes=tuple(telling.shares(part)))
    nothing = assessed((), (), "version")
    page = telling.markdown(nothing, looked, moment())
    assert page.startswith("# Assessment of a part")
    assert "0 deals, of a part of what was booked" in page
    first, second = (one.removesuffix(", amounts without signs.") for one in looked.notes)
    assert first == "Looked at: the newest 2 of 6 orders, since 2026-05-01: 52.3 % of 21.00 USD"
    assert second.endswith("newest 1 of 3 opportunities, since 2026-06-03: 0.0 % of 60.00 EUR")
    form = telling.form(nothing, looked)["looked_at"]
    assert (form["whole"], form["no_deals"]) == (False, 1)
    assert form["kinds"][0]["share_percent"] == {"USD": "52.3"}
    whole = Looked(sample=sample(LISTED, 9), no_deals=0, notes=())
    assert telling.markdown(nothing, whole, moment()).startswith("# Assessment\n")
    every = ["Looked at: all 6 orders.", "Looked at: all 3 opportunities."]
    assert list(telling.shares(whole.sample)) == every
