"""Revenue of prepaid credits is proposed as journals; a person posts them and says so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from bridge.adapters.netsuite.journals import PostedJournal
from bridge.adapters.netsuite.session import Call
from bridge.adapters.store.deals import Journal
from bridge.adapters.store.tables import DocumentRow
from bridge.errors import Misconfigured
from bridge.flow.journals import Journals, note_posted, proposed
from bridge.ledger.entries import EntryKind
from bridge.model.document import Kind, State
from bridge.model.ids import ExternalId, canonical
from tests.stories.stand import SCENARIOS, Stand, a_stand

CREDITS = SCENARIOS / "f-prepaid-credits-with-overage.cpq.json"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The prepaid credits of the scenarios after a pass."""
    with a_stand(tmp_path_factory.mktemp("credits"), CREDITS) as opened:
        opened.sync()
        yield opened


@dataclass
class Lenient:
    """NetSuite, if it read an id with zeros before it as the id."""

    netsuite: Journals

    def journal(self, internal_id: str) -> PostedJournal | None:
        return self.netsuite.journal(internal_id.lstrip("0"))


@dataclass
class Slow:
    """NetSuite, which takes its time to tell of a journal of June; something is done meanwhile."""

    amount: str
    does: Callable[[], object]

    def journal(self, internal_id: str) -> PostedJournal:
        self.does()
        amount, nothing = Decimal(self.amount), Decimal(0)
        return PostedJournal(
            internal_id=internal_id,
            dated=date(2026, 6, 30),
            currency="USD",
            accounts=((amount, nothing), (nothing, amount)),
        )


def journals(stand: Stand) -> tuple[Journal, ...]:
    with stand.ends.store.reading() as view:
        return view.deals.journals()


def post_by_hand(
    stand: Stand,
    amount: str,
    currency: str = "USD",
    *,
    credited: Sequence[str] = (),
    dated: str = "2026-03-31",
) -> str:
    """Post a journal in NetSuite as a person does; return its internal id."""
    revenue = [
        {"account": f"{4000 + 100 * number} {'Usage ' * number}Revenue", "credit": Decimal(part)}
        for number, part in enumerate(credited or [amount])
    ]
    debit = {"account": "2500 Deferred Revenue", "debit": Decimal(amount)}
    lines = [{"line": number, **side} for number, side in enumerate([debit, *revenue])]
    body = {
        "tranDate": dated,
        "currency": {"externalId": currency},
        "line": {"items": lines},
    }
    call = Call(
        operation="by hand",
        method="POST",
        path="/services/rest/record/v1/journalEntry",
        headers={"Content-Type": "application/json"},
        body=canonical(body),
    )
    return stand.ends.netsuite._session.write(call).headers["Location"].rpartition("/")[2]


def test_journals_rest_prepared_and_neither_block_nor_count(stand: Stand) -> None:
    held = journals(stand)
    amounts = [proposed(one).text() for one in held]
    assert amounts == ["1600.00", "2400.00", "3200.00", "800.00"]
    # Another test of this stand posts the first one.
    assert {one.document.state for one in held[1:]} == {State.PREPARED}
    assert {one.document.kind for one in held} == {Kind.PROPOSED_JOURNAL}
    assert all(one.document.schedules for one in held)
    again = stand.sync()
    assert (again.summary.documents, again.summary.posted, again.posted_now) == (2, 2, 0)
    assert stand.status("O-F")[0] == "Ordered"


def test_what_a_person_posted_is_looked_up_and_kept(stand: Stand) -> None:
    first, second, *_ = (one.document.external_id for one in journals(stand))
    number = post_by_hand(stand, "1600.00")
    store, netsuite = stand.ends.store, stand.ends.netsuite
    slow = Slow("2400.00", lambda: note_posted(store, netsuite, first, number, "Ana"))
    with pytest.raises(Misconfigured, match=f"journal {number} stands for {first} already"):
        note_posted(store, slow, second, number, "Ben")
    settled = journals(stand)[0].document
    assert (settled.state, settled.internal_id, settled.settled_how) == (
        State.ACKNOWLEDGED,
        number,
        "posted",
    )
    entry = stand.deal("O-F").entries[-1]
    assert (entry.kind, entry.actor) == (EntryKind.ACKNOWLEDGED, "Ana")
    assert entry.payload["internal_id"] == number
    stand.sync()
    assert journals(stand)[0].document == settled
    refuses(stand, first, number, "it is posted already, as")
    refuses(stand, second, number, f"journal {number} stands for {first} already")
    with pytest.raises(Misconfigured, match=f"journal {number} stands for {first} already"):
        note_posted(stand.ends.store, Lenient(stand.ends.netsuite), second, f"00{number}", "Ana")


def test_what_a_pass_wrote_anew_is_not_settled_by_a_journal_that_tied_with_what_it_was(
    stand: Stand,
) -> None:
    second = journals(stand)[1].document.external_id
    slow = Slow("2400.00", lambda: rewrite(stand, second, "2400", "2500"))
    with pytest.raises(Misconfigured, match="it changed in this moment"):
        note_posted(stand.ends.store, slow, second, "4711", "Ana")
    rewrite(stand, second, "2500", "2400")
    assert journals(stand)[1].document.state is State.PREPARED


@pytest.mark.parametrize(
    ("amount", "currency", "says"),
    [
        ("2399.99", "USD", "has 2,399.99 USD in debit and 2,399.99 in credit, proposed are 2,400"),
        ("2400.00", "EUR", "has 2,400(.0+)? EUR in debit"),
    ],
)
def test_a_journal_that_does_not_tie_is_not_taken_for_the_one_that_was_proposed(
    stand: Stand, amount: str, currency: str, says: str
) -> None:
    second = journals(stand)[1].document.external_id
    refuses(stand, second, post_by_hand(stand, amount, currency), says)


def test_a_journal_of_another_month_or_of_more_accounts_is_not_taken(stand: Stand) -> None:
    """2,400.00 are proposed for June, on two accounts."""
    second = journals(stand)[1].document.external_id
    march = post_by_hand(stand, "2400.00")
    refuses(stand, second, march, "is of 2026-03-31, proposed is one of 2026-06")
    spread = post_by_hand(stand, "2400.00", credited=["2300.00", "100.00"], dated="2026-06-30")
    refuses(stand, second, spread, "otherwise than among DEFERRED-CREDITS, USAGE-REVENUE")


@pytest.mark.parametrize(
    ("number", "says"), [("4711", "NetSuite has no journal 4711"), ("JE7", "is no internal id")]
)
def test_what_names_no_journal_is_refused(stand: Stand, number: str, says: str) -> None:
    refuses(stand, journals(stand)[1].document.external_id, number, says)


def test_what_was_not_proposed_cannot_be_posted(stand: Stand) -> None:
    refuses(stand, ExternalId("bridge-801-pj-1"), "4711", "there is no such proposed journal")


def rewrite(stand: Stand, name: ExternalId, before: str, after: str) -> None:
    """Write a proposal as a pass does that found other usage: its name and its attempts stay."""
    with stand.ends.store._session(writes=True) as session:
        row = session.get_one(DocumentRow, name)
        row.body = row.body.replace(before.encode(), after.encode())
        session.add(row)
        session.commit()


def refuses(stand: Stand, name: ExternalId, number: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        note_posted(stand.ends.store, stand.ends.netsuite, name, number, "Ana")
