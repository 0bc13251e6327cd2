"""
What treatments need of the account, beyond that it takes documents.

NetSuite makes revenue of orders by itself; what an order line says reaches it only as far as the
administrator's field map for revenue recognition goes. Source: Oracle help, section_4527123579.
"""

from collections.abc import Mapping
from decimal import Decimal

from bridge.model.credits.breakage import Breakage
from bridge.model.credits.terms import Rollover
from bridge.model.deal import Combination, Modification
from bridge.model.schedules.allocation import Allocation
from bridge.rules.vocabulary import Beside

#: What an account may have been set up for, and what that is.
ABILITIES: Mapping[str, str] = {
    "order_dates_flow": (
        "the field map updates start and end date of a revenue element whenever its order line "
        "changes"
    ),
    "fair_values_flow": (
        "the field map gives a revenue element the fair value that its order line carries, and "
        "arrangements are allocated by it"
    ),
    "arrangements_merge": (
        "arrangements can be merged through the web, by a script that is deployed in it, and a "
        "person approves each merge"
    ),
    "use_finds_its_subscription": (
        "customers are billed for use by subscriptions of SuiteBilling, and a script that is "
        "deployed in the account gives each usage record, which names customer and item, its line "
        "of a subscription"
    ),
}
_OF_CHANGED_ORDERS = ("order_dates_flow",)
_OF_MERGES = ("arrangements_merge",)
#: The abilities that an outcome of a rule needs, by its name; others need none.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "by_unit_months": ("fair_values_flow",),
    "take_latest_first": _OF_CHANGED_ORDERS,
    "take_earliest_first": _OF_CHANGED_ORDERS,
    "exchange_latest_first": _OF_CHANGED_ORDERS,
    "exchange_earliest_first": _OF_CHANGED_ORDERS,
    "as_rated": ("use_finds_its_subscription",),
    Modification.PROSPECTIVE: _OF_MERGES,
    Modification.CUMULATIVE_CATCH_UP: _OF_MERGES,
    Combination.COMBINE: _OF_MERGES,
    Allocation.NORMAL: ("fair_values_flow",),
}
_SHARE = Decimal("0.0001")
#: What the row of a treatment must say beside it, by output.
BESIDE: Mapping[str, Mapping[str, Beside]] = {
    "drawn_down": {
        "drawdown": Beside("Drawdown"),
        "breakage": Beside("Breakage"),
        "expected_breakage": Beside(
            "decimal(5,4)?",
            least=Decimal(0),
            most=1 - _SHARE,
            always=False,
            when=("breakage", (Breakage.PROPORTIONAL,)),
        ),
        "remote_after_days": Beside(
            "integer?", least=Decimal(1), always=False, when=("breakage", (Breakage.WHEN_REMOTE,))
        ),
        "rollover": Beside("Rollover"),
        "rolled_over": Beside(
            "decimal(5,4)?",
            least=_SHARE,
            most=Decimal(1),
            always=False,
            when=("rollover", tuple(each for each in Rollover if each is not Rollover.NONE)),
        ),
        "bonus": Beside("Bonus", always=False),
        "cancelled": Beside("Cancelled"),
        "deferred_account": Beside("text"),
        "revenue_account": Beside("text"),
    }
}
