"""What the log says of a judgement."""

from bridge.ledger.judgement import Judgement
from bridge.ledger.transition import Decision, Held, Kept, Stale, Transition, Unchanged
from bridge.telemetry import log


def log_judgement(judged: Judgement, decision: Decision) -> None:
    """Log what a judgement changed; that nothing changed is no news."""
    match decision:
        case Unchanged():
            return
        case Stale() | Kept():
            log().info(f"deal.{type(decision).__name__.lower()}", deal=judged.deal.id)
        case Held(by=by):
            log().info("deal.held", deal=judged.deal.id, by=by)
        case Transition(state=state, cases=cases):
            codes = sorted({case.code for case in cases})
            log().info(
                f"deal.{state.lower()}",
                deal=judged.deal.id,
                booked=str(judged.deal.booked),
                **({"codes": codes} if codes else {}),
            )
