"""Builders of acts and stories, and strategies that draw them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bridge.model.money import Currency, Money
from bridge.queue.acts import Act, Ask, Assign, Bounce, Comment, Escalate, Reopen, Send, Snooze, Tag
from bridge.queue.life import Until, WaitsFor
from bridge.queue.story import Done

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = MORNING.date()
ANA, BEN = "Ana", "Ben"

untils = st.one_of(
    st.builds(lambda day: Until(day=day), st.dates(date(2026, 1, 1), date(2030, 1, 1))),
    st.builds(
        lambda minor, code: Until(amount=Money(minor, Currency(code))),
        st.integers(1, 10**12),
        st.sampled_from(["USD", "JPY", "KWD"]),
    ),
    st.builds(lambda count: Until(count=count), st.integers(1, 10_000)),
)
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
tags = st.frozensets(st.sampled_from(["quarter-end", "pilot", "legal"]))
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(Assign, st.none() | st.sampled_from([ANA, BEN])),
    st.builds(Comment, words),
    st.builds(Tag, tags, tags),
    st.builds(Snooze, untils, words),
    st.builds(Ask, st.sampled_from(WaitsFor), words),
    st.builds(Send, words),
    st.builds(Reopen, words),
    st.builds(Escalate, words),
    st.builds(Bounce, st.integers(1, 10_000), words),
)


def story(*told: Act | tuple[str, Act], every: timedelta = timedelta(minutes=5)) -> list[Done]:
    """Tell acts one after the other, by Ana unless somebody else is named."""
    return [
        Done(seq, one[0], MORNING + seq * every, one[1])
        if isinstance(one, tuple)
        else Done(seq, ANA, MORNING + seq * every, one)
        for seq, one in enumerate(told, 1)
    ]
