"""The register of decisions, read from what people did about exceptions."""

from datetime import timedelta

from bridge.ledger.chain import Head, append
from bridge.ledger.entries import Entry
from bridge.model.ids import DealId, Digest
from bridge.queue import story
from bridge.queue.acts import Act, Comment, Reopen, Undo
from bridge.queue.deciding import Confirm, Decline, Propose, Revoke
from bridge.queue.decision import Basis, Outcome, Proposal
from bridge.reports.registers.decisions import Answer, Decided, Standing, decisions
from tests.reports.printing import NOON

DEAL = DealId("8010000000000001AA")
OUTSIDE = Propose(
    Proposal(
        outcome=Outcome.OUTSIDE,
        by="Ana",
        reason="made by hand",
        basis=Basis(deal=Digest("d" * 64), dossier=None),
        record="salesOrder:12",
    )
)


def told(*acts: tuple[str, Act], number: int = 4) -> list[Entry]:
    """Let people act about an exception, one hour after the other."""
    head, found = Head(), []
    for hour, (who, act) in enumerate(acts):
        draft = story.entry(DEAL, number, act)
        found.append(append(head, draft, actor=who, at=NOON + timedelta(hours=hour)))
        head = Head(found[-1].seq, found[-1].hash)
    return found


def standings(*acts: tuple[str, Act]) -> list[Standing]:
    return [one.standing for one in decisions(told(*acts))]


def test_a_proposal_names_its_record_and_waits() -> None:
    (found,) = decisions(told(("Ana", Comment("look")), ("Ana", OUTSIDE), ("Ben", Comment("ok?"))))
    assert found == Decided(
        deal=DEAL,
        exception=4,
        proposal=OUTSIDE.proposal,
        proposed_at=NOON + timedelta(hours=1),
        standing=Standing.PROPOSED,
        entry=2,
    )


def test_a_second_person_answers_and_anybody_revokes() -> None:
    (found,) = decisions(
        told(("Ana", OUTSIDE), ("Ben", Confirm("Ben", "it ties")), ("Eve", Revoke("voided since")))
    )
    assert found.standing is Standing.REVOKED
    assert found.answer == Answer(by="Ben", at=NOON + timedelta(hours=1), reason="it ties")
    assert found.ended == Answer(by="Eve", at=NOON + timedelta(hours=2), reason="voided since")


def test_what_was_declined_or_taken_up_otherwise_is_told_with_what_came_next() -> None:
    declined = (("Ana", OUTSIDE), ("Ben", Decline("another customer")), ("Ana", OUTSIDE))
    assert standings(*declined) == [Standing.DECLINED, Standing.PROPOSED]
    assert standings(("Ana", OUTSIDE), ("Ben", Reopen("sales answered"))) == [Standing.DROPPED]


def test_what_was_undone_has_no_effect_and_still_stands_in_the_register() -> None:
    assert standings(("Ana", OUTSIDE), ("Ana", Undo(1))) == [Standing.DROPPED]
    confirmed = (("Ana", OUTSIDE), ("Ben", Confirm("Ben", "it ties")), ("Ben", Undo(2)))
    assert standings(*confirmed) == [Standing.PROPOSED]


def test_exceptions_do_not_mix_and_stand_in_the_order_of_the_ledger() -> None:
    entries = [*told(("Ana", OUTSIDE), number=9), *told(("Ana", OUTSIDE), number=2)]
    assert [one.exception for one in decisions(entries)] == [9, 2]
