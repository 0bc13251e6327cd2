"""A death at every commit on the way of a merge: one merged arrangement, and no second one."""

import pytest

from bridge.adapters.netsuite.merging.restlet import Progress
from bridge.flow.merging.approving import named
from bridge.model.document import State
from tests.flow.merging.acts import agree, merging, request
from tests.flow.merging.building import MERGE
from tests.flow.merging.conftest import Books
from tests.flow.merging.merges_in_memory import Merges
from tests.flow.posting.acts import QUIET_S
from tests.flow.posting.test_posting_crashes import Countdown, Died

#: What the account does with the first submission, and the commits of a pass then.
COMMITS = {
    "done": "merge_approved marked submitted acknowledged",
    "cut": "merge_approved marked submitted acknowledged",
    "throttled": "merge_approved marked put_back marked submitted acknowledged",
}
#: The commits that only a merge has, and every one.
QUICK = [("done", fatal) for fatal in (1, 4, 5, 6, 7)] + [("cut", 4)]
DEATHS = [
    (answer, fatal)
    for answer, names in COMMITS.items()
    for fatal in range(1, 2 * len(names.split()) + 1)
]


def live(books: Books, merges: Merges, counting: Countdown) -> None:
    """Approve the merge if it is not, and make a pass that waits for what is not known."""
    books.hears = counting
    with books.store.reading() as view:
        approved = named(view, MERGE).approval is not None
    if not approved:
        agree(books.store)
    merging(books.store, merges, books.present).run(wait_s=3 * QUIET_S)
    assert books.store.verify() == ()


@pytest.mark.parametrize(("answer", "names"), COMMITS.items())
def test_a_pass_commits_where_the_other_test_dies(answer: str, names: str, books: Books) -> None:
    counting = Countdown(0)
    live(books, Merges([answer]), counting)
    wanted = [f"{when}:{name}" for name in names.split() for when in ("before", "after")]
    assert counting.heard == wanted


@pytest.mark.parametrize(
    "deaths", [QUICK, pytest.param(DEATHS, marks=pytest.mark.on_demand)], ids=["some", "all"]
)
def test_a_death_at_any_commit_costs_delay_and_no_second_merge(
    deaths: list[tuple[str, int]], books: Books
) -> None:
    for answer, fatal in deaths:
        books.put_back()
        merges = Merges([answer])
        with pytest.raises(Died):
            live(books, merges, Countdown(fatal))
        live(books, merges, Countdown(0))
        assert merges.merged == 1, (answer, fatal)
        assert Progress.FAILED not in merges.tasks.values()
        assert request(books.store).state is State.ACKNOWLEDGED
        with books.store.reading() as view:
            kinds = [one.kind for one in view.ledger.entries()]
        assert kinds.count("MERGE_APPROVED") == 1
