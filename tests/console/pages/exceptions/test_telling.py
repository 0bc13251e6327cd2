from typing import get_args

from bridge.console.pages.exceptions.telling import ASKED_OF, WORDS, in_words, told
from bridge.queue.acts import Act, Ask, Comment, Tag
from bridge.queue.life import WaitsFor
from bridge.queue.story import Done
from tests.adapters.store.opening import moment


def test_every_act_has_its_words() -> None:
    assert set(WORDS) == set(get_args(Act))
    assert set(ASKED_OF) == set(WaitsFor)


def test_tags_that_came_and_went_are_told_by_their_signs() -> None:
    assert in_words(Tag(frozenset({"b", "a"}), frozenset({"c"}))) == (
        "changed its tags: +a, +b, -c",
        "",
    )


def test_what_was_done_since_the_reader_looked_is_marked_and_comes_first() -> None:
    asked = Ask(WaitsFor.ORIGIN, "the term?")
    story = tuple(Done(seq, "Ben", moment(), asked) for seq in (7, 9))
    lines = told(story, 1)
    assert [(one.entry, one.is_new, one.did, one.says) for one in lines] == [
        (9, True, "asked sales", "the term?"),
        (7, False, "asked sales", "the term?"),
    ]
    assert not any(one.is_new for one in told(story))


def test_comments_alone_mention_people() -> None:
    said: tuple[Act, ...] = (Comment("for @Ben"), Ask(WaitsFor.ORIGIN, "for @Ben"))
    story = tuple(Done(seq, "Ana", moment(), act) for seq, act in enumerate(said))
    lines = told(story, names=("Ben",))
    assert [[piece.name for piece in one.pieces] for one in lines] == [[None], [None, "Ben"]]
