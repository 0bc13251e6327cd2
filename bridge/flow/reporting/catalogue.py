"""The reports that there are, by name, and what each can be asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bridge.adapters.store.database import Transaction
from bridge.errors import Misconfigured
from bridge.flow.reporting import lists, registers, suspense
from bridge.flow.reporting.asking import Asked
from bridge.queue.decision import Outcome
from bridge.reports.cutoff import Cutoff, month_of
from bridge.reports.table import Report


class Takes(StrEnum):
    """What a report can be asked for."""

    AS_OF = "--as-of"
    PERIOD = "--period"


_AS_OF = frozenset({Takes.AS_OF})
_NOW: frozenset[Takes] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """A report: what it shows, what it can be asked for, and how it is taken from the books."""

    says: str
    takes: frozenset[Takes]
    take: Callable[[Asked], Report]


def _open_exceptions(asked: Asked) -> Report:
    return lists.exceptions(asked, asked.view.cases.all(), "those that are not resolved")


def _exceptions(asked: Asked) -> Report:
    return lists.exceptions(asked, asked.view.cases.all(open_only=False), "none")


def _deals(asked: Asked) -> Report:
    return lists.deals(asked, asked.view.deals.all(), "none")


def _documents(asked: Asked) -> Report:
    return lists.documents(asked, asked.view.reports.documents(), "none")


def _outside(asked: Asked) -> Report:
    return registers.decisions_report(asked, Outcome.OUTSIDE)


def _rejected(asked: Asked) -> Report:
    return registers.decisions_report(asked, Outcome.REJECTED)


REPORTS: Mapping[str, Known] = {
    "suspense": Known(
        "Deals that waited or were in suspense at a cut-off.", _AS_OF, suspense.report
    ),
    "exceptions": Known("Exceptions that are not resolved.", _NOW, _open_exceptions),
    "all-exceptions": Known("All exceptions, resolved ones too.", _NOW, _exceptions),
    "deals": Known("All deals as they were judged last.", _NOW, _deals),
    "documents": Known("All documents and where each stands.", _NOW, _documents),
    "ledger": Known(
        "The entries of the ledger, a row for each leg.",
        frozenset({Takes.AS_OF, Takes.PERIOD}),
        lists.ledger,
    ),
    "exclusions": Known(
        "What rules and decisions left out, and since when.", _AS_OF, registers.exclusions_report
    ),
    "outside": Known("Deals that people handled in NetSuite by hand.", _AS_OF, _outside),
    "rejected": Known("Orders that people took for no booking.", _AS_OF, _rejected),
    "rule-changes": Known(
        "Drafts of the rules: who, when, why, and what changed.",
        _AS_OF,
        registers.rule_changes_report,
    ),
}


def report(
    view: Transaction,
    name: str,
    now: datetime,
    *,
    as_of: date | None = None,
    period: str | None = None,
) -> Report:
    """
    Return a report by its name; `as_of` is the last day that counts, `period` a month: "2026-09".

    Raises Misconfigured if there is none of that name, or it cannot be asked for that.
    """
    known = REPORTS.get(name)
    if known is None:
        raise Misconfigured(
            "there is no such report", where=f"report {name}", act="see `bridge reports list`"
        )
    given = {Takes.AS_OF: as_of is not None, Takes.PERIOD: period is not None}
    for one, is_given in given.items():
        if is_given and one not in known.takes:
            raise Misconfigured(
                f"it cannot be asked for {one}: it shows what there is now",
                where=f"report {name}",
                act=f"leave out {one}; `bridge reports list` says what each can be asked for",
            )
    month = None if period is None else month_of(period)
    return known.take(Asked(view=view, cutoff=Cutoff.of(as_of, now), month=month))
