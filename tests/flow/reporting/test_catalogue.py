"""Reports from the books: as of a cut-off, tied to the ledger, with the evidence of each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bridge.adapters.store.database import Store
from bridge.errors import Misconfigured
from bridge.flow.reporting.catalogue import REPORTS, Wish, report
from bridge.flow.rulebook.publishing import road_of
from bridge.ledger.judgement import Excluded, Flagged, Translated
from bridge.model.flags import Flag
from bridge.model.ids import RulebookVersion, digest
from bridge.queue.deciding import Confirm, Propose
from bridge.queue.decision import Outcome, Proposal
from bridge.reports.table import Report
from bridge.rulebooks import road
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import BASIS, a_deal, a_document, usd

FLAGGED, EXCLUDED, POSTED = "801000000000001AAA", "801000000000002AAA", "801000000000003AAA"
#: One day after the other: judged and flagged, decided about, then the rules learn the product.
FIRST = datetime(2026, 9, 29, 10, 0, tzinfo=UTC)
NOW = FIRST + timedelta(days=10)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """
    29 September: one deal is flagged, one left out, one translated.

    30 September: the flagged one is proposed as handled outside, and confirmed. 1 October: it
    translates after all. Rules are drafted, approved and published on 2 October.
    """
    time = [FIRST]
    folder: Path = tmp_path_factory.mktemp("books")
    with opened(f"sqlite:///{folder}/bridge.sqlite", lambda: time[0]) as store:
        flag = Flag("ITEM_UNMAPPED", "no item for 'SEAT'", (), usd("1200.00"))
        posted = a_document(usd("700.00"), deal=POSTED)
        judge(
            store,
            Flagged(deal=a_deal("1200.00", deal=FLAGGED), flags=(flag,), basis=BASIS),
            Excluded(
                deal=a_deal("50.00", deal=EXCLUDED), rule="scope#trial", says="a trial", basis=BASIS
            ),
            Translated(deal=a_deal("700.00", deal=POSTED), documents=(posted,), basis=BASIS),
        )
        time[0] += timedelta(days=1)
        with store.transaction("proposed", actor="Ana") as tx:
            proposal = Proposal(
                outcome=Outcome.OUTSIDE,
                by="Ana",
                reason="made by hand",
                basis=tx.lives.basis(1),
                record="salesOrder:12",
            )
            tx.lives.act(1, Propose(proposal))
        with store.transaction("confirmed", actor="Ben") as tx:
            tx.lives.act(1, Confirm("Ben", "it ties"))
        time[0] += timedelta(days=1)
        found = a_document(usd("1200.00"), deal=FLAGGED)
        judge(store, Translated(deal=a_deal("1200.00", deal=FLAGGED), documents=(found,)))
        time[0] += timedelta(days=1)
        publish(store, time[0])
        yield store


def publish(store: Store, at: datetime) -> None:
    """Take two versions down the road, the second of which changes a row."""
    before = "language: 1\nrows:\n  seat: {item: SEAT}\n"
    for number, text in enumerate((before, before.replace("SEAT}", "SUB-SEAT}")), start=1):
        files = {"items.yaml": text}
        version = RulebookVersion(digest(files))
        with store.transaction("drafted", actor="Ana") as tx:
            tx.dossiers.keep_rulebook(version, files)
            tx.ledger.append(road.drafted(road_of(tx), version, f"reason {number}"))
        with store.transaction("approved", actor="Ben") as tx:
            known = road_of(tx)
            tx.ledger.append(road.approved(known, known.drafts[number], "Ben", "read"))
        with store.transaction("published", actor="Eve") as tx:
            known = road_of(tx)
            tx.ledger.append(road.published(known, known.drafts[number], at))


def taken(store: Store, name: str, day: str | None = None, period: str | None = None) -> Report:
    as_of = date.fromisoformat(day) if day else None
    with store.reading() as view:
        return report(view, name, Wish(now=NOW, as_of=as_of, period=period))


def column(found: Report, name: str) -> list[Any]:
    place = [one.name for one in found.columns].index(name)
    return [row[place] for row in found.rows]


def test_a_deal_that_is_resolved_since_was_in_suspense_at_the_cut_off(books: Store) -> None:
    then = taken(books, "suspense", "2026-09-29")
    assert column(then, "deal") == [FLAGGED]
    assert column(then, "where") == ["suspense"]
    assert column(then, "code") == ["ITEM_UNMAPPED"]
    assert column(then, "amount") == [usd("1200.00")]
    assert column(then, "exceptions") == ["1"]
    assert column(then, "opened_at") == column(then, "moved_at") == [FIRST]
    assert then.evidence.population == "3 deals booked by the end of 2026-09-29 (UTC)"
    assert then.evidence.ties == (
        "the rows add up to what is waiting or in suspense by the ledger: 1,200.00 USD"
    )
    assert taken(books, "suspense", "2026-09-28").evidence.ledger.seq == 0
    assert taken(books, "suspense", "2026-10-01").rows == ()
    assert taken(books, "suspense").rows == ()


def test_the_evidence_names_the_last_entry_and_the_rules_of_that_time(books: Store) -> None:
    before, after = (taken(books, "suspense", day).evidence for day in ("2026-10-01", "2026-10-02"))
    assert before.rulebook == f"none were published; deals were judged last by {'r' * 12}"
    assert after.rulebook.startswith("publication 2, version ")
    with books.reading() as view:
        assert after.ledger == view.ledger.head()
        last = tuple(view.ledger.entries(as_of=before.as_of))[-1]
    assert (before.ledger.seq, before.ledger.hash) == (last.seq, last.hash)


def test_the_register_of_exclusions_ties_to_the_ledger(books: Store) -> None:
    found = taken(books, "exclusions", "2026-09-29")
    assert column(found, "deal") == [EXCLUDED]
    assert column(found, "rule") == ["scope#trial"]
    assert column(found, "standing") == column(found, "amount") == [usd("50.00")]
    assert (column(found, "since"), column(found, "until")) == ([FIRST], [None])
    assert found.evidence.ties.endswith("still left out by the ledger: 50.00 USD")
    assert taken(books, "exclusions", "2026-09-28").rows == ()


def test_the_register_of_what_was_handled_outside_names_both_people(books: Store) -> None:
    found = taken(books, "outside")
    assert column(found, "record") == ["salesOrder:12"]
    assert column(found, "amount") == [usd("1200.00")]
    assert (column(found, "proposed_by"), column(found, "answered_by")) == (["Ana"], ["Ben"])
    assert (column(found, "why"), column(found, "answer")) == (["made by hand"], ["it ties"])
    assert column(found, "standing") == ["confirmed"]
    assert taken(books, "outside", "2026-09-29").rows == ()
    assert taken(books, "rejected").rows == ()
    assert taken(books, "rejected").evidence.population.startswith("1 proposal by ")


def test_the_register_of_rule_changes_tells_who_when_why_and_what(books: Store) -> None:
    found = taken(books, "rule-changes")
    assert column(found, "stage") == ["published", "published"]
    assert column(found, "written_by") == ["Ana", "Ana"]
    assert column(found, "approved_by") == ["Ben", "Ben"]
    assert column(found, "published_by") == ["Eve", "Eve"]
    assert column(found, "why") == ["reason 1", "reason 2"]
    assert column(found, "changed") == [
        "items.yaml: added 4 lines",
        "items.yaml rows.seat: {'item': 'SEAT'} -> {'item': 'SUB-SEAT'}",
    ]
    assert taken(books, "rule-changes", "2026-10-01").rows == ()


def test_each_list_says_how_many_there_are(books: Store) -> None:
    for name, rows, population in (
        ("deals", 3, "3 deals"),
        ("documents", 2, "2 documents"),
        ("exceptions", 0, "1 exception"),
        ("all-exceptions", 1, "1 exception"),
    ):
        found = taken(books, name)
        assert (len(found.rows), found.evidence.population) == (rows, population), name
    assert column(taken(books, "documents"), "state") == ["PREPARED", "PREPARED"]
    assert column(taken(books, "all-exceptions"), "state") == ["RESOLVED"]


def test_the_ledger_can_be_asked_for_a_month(books: Store) -> None:
    whole, september = taken(books, "ledger"), taken(books, "ledger", period="2026-09")
    october = taken(books, "ledger", period="2026-10")
    assert september.rows + october.rows == whole.rows
    assert {at.month for at in column(september, "at")} == {9}
    assert all(not money for sums in whole.totals.values() for money in sums.values())
    assert taken(books, "ledger", "2026-09-29", "2026-10").rows == ()


def test_every_report_can_be_taken_of_empty_books(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/bridge.sqlite") as store:
        for name in REPORTS.keys() - {"close"}:
            assert taken(store, name).rows == (), name


@pytest.mark.parametrize(
    ("name", "day", "period", "says"),
    [
        ("balance", None, None, "there is no such report"),
        ("deals", "2026-09-29", None, "cannot be asked for --as-of"),
        ("suspense", None, "2026-09", "cannot be asked for --period"),
        ("ledger", None, "September", "is no month"),
        ("close", None, None, "a close is that of a month"),
        ("ledger", "2026-10-09", None, "is not over"),
    ],
)
def test_what_cannot_be_asked_for_is_told(
    books: Store, name: str, day: str | None, period: str | None, says: str
) -> None:
    with pytest.raises(Misconfigured, match=says):
        taken(books, name, day, period)
