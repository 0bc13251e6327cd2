from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bridge.adapters.store.documents import ORDER_EDITED, Claim, Standing
from bridge.flow.posting.steps import Block, LookAgain, LookUp, Rest, Send, Step, Wait, next_step
from bridge.model.document import Kind, State
from bridge.model.ids import ContractId, DealId, Digest, ExternalId
from bridge.model.money import Currency, Money

NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
FIRST = ExternalId("bridge-first-so-1")

A_DOCUMENT = Standing(
    claim=Claim(ExternalId("bridge-second-so-1"), State.PREPARED, 0),
    deal=DealId("second"),
    contract=ContractId("first"),
    kind=Kind.SALES_ORDER,
    record=ExternalId("bridge-second-so-1"),
    digest=Digest("0" * 64),
    amount=Money(1, Currency("USD")),
    quiet_until=None,
    look_first=False,
)

BLOCKED = Block(FIRST)
#: What is decided, by the state of the document and that of the one before it in its contract.
DECIDED: dict[State, dict[State | None, Step]] = {
    State.PREPARED: {
        None: Send(),
        State.PREPARED: BLOCKED,
        State.BLOCKED: BLOCKED,
        State.SENDING: BLOCKED,
        State.ACKNOWLEDGED: Send(),
        State.REFUSED: BLOCKED,
        State.SUPERSEDED: Send(),
    },
    State.BLOCKED: {
        None: Send(),
        State.PREPARED: BLOCKED,
        State.BLOCKED: BLOCKED,
        State.SENDING: BLOCKED,
        State.ACKNOWLEDGED: Send(),
        State.REFUSED: BLOCKED,
        State.SUPERSEDED: Send(),
    },
    State.SENDING: dict.fromkeys([None, *State], LookUp()),
    State.ACKNOWLEDGED: dict.fromkeys([None, *State], Rest()),
    State.REFUSED: dict.fromkeys([None, *State], Rest()),
    State.SUPERSEDED: dict.fromkeys([None, *State], Rest()),
}
PAIRS = [(state, before) for state in State for before in (None, *State)]


def standing(state: State, *, quiet: datetime | None = None, look: bool = False) -> Standing:
    claim = replace(A_DOCUMENT.claim, state=state)
    return replace(A_DOCUMENT, claim=claim, quiet_until=quiet, look_first=look)


def those_before(state: State | None) -> list[Standing]:
    return [replace(A_DOCUMENT, claim=Claim(FIRST, state, 1))] if state else []


@pytest.mark.parametrize(("state", "before"), PAIRS)
def test_every_pair_of_states_has_one_step(state: State, before: State | None) -> None:
    assert next_step(standing(state), those_before(before), NOW) == DECIDED[state][before]


@pytest.mark.parametrize("state", [State.PREPARED, State.BLOCKED, State.SENDING])
def test_a_document_in_its_quiet_time_is_left_alone(state: State) -> None:
    assert next_step(standing(state, quiet=LATER), [], NOW) == Wait(LATER)
    assert next_step(standing(state, quiet=LATER), [], LATER) != Wait(LATER)


@pytest.mark.parametrize("state", [State.PREPARED, State.BLOCKED])
def test_what_may_stand_there_already_is_looked_up_before_the_first_send(state: State) -> None:
    assert next_step(standing(state, look=True), [], NOW) == LookUp()


@pytest.mark.parametrize("state", [State.PREPARED, State.BLOCKED])
def test_order_in_the_contract_goes_before_every_other_reason(state: State) -> None:
    document = standing(state, quiet=LATER, look=True)
    assert next_step(document, those_before(State.PREPARED), NOW) == BLOCKED


def test_the_first_document_that_is_not_passed_is_named() -> None:
    before = [
        replace(A_DOCUMENT, claim=Claim(ExternalId(name), state, 1))
        for name, state in (("a", State.ACKNOWLEDGED), ("b", State.REFUSED), ("c", State.PREPARED))
    ]
    assert next_step(A_DOCUMENT, before, NOW) == Block(ExternalId("b"))


@pytest.mark.parametrize("state", [State.PREPARED, State.BLOCKED])
def test_a_deal_before_it_without_a_document_holds_back_the_first_send(state: State) -> None:
    first = DealId("801000000000001AAA")
    assert next_step(standing(state), [], NOW, behind=first) == Block(first)


def test_what_was_sent_is_looked_up_though_a_deal_before_it_has_no_document() -> None:
    behind = DealId("801000000000001AAA")
    assert next_step(standing(State.SENDING), [], NOW, behind=behind) == LookUp()


@pytest.mark.parametrize(
    ("before", "step"),
    [(None, LookAgain()), (State.ACKNOWLEDGED, LookAgain()), (State.PREPARED, Rest())],
)
def test_what_was_held_because_its_order_was_edited_is_looked_at_again_in_its_turn(
    before: State | None, step: Step
) -> None:
    held = replace(standing(State.REFUSED), error_code=ORDER_EDITED)
    assert next_step(held, those_before(before), NOW) == step
