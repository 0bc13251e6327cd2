"""What the people of the company decide about single deals, and what a second person agrees to."""

from collections.abc import Sequence
from datetime import timedelta

from bridge import app
from bridge.adapters.store.cases import ExceptionCase
from bridge.demo.cast import CAST
from bridge.flow.deciding import Deciding
from bridge.flow.outcomes.overriding import Answer, Given, Overriding
from bridge.people.roles import Role

_REVIEWER, _APPROVER = CAST[Role.FINANCE_REVIEWER], CAST[Role.APPROVER]
#: The terms of NetSuite that stand for those that it lacks.
_TERMS = Answer(rule="terms", cells={"terms": "NET-90"})
_HOLDS = timedelta(days=90)


def decide(bridge: app.Bridge, cases: Sequence[ExceptionCase]) -> None:
    """Decide about open exceptions; of each two of a kind, one still waits for a second person."""
    _reject(bridge, [one for one in cases if one.code == "SCOPE_UNDECIDED"])
    _override(bridge, [one for one in cases if one.code == "TERMS_UNMAPPED"])


def _reject(bridge: app.Bridge, cases: Sequence[ExceptionCase]) -> None:
    for case in cases[:2]:
        reason = "A demonstration by a partner: nothing is owed, and it ends after a month."
        Deciding(bridge.ends.store, _REVIEWER).rejected(case.id, reason)
    for case in cases[1:2]:
        _confirm(bridge, case, "So it stands in the agreement with the partner.")


def _override(bridge: app.Bridge, cases: Sequence[ExceptionCase]) -> None:
    limits = bridge.settings.sync.override_alone_up_to
    deciding = Overriding(bridge.ends.store, _REVIEWER, bridge.edition.rulebook, limits)
    for case in cases[:2]:
        reason = "The customer pays within 75 days; until NetSuite has such terms, 90 stand for it."
        until = bridge.ends.clock().date() + _HOLDS
        deciding.override(case.id, Given(answers=(_TERMS,), reason=reason, until=until))
    for case in cases[1:2]:
        _confirm(bridge, case, "Agreed with billing; the invoice says 75.")


def _confirm(bridge: app.Bridge, case: ExceptionCase, reason: str) -> None:
    ends = (bridge.ends.netsuite, bridge.edition.rulebook)
    Deciding(bridge.ends.store, _APPROVER).confirm(case.id, reason, ends)
