"""
What treatments need of the account, beyond that it takes documents.

NetSuite makes revenue of orders by itself; what an order line says reaches it only as far as the
administrator's field map for revenue recognition goes. Source: Oracle help, section_4527123579.
"""

from collections.abc import Mapping

from bridge.model.deal import Modification
from bridge.model.schedules.allocation import Allocation

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
    Modification.PROSPECTIVE: _OF_MERGES,
    Modification.CUMULATIVE_CATCH_UP: _OF_MERGES,
    Allocation.NORMAL: ("fair_values_flow",),
}
