"""The road of a rulebook: nobody approves rules of their own, nothing old is published."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import Misconfigured
from bridge.ledger import chain
from bridge.ledger.entries import Draft as Unwritten
from bridge.ledger.entries import Entry
from bridge.model.ids import RulebookVersion, digest
from bridge.rulebooks import road
from bridge.rulebooks.road import Road, Wish

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
VERSIONS = [RulebookVersion(digest(number)) for number in range(4)]


class Walk:
    """A ledger of steps, one an hour."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    @property
    def now(self) -> datetime:
        return START + timedelta(hours=len(self.entries))

    @property
    def road(self) -> Road:
        return road.read(self.entries)

    def write(self, unwritten: Unwritten, by: str) -> None:
        last = self.entries[-1] if self.entries else None
        head = chain.Head(last.seq, last.hash) if last else chain.Head()
        self.entries.append(chain.append(head, unwritten, actor=by, at=self.now))

    def draft(
        self, version: RulebookVersion, by: str = "ann", holds_from: datetime | None = None
    ) -> int:
        wish = Wish(holds_from=holds_from)
        self.write(road.drafted(self.road, version, "new policy", wish), by)
        return len(self.road.drafts)

    def approve(self, draft: int, by: str = "bob") -> None:
        self.write(road.approved(self.road, self.road.drafts[draft], by, "agreed"), by)

    def publish(self, draft: int) -> None:
        self.write(road.published(self.road, self.road.drafts[draft], self.now), "ann")


def test_a_version_is_drafted_approved_by_another_person_and_published() -> None:
    walk = Walk()
    draft = walk.draft(VERSIONS[0])
    walk.approve(draft)
    walk.publish(draft)
    (one,) = walk.road.publications.values()
    assert (one.number, one.draft, one.version) == (1, 1, VERSIONS[0])
    assert one.in_force_from == START + timedelta(hours=2)
    known = walk.road.drafts[1]
    assert known.approved is not None
    assert (known.drafted.by, known.approved.by) == ("ann", "bob")
    assert (known.drafted.reason, known.approved.reason) == ("new policy", "agreed")


@pytest.mark.parametrize("name", ["ann", "Ann", " ANN ", "\uff41nn", "a.n-n", "\u00e1nn"])
def test_the_author_does_not_approve_however_the_name_is_spelt(name: str) -> None:
    walk = Walk()
    draft = walk.draft(VERSIONS[0])
    with pytest.raises(Misconfigured, match="nobody approves rules of their own"):
        walk.approve(draft, by=name)


def test_nothing_is_published_without_approval() -> None:
    walk = Walk()
    draft = walk.draft(VERSIONS[0])
    with pytest.raises(Misconfigured, match="let a person other than ann approve it"):
        walk.publish(draft)


def test_an_approval_does_not_hold_for_a_draft_that_changed() -> None:
    walk = Walk()
    walk.approve(walk.draft(VERSIONS[0]))
    changed = walk.draft(VERSIONS[1])
    with pytest.raises(Misconfigured, match="nobody has approved it"):
        walk.publish(changed)


def test_a_draft_lapses_when_another_version_is_published_first() -> None:
    walk = Walk()
    first, second = walk.draft(VERSIONS[0]), walk.draft(VERSIONS[1], by="cid")
    walk.approve(first)
    walk.approve(second)
    walk.publish(first)
    with pytest.raises(Misconfigured, match="it has lapsed: number 1 was published since"):
        walk.publish(second)
    with pytest.raises(Misconfigured, match="it was published as number 1"):
        walk.publish(first)


def test_an_approved_draft_is_not_approved_twice() -> None:
    walk = Walk()
    draft = walk.draft(VERSIONS[0])
    walk.approve(draft)
    with pytest.raises(Misconfigured, match="bob approved it already"):
        walk.approve(draft, by="cid")


def test_rules_wait_for_their_moment() -> None:
    walk = Walk()
    begins = START + timedelta(days=31)
    draft = walk.draft(VERSIONS[0], holds_from=begins)
    walk.approve(draft)
    walk.publish(draft)
    assert walk.road.in_force(begins - timedelta(seconds=1)) is None
    holds = walk.road.in_force(begins)
    assert holds is not None
    assert holds.version == VERSIONS[0]


def test_rules_that_are_published_after_their_moment_hold_from_then_on() -> None:
    walk = Walk()
    draft = walk.draft(VERSIONS[0], holds_from=START + timedelta(hours=1))
    walk.approve(draft)
    walk.publish(draft)
    (one,) = walk.road.publications.values()
    assert one.in_force_from == one.published.at == START + timedelta(hours=2)


def test_what_was_put_off_never_holds_once_something_later_holds_before_it() -> None:
    walk = Walk()
    for version, days in ((VERSIONS[0], 0), (VERSIONS[1], 31), (VERSIONS[2], 0)):
        draft = walk.draft(version, holds_from=START + timedelta(days=days))
        walk.approve(draft)
        walk.publish(draft)
    holds = walk.road.in_force(START + timedelta(days=60))
    assert holds is not None
    assert holds.version == VERSIONS[2]
    assert [walk.road.replaced_by(number) for number in (1, 2, 3)] == [None, 3, None]


def test_a_reason_is_needed_at_each_step() -> None:
    walk = Walk()
    with pytest.raises(Misconfigured, match="a draft needs a reason"):
        road.drafted(walk.road, VERSIONS[0], " \n")
    draft = walk.draft(VERSIONS[0])
    with pytest.raises(Misconfigured, match="an approval needs a reason"):
        road.approved(walk.road, walk.road.drafts[draft], "bob", "")


def test_a_draft_is_found_by_number_or_by_the_beginning_of_its_version() -> None:
    walk = Walk()
    walk.draft(VERSIONS[0])
    walk.draft(VERSIONS[1])
    walk.draft(VERSIONS[0])
    assert walk.road.draft_of("2").version == VERSIONS[1]
    assert walk.road.draft_of(VERSIONS[0][:8].upper()).number == 3
    for wrong in ("", "0", "9", VERSIONS[0][:7], "x" * 12, "\u00b2"):
        with pytest.raises(Misconfigured, match="there is no such draft"):
            walk.road.draft_of(wrong)


#: (what, which draft or version, who)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["draft", "approve", "publish"]),
        st.integers(0, 3),
        st.sampled_from(["ann", "bob"]),
    ),
    max_size=30,
)


@given(STEPS)
def test_whatever_is_tried_every_publication_was_approved_by_another_person(
    steps: list[tuple[str, int, str]],
) -> None:
    walk = Walk()
    for what, number, who in steps:
        drafts = walk.road.drafts
        if what == "draft":
            walk.draft(VERSIONS[number], by=who)
        elif number + 1 in drafts:
            _tried(walk, what, number + 1, who)
    after = walk.road
    assert list(after.publications) == list(range(1, len(after.publications) + 1))
    for one in after.publications.values():
        draft = after.drafts[one.draft]
        assert draft.version == one.version
        assert draft.approved is not None
        assert draft.approved.by != draft.drafted.by
        assert draft.drafted.at < draft.approved.at < one.published.at


def _tried(walk: Walk, what: str, draft: int, who: str) -> None:
    before = len(walk.entries)
    try:
        if what == "approve":
            walk.approve(draft, by=who)
        else:
            walk.publish(draft)
    except Misconfigured:
        assert len(walk.entries) == before
