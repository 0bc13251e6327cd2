import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.flags import Flag
from bridge.model.money import Currency, Money
from bridge.queue.cause import Cause, cause_of

NOTHING = Money(0, Currency("USD"))


def cause(says: str, code: str = "ITEM_UNMAPPED") -> Cause:
    return cause_of([Flag(code, says, (), NOTHING)])


ALIKE = {
    "record ids": (
        "EffectiveDate of Order 801000000000001AAA is blank",
        "EffectiveDate of Order 8015e00000Qxyz7 is blank",
    ),
    "external ids and line keys": (
        "it takes from line 1 of bridge-801000000000001AAA-so-1",
        "it takes from line 12 of bridge-801000000000002AAA-oc-3",
    ),
    "amounts, with sign and currency": (
        "the lines add up to 1,200.00 USD, the order says 1,100.00 USD",
        "the lines add up to -3.50 USD, the order says 0.00 USD",
    ),
    "days and times": (
        "no period holds 2026-01-31",
        "no period holds 2027-12-01",
    ),
    "numbers": ("it takes 8.3333 units", "it takes 20 units"),
    "what stands between two apostrophes": (
        "the subscription's segment runs 2026-01-01 to 2026-12-31, the order product's 2026-02-01",
        "the subscription's segment runs 2027-01-01 to 2027-12-31, the order product's 2027-02-01",
    ),
}


@pytest.mark.parametrize("what", ALIKE)
def test_what_differs_from_deal_to_deal_makes_no_cause_of_its_own(what: str) -> None:
    one, other = ALIKE[what]
    assert cause(one) == cause(other)
    assert cause(one).fingerprint == cause(other).fingerprint


DIFFERENT = {
    "codes": (cause("the same words", "ONE_CODE"), cause("the same words", "OTHER_CODE")),
    "quoted values": (cause("no item for 'SEAT-1'"), cause("no item for 'SEAT-2'")),
    "quoted ids": (
        cause("no subsidiary for '801000000000001AAA'"),
        cause("no subsidiary for '801000000000002AAA'"),
    ),
    "fields": (cause("EndDate is blank"), cause("StartDate is blank")),
    "names with digits in them": (cause("Product2Id is blank"), cause("Product3Id is blank")),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_what_has_to_be_mended_apart_is_a_cause_apart(what: str) -> None:
    one, other = DIFFERENT[what]
    assert one != other
    assert one.fingerprint != other.fingerprint


def test_the_first_flag_gives_the_cause() -> None:
    flags = [Flag("FIRST", "one", (), NOTHING), Flag("SECOND", "two", (), NOTHING)]
    assert cause_of(flags) == Cause("FIRST", "one")


@given(st.text(max_size=2_000))
def test_every_sentence_has_a_cause_that_is_short_enough_for_a_list(says: str) -> None:
    assert len(cause(says).says) <= 300
    assert cause(says) == cause(says)


def test_a_long_sentence_of_digits_is_read_at_once() -> None:
    # A pattern that tries every way to cut this into numbers would not come back.
    assert cause("1," * 20_000 + "x").says
