"""Plans over books: what stands is found again, in this process and in others."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.replaying.plans import PLANS_MAX
from bridge.errors import Misconfigured
from bridge.flow.replaying import keeping
from bridge.flow.replaying.background import Replays
from bridge.flow.replaying.planning import GivenUp, Planning, Wanted
from bridge.flow.rulebook.editions import Edition
from bridge.model.ids import Digest, digest
from bridge.rulebooks.replay import forms
from bridge.rulebooks.replay.comparing import Kind
from tests.adapters.store.opening import opened
from tests.flow.replaying.books import books, otherwise
from tests.flow.rulebook.test_publishing import Hours
from tests.stories.stand import RAMP, SHIPPED, a_stand, changed_rules, edition_of
from tests.stories.test_changed_deals import MORE_SEATS

DEALS = 8
SOLD = "sources/opportunity.yaml"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with books(tmp_path_factory.mktemp("replay")) as opened:
        yield opened


@pytest.fixture(scope="module")
def days() -> Edition:
    """Rules by which what stands by months is spread by days."""
    return otherwise("SUB-ENT, STRAIGHT_LINE_EVEN", "SUB-ENT, STRAIGHT_LINE_DAYS")


def wanted(draft: Edition) -> Wanted:
    return Wanted(draft=draft, in_force=edition_of(SHIPPED))


def test_the_rules_that_judged_the_deals_find_them_as_they_stand(store: Store) -> None:
    found = Planning(store=store).plan(wanted(edition_of(SHIPPED)))
    assert (found.tally.tried, found.changes, found.failed) == (DEALS, (), ())
    assert found.closing.first_open == "2026-03"


def test_processes_of_their_own_find_just_what_this_one_finds(store: Store, days: Edition) -> None:
    here = forms.plan(Planning(store=store).plan(wanted(days)))
    apart = forms.plan(Planning(store=store, processes=2, few=0).plan(wanted(days)))
    assert here == apart
    assert here["differing"] > 0
    assert here["not_reproduced"] == []
    assert {one["rule"] for one in here["rules"]} == {"items#ENT"}
    assert here["blockers"] == []  # nothing of it is in NetSuite yet
    assert here["closed"]["late"] != []


def test_a_draft_that_has_deals_as_the_rules_in_force_have_them_changes_nothing(
    store: Store, days: Edition
) -> None:
    found = Planning(store=store).plan(Wanted(draft=days, in_force=days))
    assert (found.changes, found.tally.earlier > 0) == ((), True)


def test_a_draft_by_which_other_opportunities_book_says_what_the_books_cannot_know(
    store: Store,
) -> None:
    direct = "gives: {Direct_Sale: opportunity}"
    more = otherwise(direct, "gives: {Direct_Sale: opportunity, Partner: opportunity}", file=SOLD)
    none = otherwise(direct, "gives: {Direct_Sale: order}", file=SOLD)
    (said,) = Planning(store=store).plan(wanted(more)).tally.notes
    assert "Of those that the books do not know no plan tells" in said
    assert Planning(store=store).plan(wanted(none)).tally.notes == ()


def test_a_plan_is_given_up_where_it_is_to_stop(store: Store) -> None:
    with pytest.raises(GivenUp):
        Planning(store=store, stops=lambda: True).plan(wanted(edition_of(SHIPPED)))


def test_a_plan_that_was_kept_serves_again_until_something_is_another(
    store: Store, days: Edition
) -> None:
    planning = Planning(store=store)
    first = keeping.made(planning, wanted(days), anew=True)
    keeping.keep(store, first, "ann")
    again = keeping.made(planning, wanted(days))
    assert (first.cached, again.cached) == (False, True)
    assert digest(dict(again.form)) == digest(dict(first.form))
    assert not keeping.made(planning, wanted(edition_of(SHIPPED))).cached
    assert not keeping.made(planning, wanted(days), anew=True).cached
    newer = replace(wanted(days), bridge=digest("a release to come"))
    assert not keeping.made(planning, newer).cached
    with store.reading() as view:
        kept = view.plans.latest(days.rulebook.version)
    assert kept is not None
    assert (kept.digest, kept.made_by) == (first.form["digest"], "ann")


def test_the_oldest_plan_makes_room_and_none_that_is_spared(tmp_path: Path) -> None:
    form = {"draft": "a draft", "digest": "0" * 64}
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}", Hours()) as store:
        for number in range(PLANS_MAX + 2):
            with store.transaction("rules_planned") as tx:
                tx.plans.keep(named(number), form, [named(0)])
        with store.reading() as view:
            kept = [n for n in range(PLANS_MAX + 2) if view.plans.one(named(n)) is not None]
    assert PLANS_MAX == 20
    assert kept == [0, *range(2, 22)]  # the twenty newest, and the one that people go by


def named(number: int) -> Digest:
    return Digest(f"{number:064}")


def test_one_plan_is_made_at_a_time_and_can_be_given_up(store: Store, days: Edition) -> None:
    replays, go_on = Replays(), threading.Event()
    version = days.rulebook.version

    def late() -> Wanted:
        assert go_on.wait(timeout=30)
        return wanted(days)

    replays.begin(store, late, version, "ann")
    running = replays.of(version)
    with pytest.raises(Misconfigured, match="ann has begun another one"):
        replays.begin(store, late, version, "bob")
    replays.give_up()
    go_on.set()
    replays.wait()
    ended = replays.of(version)
    assert running is not None
    assert ended is not None
    assert (running.runs, ended.runs, ended.says) == (True, False, "it was given up")
    replays.begin(store, late, version, "bob")
    replays.wait()
    ended = replays.of(version)
    assert ended is not None
    assert (ended.says, ended.done, ended.whole) == ("", DEALS, DEALS)
    replays.close()


def test_a_draft_that_decides_a_correction_clears_what_changed_after_posting(
    tmp_path: Path,
) -> None:
    typo = "mistyped: [no, no, no, no, no, review]"
    decides = typo.replace("review", "correct_unbilled")
    draft = edition_of(changed_rules(tmp_path, "corrections.yaml", typo, decides))
    with a_stand(tmp_path / "stand", RAMP) as stand:
        stand.sync()
        stand.arrive(*MORE_SEATS)
        stand.sync()
        assert stand.codes() == [("CHANGED_AFTER_POSTING", "13230.00")]
        planning = Planning(store=stand.ends.store)
        found = planning.plan(Wanted(draft=draft, in_force=stand.edition))
        same = planning.plan(Wanted(draft=stand.edition, in_force=stand.edition))
    assert [(one.kind, one.before.says) for one in found.changes] == [
        (Kind.CLEARED, "held: CHANGED_AFTER_POSTING")
    ]
    assert (found.tally.tried, found.tally.decided) == (1, 0)
    assert (same.changes, same.tally.tried, same.tally.decided) == ((), 1, 0)
