"""Whatever happens to exceptions, in whatever order: lists, counts and suspense say what is so."""

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store
from bridge.errors import Misconfigured
from bridge.flow.waking import wake
from bridge.ledger.judgement import Judgement
from bridge.model.dossier import Override
from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.queue.acts import Act
from bridge.queue.deciding import Confirm, Decline, Propose, Revoke, Settle
from bridge.queue.decision import Decided, Outcome, Proposal, decided
from bridge.queue.life import CaseState
from tests.databases import with_tables
from tests.flow.posting.netsuite_in_memory import Present
from tests.ledger.building import a_deal, a_translation, excluded, flagged, waiting
from tests.queue.telling import ANA, BEN, acts

DEALS = tuple(DealId(f"8010000000000{number:02}AAA") for number in range(12))
#: Working days until what nobody answered is overdue.
ANSWER_WITHIN = 2
people = st.sampled_from([ANA, BEN])
places = st.integers(0, 10_000)


class Queue(RuleBasedStateMachine):
    """Deals change, people act, decide and take back, days pass."""

    deals = 4

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bridge-queue-"))
        self.present = Present()
        url = with_tables(f"sqlite:///{self.folder}/bridge.sqlite")
        self.store = Store(url, clock=self.present)
        self.last: dict[DealId, Judgement] = {}
        for number in range(self.deals):
            self.a_deal_is_read(number, "flagged", "ITEM_UNMAPPED", 100 * (number + 1), 1)

    @rule(
        place=places,
        outcome=st.sampled_from(["waiting", "flagged", "flagged", "excluded", "translated"]),
        code=st.sampled_from(["ITEM_UNMAPPED", "TERM_MISSING"]),
        minor=st.sampled_from([0, 100, 25_000, -25_000]),
        revision=st.integers(1, 2),
    )
    def a_deal_is_read(
        self, place: int, outcome: str, code: str, minor: int, revision: int
    ) -> None:
        place %= self.deals
        money = Money(minor, Currency("EUR" if place % 3 == 0 else "USD"))
        facts = a_deal(money, deal=DEALS[place], revision=revision)
        made: dict[str, Judgement] = {
            "waiting": waiting(facts),
            "flagged": flagged(facts, code),
            "excluded": excluded(facts),
            "translated": a_translation(facts),
        }
        self.last[facts.id] = made[outcome]
        self._judge(facts.id)

    @rule()
    def a_pass_judges_what_was_noted(self) -> None:
        with self.store.reading() as view:
            noted = [one.deal for one in view.deals.notes.to_read()]
        for deal in noted:
            self._judge(deal)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.present.at += timedelta(days=days)
        for _ in range(2):  # the second time finds nothing that is due
            before = self._acts()
            wake(self.store, self.present, ANSWER_WITHIN)
        assert self._acts() == before

    @rule(place=places, act=acts, by=people)
    def somebody_acts(self, place: int, act: Act, by: str) -> None:
        self._try(place, act, by)

    @rule(act=acts, by=people)
    def somebody_acts_about_all(self, act: Act, by: str) -> None:
        for place in range(len(self._cases())):
            self._try(place, act, by)

    @rule(place=places, by=people)
    def somebody_takes_back_what_he_did(self, place: int, by: str) -> None:
        with suppress(Misconfigured), self.store.transaction("undone", actor=by) as tx:
            tx.lives.undo(self._case(place).id, by)

    @rule(place=places, by=people, outcome=st.sampled_from(["rejected", "override"]))
    def somebody_proposes(self, place: int, by: str, outcome: str) -> None:
        number = self._case(place).id
        with self.store.reading() as view:
            basis = view.lives.basis(number)
        if outcome == "rejected":
            what = Proposal(outcome=Outcome.REJECTED, by=by, reason="a trial run", basis=basis)
            self._try(place, Propose(what), by)
            return
        given = Override(rule="items", about="802", outputs={"item": "SUB-ULT"}, number=number)
        what = Proposal(
            outcome=Outcome.OVERRIDE,
            by=by,
            reason="a pilot",
            basis=basis,
            overrides=(given,),
            until=self.present().date() + timedelta(days=20),
        )
        self._try(place, Settle(what), by)

    @rule(place=places, by=people, answer=st.sampled_from(["yes", "no", "revoke"]))
    def somebody_answers(self, place: int, by: str, answer: str) -> None:
        said: dict[str, Act] = {
            "yes": Confirm(by, "so it is"),
            "no": Decline("it is none"),
            "revoke": Revoke("a mistake"),
        }
        self._try(place, said[answer], by)

    @invariant()
    def the_books_are_whole(self) -> None:
        if not hasattr(self, "store"):
            return
        assert self.store.verify() == ()
        everything = self._cases()
        held: Counter[str] = Counter()
        for case in everything:
            is_open = case.closed_at is None
            assert (case.state is CaseState.RESOLVED) is not is_open
            assert (case.resolved_by is None) is is_open
            held[case.amount.currency.code] += case.amount.minor if is_open else 0
        with self.store.reading() as view:
            positions = view.deals.summary().currencies
            listed = view.lists.exceptions
            counts = listed.counts(ExceptionFilter())
            found = {
                state: set(listed.numbers(ExceptionFilter(state=state), 1_000))
                for state in CaseState
            }
        for code, position in positions.items():
            assert position.suspense.minor == held[code]
        told = Counter(case.state for case in everything)
        assert counts == {state: told[state] for state in CaseState}
        for state, numbers in found.items():
            assert numbers == {case.id for case in everything if case.state is state}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def _judge(self, deal: DealId) -> None:
        """Record what is read of a deal, with what was decided about it in its place."""
        judged = self.last[deal]
        with self.store.transaction("judged") as tx:
            stands = [
                Decided(number, one, one.proposal.basis.deal)
                for number, one in tx.lives.decisions_of(deal)
            ]
            tx.judgements.record(decided(judged, stands))

    def _cases(self) -> tuple[ExceptionCase, ...]:
        with self.store.reading() as view:
            return view.cases.all(open_only=False)

    def _case(self, place: int) -> ExceptionCase:
        cases = self._cases()
        return cases[place % len(cases)]

    def _acts(self) -> int:
        return sum(case.lived.acts for case in self._cases())

    def _try(self, place: int, act: Act, by: str) -> None:
        """Do something; what is not possible has changed nothing."""
        case = self._case(place)
        try:
            with self.store.transaction("triage", actor=by) as tx:
                tx.lives.act(case.id, act)
        except Misconfigured:
            assert self._case(place) == case


class LongQueue(Queue):
    """The same with a dozen deals."""

    deals = len(DEALS)


TestQueue = Queue.TestCase
TestQueue.settings = settings(max_examples=2, stateful_step_count=12)
TestQueueAtLength = pytest.mark.on_demand(LongQueue.TestCase)
TestQueueAtLength.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
