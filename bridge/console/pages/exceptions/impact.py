"""What an exception holds up: the first period of its deal's service, and when that closes."""

from dataclasses import dataclass
from datetime import date, timedelta

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.dossiers import Unkept
from bridge.model.calendar import Period, months
from bridge.model.deal import Deal
from bridge.model.dossier import Dossier
from bridge.model.ids import DealId
from bridge.rules.rulebook import Rulebook
from bridge.translate import NotConserved, Translation, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What is held up, as far as the records tell."""

    contract: str
    booked_on: date | None
    first_day: date | None = None  #: of service; None where it cannot be read
    period: str = ""  #: of that day
    closes: str = ""  #: how near its end is, in words
    is_late: bool = False  #: the period is over, or closed

    @property
    def is_known(self) -> bool:
        """Whether the first period is known."""
        return bool(self.period)


def impact(view: Transaction, deal: DealId, rulebook: Rulebook, today: date) -> Impact:
    """Return what a deal holds up; only what can be read of it is told."""
    known = view.deals.one(deal)
    if known is None:
        return Impact(contract="", booked_on=None)
    plain = Impact(contract=known.contract, booked_on=known.booked_on)
    try:
        dossier = view.dossiers.read(known.dossier) if known.dossier else None
    except Unkept:  # `ledger verify` tells; the rest of the page is as useful
        return plain
    first = _first_day(dossier, rulebook) if dossier else None
    first = first or known.booked_on
    return _of(plain, first, dossier, today) if dossier and first else plain


def _first_day(dossier: Dossier, rulebook: Rulebook) -> date | None:
    try:
        found: Translation = translate(dossier, rulebook)
    except NotConserved:  # the pass says so in a flag of its own
        return None
    if not isinstance(found.heading, Deal):
        return None
    return min((line.term.start for line in found.heading.lines if line.term), default=None)


def _of(plain: Impact, first: date, dossier: Dossier, today: date) -> Impact:
    periods = dossier.frame.periods or months(first, first)
    period = next((one for one in periods if one.term.start <= first < one.term.end), None)
    if period is None:
        return plain
    return Impact(
        contract=plain.contract,
        booked_on=plain.booked_on,
        first_day=first,
        period=period.name,
        closes=_closes(period, today),
        is_late=period.closed or period.term.end <= today,
    )


def _closes(period: Period, today: date) -> str:
    """
    Say how near the end of a period is.

    >>> from bridge.model.calendar import Term
    >>> march = Period(name="2026-03", term=Term(date(2026, 3, 1), date(2026, 4, 1)))
    >>> _closes(march, date(2026, 3, 29)), _closes(march, date(2026, 4, 3))
    ('ends in 2 days', 'ended 3 days ago, still open')
    """
    last = period.term.end - timedelta(days=1)
    if period.closed:
        return "closed"
    if today > last:
        return f"ended {_days((today - last).days)} ago, still open"
    return f"ends in {_days((last - today).days)}" if today < last else "ends today"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
