"""The section of reconciliation: when statements are made, what is tolerated, what is kept."""

from datetime import timedelta
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

    #: NetSuite's accounts of contract assets: by internal or external id, number, or as shown.
    contract_assets: tuple[str, ...] = ()

    #: Days after which the daemon lets a statement go that nobody refers to; 0: never. By default
    #: the daily ones of a closed year outlast its audit, and that of the year after it.
    keep_statements_days: Annotated[int, Field(ge=0, le=36_500)] = 1_100

    #: Up to this much one person may pair two lines, by currency: "100.00 USD"; in a currency that
    #: is not named a second person always confirms. Nothing by default: it is finance's to say.
    pair_alone_up_to: Annotated[tuple[str, ...], AfterValidator(amounts)] = ()

    @property
    def paired_alone(self) -> dict[Currency, Money]:
        """What one person may pair alone, by currency."""
        return {one.currency: one for one in map(amount, self.pair_alone_up_to)}

    @property
    def kept_for(self) -> timedelta | None:
        """How long a statement is kept that nobody refers to; None for ever."""
        return timedelta(days=self.keep_statements_days) if self.keep_statements_days else None

    @property
    def thresholds(self) -> dict[Currency, Money]:
        """The amounts by currency; a currency without one tolerates nothing."""
        return {one.currency: one for one in map(amount, self.errors_from)}
