"""Notices, who wants them, how they are told, and when again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bridge.model.money import Currency, Money
from bridge.notices.notice import Event, Interest, Notice
from bridge.notices.timing import next_try
from bridge.notices.wording import message

USD, EUR = Currency("USD"), Currency("EUR")
NOTICE = Notice(
    event=Event.EXCEPTION_OPENED,
    key="exception:4",
    at=datetime(2026, 9, 30, 12, 0, 5, tzinfo=UTC),
    says="ITEM_UNMAPPED, Acme: no item\nfor 'SEAT'",
    page="/exceptions/4",
    code="ITEM_UNMAPPED",
    amount=Money(-500_00, USD),
)


def test_a_notice_is_read_as_it_was_written() -> None:
    for one in (NOTICE, replace(NOTICE, code=None, amount=None)):
        assert Notice.parse(one.form()) == one


def test_a_channel_takes_what_it_asked_for_and_everything_if_it_named_nothing() -> None:
    least = {USD: Money(500_01, USD)}
    for interest, is_taken in (
        (Interest(amounts_from={}), True),
        (Interest(events=frozenset({Event.EXCEPTION_OPENED}), amounts_from={}), True),
        (Interest(events=frozenset({Event.RULES_PUBLISHED}), amounts_from={}), False),
        (Interest(codes=frozenset({"ITEM_UNMAPPED"}), amounts_from={}), True),
        (Interest(codes=frozenset({"OTHER"}), amounts_from={}), False),
        (Interest(amounts_from=least), False),
        (Interest(amounts_from={USD: Money(500_00, USD)}), True),
        (Interest(amounts_from={EUR: Money(10**9, EUR)}), True),
    ):
        assert interest.takes(NOTICE) is is_taken, interest
    without = replace(NOTICE, amount=None, code=None)
    assert Interest(codes=frozenset({"OTHER"}), amounts_from=least).takes(without)


def test_a_message_has_the_number_and_the_amount_and_where_to_look() -> None:
    one = message([NOTICE], "https://bridge.example.com")
    assert one.title == "Revenue bridge: 1 exceptions opened"
    assert one.text == (
        "2026-09-30 12:00 UTC ITEM_UNMAPPED, Acme: no item for 'SEAT' (-500.00 USD) "
        "https://bridge.example.com/exceptions/4"
    )


def test_a_long_digest_counts_what_it_does_not_tell() -> None:
    many = [NOTICE] * 22 + [replace(NOTICE, event=Event.RULES_PUBLISHED)]
    one = message(many, "https://bridge.example.com")
    assert one.title == "Revenue bridge: 22 exceptions opened, 1 rules published"
    lines = one.text.splitlines()
    assert (len(lines), lines[-1]) == (21, "and 3 more: https://bridge.example.com/")


def test_a_long_sentence_is_cut_where_one_sees_it() -> None:
    whole, cut = (
        message([replace(NOTICE, says="x" * length)], "").text.split()[3] for length in (300, 301)
    )
    assert (whole, cut) == ("x" * 300, "x" * 299 + "…")


def test_pauses_grow_to_six_hours() -> None:
    pauses = [next_try(tries, NOTICE.at) - NOTICE.at for tries in (1, 2, 3, 10, 500)]
    assert pauses == [
        timedelta(seconds=30),
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(seconds=30 * 512),
        timedelta(hours=6),
    ]
