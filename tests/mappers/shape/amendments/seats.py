"""A hundred seats of a year for 120,000.00, and twenty that go in August."""

from bridge.model.deal import Line
from tests.mappers.shape.amending import Contract, a_step, sold, taken

FROM_AUGUST = ("2026-08-01", "2026-12-31")
FROM_OCTOBER = ("2026-10-01", "2026-12-31")


def of_a_hundred(order: str = "earliest") -> Contract:
    """A hundred seats of a year for 120,000.00."""
    contract = Contract(order=order)
    contract.books(sold(a_step("L0", "100", "120000.00")))
    return contract


def twenty_less(name: str = "L1", amount: str = "-10000.00") -> Line:
    """Twenty seats fewer from August on."""
    return taken("L0", a_step(name, "-20", amount, FROM_AUGUST))
