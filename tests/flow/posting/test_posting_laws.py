"""Whatever happens, in whatever order: the books are whole and nothing is written twice."""

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bridge.adapters.store.database import Store
from bridge.ledger.judgement import Judgement
from bridge.model.document import State
from bridge.model.ids import ContractId, DealId, ExternalId
from bridge.model.money import Money
from tests.databases import with_tables
from tests.flow.posting.acts import QUIET_S, judge, posting
from tests.flow.posting.netsuite_in_memory import Account, Held, Present
from tests.ledger.building import (
    USD,
    a_deal,
    a_document,
    a_translation,
    excluded,
    flagged,
    waiting,
)

#: Two contracts of two deals each.
DEALS = tuple(DealId(f"80100000000000{number}AAA") for number in range(4))
ANSWERS = ("done", "cut", "lost", "throttled", "unavailable", "refused")


class Died(BaseException):
    """Stands for the death of the process."""


class Books(RuleBasedStateMachine):
    """Deals change, calls fail, the process dies; people reopen what was refused."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bridge-laws-"))
        self.present = Present()
        self.account = Account()
        self.foreign: set[ExternalId] = set()
        self.fatal = 0
        self.store = self.opened()

    def opened(self) -> Store:
        url = f"sqlite:///{self.folder}/bridge.sqlite"
        return Store(with_tables(url), clock=self.present, on_commit=self.committing)

    def committing(self, _point: str) -> None:
        self.fatal -= 1
        if self.fatal == 0:
            raise Died

    @rule(
        place=st.integers(0, 3),
        outcome=st.sampled_from(["waiting", "flagged", "excluded", "translated"]),
        minor=st.sampled_from([0, 100, 25_000, -25_000]),
        text=st.sampled_from(["", "other"]),
    )
    def a_deal_is_judged(self, place: int, outcome: str, minor: int, text: str) -> None:
        facts = a_deal(Money(minor, USD), deal=DEALS[place], place=place % 2)
        facts = replace(facts, contract=ContractId(DEALS[place - place % 2]))
        document = a_document(facts.booked, deal=facts.id, text=text)
        contract_document = replace(document.document, contract=facts.contract)
        judgements: dict[str, Judgement] = {
            "waiting": waiting(facts),
            "flagged": flagged(facts),
            "excluded": excluded(facts),
            "translated": a_translation(facts, [replace(document, document=contract_document)]),
        }
        judge(self.store, judgements[outcome])

    @rule(answers=st.lists(st.sampled_from(ANSWERS), max_size=3))
    def documents_are_posted(self, answers: list[str]) -> None:
        self.account.answers = list(answers)
        posting(self.store, self.account, self.present).post()

    @rule(fatal=st.integers(1, 5), answer=st.sampled_from(ANSWERS))
    def the_process_dies_while_it_posts(self, fatal: int, answer: str) -> None:
        self.account.answers = [answer]
        self.fatal = fatal
        try:
            posting(self.store, self.account, self.present).post()
        except Died:
            self.store.close()
            self.store = self.opened()
        self.fatal = 0

    @rule(seconds=st.sampled_from([1.0, 10.0, QUIET_S]))
    def time_passes(self, seconds: float) -> None:
        self.present.sleep(seconds)

    @rule(place=st.integers(0, 3))
    def somebody_writes_a_record_under_our_id(self, place: int) -> None:
        name = ExternalId(f"bridge-{DEALS[place]}-so-1")
        if name not in self.account.records:
            self.account.records[name] = Held("77", None)
            self.foreign.add(name)

    @rule(place=st.integers(0, 3))
    def a_person_opens_a_refused_document_again(self, place: int) -> None:
        with self.store.transaction("reopened", actor="ana") as tx:
            tx.documents.reopen(ExternalId(f"bridge-{DEALS[place]}-so-1"))

    @rule()
    def the_origins_are_told(self) -> None:
        with self.store.transaction("written_back") as tx:
            for due in tx.write_backs.due():
                tx.write_backs.done(due.deal, due.digest)

    @invariant()
    def the_books_are_whole(self) -> None:
        assert self.store.verify() == ()

    @invariant()
    def suspense_is_the_sum_of_the_open_exceptions(self) -> None:
        with self.store.reading() as view:
            open_minor = sum(case.amount.minor for case in view.cases.all())
            position = view.deals.summary().currencies.get("USD")
        assert position is None or position.suspense.minor == open_minor
        assert position is not None or open_minor == 0

    @invariant()
    def what_netsuite_acknowledged_is_what_it_holds_and_was_written_once(self) -> None:
        ours = Counter(name for name in self.account.writes if name not in self.foreign)
        assert all(count == 1 for count in ours.values())
        with self.store.reading() as view:
            deals = [view.deals.whole(deal) for deal in DEALS]
        for document in (one for deal in deals if deal for one in deal.documents):
            if document.state is State.ACKNOWLEDGED:
                assert self.account.records[document.external_id].digest == document.digest

    def teardown(self) -> None:
        """When nothing fails any more, everything settles."""
        if not hasattr(self, "store"):
            return
        self.account.answers = []
        with self.store.transaction("passed_over") as tx:
            for deal in DEALS:  # each is read again, and found as it was: the next pass does that
                tx.judgements.answer(deal)
        posting(self.store, self.account, self.present).run(wait_s=10 * QUIET_S)
        with self.store.reading() as view:
            assert view.deals.summary().unknown == 0
            left = {one.claim.state for lane in view.documents.lanes() for one in lane}
        assert left <= {State.ACKNOWLEDGED, State.REFUSED, State.BLOCKED}
        assert self.store.verify() == ()
        self.store.close()
        shutil.rmtree(self.folder)


TestBooks = Books.TestCase
#: A step costs several commits to disk, so a tenth of the examples must do.
TestBooks.settings = settings(max_examples=settings().max_examples // 10, stateful_step_count=20)
