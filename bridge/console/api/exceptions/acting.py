"""Acts about one exception, and decisions of two people about its deal."""

from fastapi import APIRouter, Depends

from bridge.console.api.exceptions.doing import Confirm, Decide, Run, Triage
from bridge.console.api.exceptions.forms import (
    Asking,
    Assigning,
    Commenting,
    ExceptionForm,
    Outside,
    Reasoned,
    Reopening,
    Snoozing,
    Tagging,
)
from bridge.console.api.repeating import Once, named

router = APIRouter(
    prefix="/exceptions/{number}",
    tags=["exceptions"],
    route_class=Once,
    dependencies=[Depends(named)],
)


@router.post("/assign")
def assign(doing: Triage, sent: Assigning) -> ExceptionForm:
    """Make a person answer for it, or nobody."""
    return doing.act(sent.act())


@router.post("/comment")
def comment(doing: Triage, sent: Commenting) -> ExceptionForm:
    """Say something about it."""
    return doing.act(sent.act())


@router.post("/tag")
def tag(doing: Triage, sent: Tagging) -> ExceptionForm:
    """Put words on it, and take others away."""
    return doing.act(sent.act())


@router.post("/snooze")
def snooze(doing: Triage, sent: Snoozing) -> ExceptionForm:
    """Let it rest until a day, or until its cause holds so much or so many."""
    return doing.act(sent.act())


@router.post("/ask")
def ask(doing: Triage, sent: Asking) -> ExceptionForm:
    """Ask somebody, and wait for what comes of it."""
    return doing.act(sent.act())


@router.post("/reopen")
def reopen(doing: Triage, sent: Reopening) -> ExceptionForm:
    """Take it up again, though it waits or rests."""
    return doing.act(sent.act())


@router.post("/undo")
def undo(doing: Triage) -> ExceptionForm:
    """Take back what you did last about it."""
    return doing.write(lambda tx: tx.lives.undo(doing.number, doing.visit.reader.name))


@router.post("/retry")
def retry(doing: Run) -> ExceptionForm:
    """Let the next pass try again, because somebody has mended the cause."""
    return doing.write(lambda tx: tx.retry(doing.number), "retry")


@router.post("/decision/outside")
def outside(doing: Triage, sent: Outside) -> ExceptionForm:
    """Propose that a record in NetSuite stands for the deal; it is looked up, and must tie."""
    number, record, reason = doing.number, sent.record, sent.reason
    return doing.decide(
        lambda who, seen: who.handled_outside(number, record, reason, doing.ends, seen)
    )


@router.post("/decision/rejected")
def rejected(doing: Triage, sent: Reasoned) -> ExceptionForm:
    """Propose that the deal is no booking."""
    return doing.decide(lambda who, seen: who.rejected(doing.number, sent.reason, seen))


@router.post("/decision/confirm")
def confirm(doing: Confirm, sent: Reasoned) -> ExceptionForm:
    """Confirm what another person proposed."""
    return doing.decide(lambda who, seen: who.confirm(doing.number, sent.reason, doing.ends, seen))


@router.post("/decision/decline")
def decline(doing: Decide, sent: Reasoned) -> ExceptionForm:
    """Turn down what another person proposed."""
    return doing.decide(lambda who, seen: who.decline(doing.number, sent.reason, seen))


@router.post("/decision/revoke")
def revoke(doing: Decide, sent: Reasoned) -> ExceptionForm:
    """Take a decision back; the next pass judges the deal again."""
    return doing.decide(lambda who, seen: who.revoke(doing.number, sent.reason, seen))
