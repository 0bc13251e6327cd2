import pytest

from bridge.ledger.accounts import (
    BOOKED,
    ORDERED,
    PENDING,
    WAITING,
    Family,
    UnknownAccount,
    excluded,
    parse,
    suspense,
)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (BOOKED, (Family.BOOKED, None)),
        (WAITING, (Family.WAITING, None)),
        (PENDING, (Family.PENDING, None)),
        (ORDERED, (Family.ORDERED, None)),
        (suspense("ITEM_UNMAPPED"), (Family.SUSPENSE, "ITEM_UNMAPPED")),
        (excluded("scope#partners"), (Family.EXCLUDED, "scope#partners")),
    ],
)
def test_every_account_is_read_back_as_it_was_named(
    name: str, parts: tuple[Family, str | None]
) -> None:
    assert parse(name) == parts


@pytest.mark.parametrize(
    "name", ["", "cash", "booked:X", "suspense", "suspense:", "excluded:a b", "Booked", "booked "]
)
def test_other_names_are_no_accounts(name: str) -> None:
    with pytest.raises(UnknownAccount):
        parse(name)


@pytest.mark.parametrize("reason", ["", " ", "a b", "a\n"])
def test_a_reason_with_a_gap_names_no_account(reason: str) -> None:
    with pytest.raises(UnknownAccount):
        suspense(reason)
    with pytest.raises(UnknownAccount):
        excluded(reason)


@pytest.mark.parametrize("reason", ["a:b", "scope#größer", "ramp.yaml#row-1"])
def test_every_other_reason_is_read_back(reason: str) -> None:
    assert parse(suspense(reason)) == (Family.SUSPENSE, reason)
    assert parse(excluded(reason)) == (Family.EXCLUDED, reason)
