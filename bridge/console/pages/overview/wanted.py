"""What of the queue the overview tells: all of it, one currency, what keeps a month open."""

from dataclasses import dataclass
from urllib.parse import urlencode

from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.model.money import Currency
from bridge.reports.cutoff import month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A currency and the month that is to be closed; None: no matter."""

    currency: Currency | None = None
    month: str | None = None  #: as 2026-09: what was booked by its end

    @property
    def filter(self) -> ExceptionFilter:
        """The exceptions of it; Misconfigured for what is no month."""
        return ExceptionFilter(
            currency=self.currency.code if self.currency else None,
            booked_before=month_of(self.month).end if self.month else None,
        )

    def path(self, page: str, month_is: str = "booked", **more: str) -> str:
        """Return the address of a page that asks for the same; `month_is` what it calls months."""
        told = dict(more)
        if self.currency:
            told["currency"] = self.currency.code
        if self.month:
            told[month_is] = self.month
        return f"{page}?{urlencode(told)}" if told else page
