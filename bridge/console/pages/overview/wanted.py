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

    def path(self, page: str, **more: str) -> str:
        """Return the address of a page of exceptions that asks for the same."""
        return _address(page, more, self.currency, "booked", self.month)

    def overview(self, *, currency: str | None, month: str | None) -> str:
        """Return the address of the overview of something."""
        return _address("/", {}, Currency(currency) if currency else None, "month", month)


def _address(
    page: str, more: dict[str, str], currency: Currency | None, name: str, month: str | None
) -> str:
    told = dict(more)
    if currency:
        told["currency"] = currency.code
    if month:
        told[name] = month
    return f"{page}?{urlencode(told)}" if told else page
