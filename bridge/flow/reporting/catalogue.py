"""The reports that there are, by name, and what each can be asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bridge.adapters.store.database import Transaction
from bridge.errors import Misconfigured
from bridge.flow.reporting import (
    close,
    journals,
    lists,
    pairs,
    people,
    registers,
    signatures,
    suspense,
)
from bridge.flow.reporting.asking import Asked
from bridge.flow.reporting.close import Terms
from bridge.queue.decision import Outcome
from bridge.reports import checklist
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


def _journals(asked: Asked) -> Report:
    return journals.listed_journals(asked, tuple(asked.view.lists.journals.all()), "none")


def _outside(asked: Asked) -> Report:
    return registers.decisions_report(asked, Outcome.OUTSIDE)


def _rejected(asked: Asked) -> Report:
    return registers.decisions_report(asked, Outcome.REJECTED)


def _given_back(asked: Asked) -> Report:
    return registers.decisions_report(asked, Outcome.GIVEN_BACK)


def _close(asked: Asked) -> Report:
    if asked.month is None:
        raise Misconfigured(
            "a close is that of a month", where="report close", act="name it: --period 2026-09"
        )
    found = close.checklist(asked.view, asked.month, asked.terms)
    evidence = asked.evidence(
        f"{len(found.lines)} lines", f"what touches {asked.month.start:%Y-%m} or before"
    )
    return checklist.table(found, evidence)


REPORTS: Mapping[str, Known] = {
    "suspense": Known(
        "Deals that waited or were in suspense at a cut-off.", _AS_OF, suspense.report
    ),
    "close": Known(
        "What stands open before a month can be closed.", frozenset({Takes.PERIOD}), _close
    ),
    "exceptions": Known("Exceptions that are not resolved.", _NOW, _open_exceptions),
    "all-exceptions": Known("All exceptions, resolved ones too.", _NOW, _exceptions),
    "deals": Known("All deals as they were judged last.", _NOW, _deals),
    "documents": Known("All documents and where each stands.", _NOW, _documents),
    "journals": Known(
        "Proposed journals, a row for each line, and where each stands.", _NOW, _journals
    ),
    "ledger": Known(
        "The entries of the ledger, a row for each leg.",
        frozenset({Takes.AS_OF, Takes.PERIOD}),
        lists.ledger,
    ),
    "overrides": Known(
        "What people decided for one deal alone, where the rules have no answer.",
        _AS_OF,
        registers.overrides_report,
    ),
    "exclusions": Known(
        "What rules and decisions left out, and since when.", _AS_OF, registers.exclusions_report
    ),
    "outside": Known("Deals that people handled in NetSuite by hand.", _AS_OF, _outside),
    "rejected": Known("Orders that people took for no booking.", _AS_OF, _rejected),
    "given-back": Known(
        "Deals that NetSuite had, and that people gave back there by hand.", _AS_OF, _given_back
    ),
    "rule-changes": Known(
        "Drafts of the rules: who, when, why, and what changed.",
        _AS_OF,
        registers.rule_changes_report,
    ),
    "access": Known(
        "Who holds which role since when, and who granted it.", _AS_OF, people.access_report
    ),
    "signatures": Known(
        "Who prepared, signed and reopened which period, and what moved.",
        _AS_OF,
        signatures.report,
    ),
    "pairs": Known(
        "Who took which line of NetSuite's for which line of a deal.", _AS_OF, pairs.report
    ),
    "people": Known("Every change of accounts, roles and tokens.", _AS_OF, people.changes_report),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks a report for."""

    now: datetime
    as_of: date | None = None  #: the last day that counts; None: the present
    period: str | None = None  #: a month: "2026-09"
    terms: Terms = field(default_factory=Terms)  #: of the close


def report(view: Transaction, name: str, wish: Wish) -> Report:
    """
    Return a report by its name.

    Raises Misconfigured if there is none of that name, or it cannot be asked for that.
    """
    known = REPORTS.get(name)
    if known is None:
        raise Misconfigured(
            "there is no such report", where=f"report {name}", act="see `bridge reports list`"
        )
    given = {Takes.AS_OF: wish.as_of is not None, Takes.PERIOD: wish.period is not None}
    for one, is_given in given.items():
        if is_given and one not in known.takes:
            raise Misconfigured(
                f"it cannot be asked for {one}: it shows what there is now",
                where=f"report {name}",
                act=f"leave out {one}; `bridge reports list` says what each can be asked for",
            )
    cutoff = Cutoff.of(wish.as_of, wish.now)
    month = None if wish.period is None else month_of(wish.period)
    return known.take(Asked(view=view, cutoff=cutoff, month=month, terms=wish.terms))
