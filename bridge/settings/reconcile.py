"""The section of reconciliation: how often the daemon makes a statement, and what is tolerated."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bridge.model.money import Currency, Money
from bridge.settings.close import amount, amounts
from bridge.settings.sections import Section


class ReconcileSettings(Section):
    """When a statement is made by itself, and from what on an error is one."""

    #: Hours between two statements; 0: only on demand. Nobody reads more than one a day.
    every_h: Annotated[int, Field(ge=0, le=24 * 31)] = 24
    #: Differences of classes that are errors count from here on, by currency: "100.00 USD".
    errors_from: Annotated[tuple[str, ...], AfterValidator(amounts)] = ()

    #: NetSuite's accounts of contract assets, as its postings name them: internal ids.
    contract_assets: tuple[str, ...] = ()

    @property
    def thresholds(self) -> dict[Currency, Money]:
        """The amounts by currency; a currency without one tolerates nothing."""
        return {one.currency: one for one in map(amount, self.errors_from)}
