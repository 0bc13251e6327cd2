"""
Start events: the day on which service began, where it is another one than was sold.

Going live, acceptance or provisioning is written down after the sale, in a field of the order or
of its product. It moves nothing that was ordered; it says why a person moved it.
"""

from datetime import date

from bridge.model.calendar import Term, whole_months
from bridge.model.deal import Deal, Line

#: The fact of a line or of its deal that declares it, a day.
START_EVENT = "start_event_on"


def started_on(line: Line, deal: Deal) -> date | None:
    """Return the day on which the service of a line began; of the deal where its line says none."""
    for facts in (line.facts, deal.facts):
        day = facts.get(START_EVENT)
        if isinstance(day, date):
            return day
    return None


def is_moved_by(event: date | None, was: Term, now: Term) -> bool:
    """
    Whether a start event explains other days: they begin with it, and end as it was or as late.

    As late is: after as many days, or after as many whole months.

    >>> year = Term(date(2026, 3, 1), date(2027, 3, 1))
    >>> april = date(2026, 4, 1)
    >>> is_moved_by(april, year, Term(april, date(2027, 4, 1)))
    True
    >>> is_moved_by(april, year, Term(april, date(2027, 3, 1)))
    True
    >>> is_moved_by(april, year, Term(april, date(2028, 4, 1)))
    False
    """
    if now.start != event:
        return False
    months = whole_months(was)
    is_as_long = now.days == was.days or (months is not None and whole_months(now) == months)
    return is_as_long or now.end == was.end
