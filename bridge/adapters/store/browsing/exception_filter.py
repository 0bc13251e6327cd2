"""Which exceptions of the queue are wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from bridge.adapters.store.browsing.texts import contains
from bridge.adapters.store.queue.tables import CaseRow, LifeRow
from bridge.adapters.store.tables import DealRow
from bridge.queue.life import CaseState

#: Numbers of exceptions begin so, where people write them.
_SIGN = "#"
#: More digits than any number of an exception has.
_DIGITS_MAX = 18
#: Hexadecimal digits of a whole fingerprint.
_FINGERPRINT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionFilter:
    """Which exceptions are wanted; what is not said is no matter."""

    state: CaseState | None = None
    code: str | None = None
    currency: str | None = None
    cause: str | None = None  #: the beginning of its fingerprint
    owner: str | None = None  #: who answers for it; empty: nobody does
    at_least: int | None = None  #: in minor units, however the amount is signed
    is_overdue: bool = False
    came_back: bool = False
    waits_for: str | None = None
    booked_before: date | None = None  #: a deal without a day of booking may be booked then, too
    newer_than: int | None = None  #: the number of an exception; those that came after it
    #: Is found in the name of the deal or of its customer, or is the id of the deal, the name of
    #: the document or the number of the exception.
    text: str = ""


def wanted_rows(wanted: ExceptionFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on the rows of exceptions."""
    found = list(_of_itself(wanted))
    life = list(_of_life(wanted))
    if life:
        same = col(LifeRow.exception) == col(CaseRow.id)
        found.append(select(LifeRow.exception).where(same, *life).correlate(CaseRow).exists())
    if wanted.owner == "":
        held = select(LifeRow.exception).where(
            col(LifeRow.exception) == col(CaseRow.id), col(LifeRow.assignee).is_not(None)
        )
        found.append(~held.correlate(CaseRow).exists())
    if wanted.booked_before is not None:
        day = col(DealRow.booked_on)
        by_then = or_(day.is_(None), day < wanted.booked_before)
        booked = select(DealRow.id).where(col(DealRow.id) == col(CaseRow.deal), by_then)
        found.append(booked.correlate(CaseRow).exists())
    if wanted.text.strip():
        found.append(_found_in(wanted.text.strip()))
    return found


def _of_itself(wanted: ExceptionFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.state is not None:
        yield col(CaseRow.state) == wanted.state
    if wanted.code:
        yield col(CaseRow.code) == wanted.code
    if wanted.currency:
        yield col(CaseRow.currency) == wanted.currency
    if wanted.cause:
        whole = len(wanted.cause) == _FINGERPRINT
        name = col(CaseRow.fingerprint)
        yield name == wanted.cause if whole else name.startswith(wanted.cause, autoescape=True)
    if wanted.at_least is not None:
        minor = col(CaseRow.minor)
        yield or_(minor >= wanted.at_least, minor <= -wanted.at_least)
    if wanted.newer_than is not None:
        yield col(CaseRow.id) > wanted.newer_than
    if wanted.came_back:
        yield col(CaseRow.returned).is_not(None)


def _of_life(wanted: ExceptionFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.owner:
        yield col(LifeRow.assignee) == wanted.owner
    if wanted.is_overdue:
        yield col(LifeRow.escalated).is_(True)
    if wanted.waits_for:
        yield col(LifeRow.waits_for) == wanted.waits_for


def _found_in(text: str) -> ColumnElement[bool]:
    named = select(DealRow.id).where(
        col(DealRow.id) == col(CaseRow.deal),
        or_(
            contains(col(DealRow.name), text),
            contains(col(DealRow.account_name), text),
            col(DealRow.id) == text,
        ),
    )
    ways = [named.correlate(CaseRow).exists(), col(CaseRow.document) == text]
    digits = text.removeprefix(_SIGN)
    if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS_MAX:
        ways.append(col(CaseRow.id) == int(digits))
    return or_(*ways)
