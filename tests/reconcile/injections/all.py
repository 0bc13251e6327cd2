"""One injection for each class: what it does to a line, and what it must come to."""

from collections.abc import Mapping

from bridge.reconcile.sides import PlanState, Standing
from tests.reconcile.injections.agreed import (
    fair_values,
    otherwise_allocated,
    overage,
    rate,
)
from tests.reconcile.injections.edits import closed, moved, quantity, replanned, wrong_rule
from tests.reconcile.injections.patterns import (
    at_once,
    breakage,
    catch_up,
    consumed,
    days,
    event,
    late,
    ramp,
)
from tests.reconcile.injections.plans import (
    cents,
    on_hold,
    proposed,
    tagged,
    unexplained,
    without_rows,
)
from tests.reconcile.injections.population import (
    by_hand,
    deleted,
    elsewhere,
    not_ours,
    stands,
    twice,
)
from tests.reconcile.worlds import (
    Injection,
)

#: What is injected -> how. Most are named for the class that they come to.
INJECTIONS: Mapping[str, Injection] = {
    "SUS-1": stands(Standing.SUSPENSE, "SUS-1"),
    "WAI-1": stands(Standing.WAITING, "WAI-1"),
    "PEN-1": stands(Standing.PENDING, "PEN-1"),
    "EXC-1": stands(Standing.EXCLUDED, "EXC-1"),
    "UNR-1": stands(Standing.UNREAD, "UNR-1"),
    "POP-1": stands(Standing.MISSING, "POP-1"),
    "DEL-1": deleted,
    "POP-2": not_ours,
    "POP-3": twice,
    "POP-4": by_hand,
    "SCP-1": tagged("SCP-1", "SCP-1"),
    "SCP-4": overage,
    "SCP-5": elsewhere,
    "DAT-1": replanned,
    "DAT-2": quantity,
    "DAT-3": moved,
    "DAT-4": wrong_rule,
    "FX-1": rate,
    "FX-2": tagged("FX-2", "FX-2"),
    "TP-1": tagged("TP-1", "TP-1"),
    "TP-2": tagged("TP-2", "TP-2"),
    "ALL-1": fair_values,
    "ALL-3": otherwise_allocated,
    "PAT-1": ramp,
    "PAT-2": at_once,
    "PAT-3": consumed,
    "PAT-4": breakage,
    "TIM-1": event,
    "TIM-2": late,
    "DAY-1": days,
    "MOD-1": catch_up,
    "END-1": closed,
    "END-2": tagged("END-2", "END-2"),
    "END-3": tagged("END-3", "END-3"),
    "ORD-1": without_rows("ORD-1", None),
    "PLN-1": on_hold,
    "PLN-1 before it is planned": without_rows("PLN-1", PlanState.HELD),
    "PLN-2": without_rows("PLN-2", PlanState.FAILED),
    "PLN-3": without_rows("PLN-3", PlanState.UNPLANNED),
    "JRN-1": proposed,
    "MAN-1": tagged("accrual", "MAN-1"),
    "MAN-2": tagged(None, "MAN-2"),
    "RND-1": cents,
    "UNX-1": unexplained,
}
