"""What people type into the forms of the page, made into acts; Misconfigured for what is none."""

from collections.abc import Callable, Mapping
from datetime import date

from bridge.errors import Misconfigured
from bridge.model.money import Currency, Money
from bridge.queue import words
from bridge.queue.acts import Act, Ask, Comment, Reopen, Snooze
from bridge.queue.life import Until, WaitsFor

#: A field by its name, as it was typed.
Fields = Mapping[str, str]


def act_of(name: str, fields: Fields, me: str) -> Act:
    """Return the act that a form stands for; `me` is who sends it."""
    made = _ACTS.get(name)
    if made is None:
        raise Misconfigured("there is no such act", where=name[:40], act="use a form of the page")
    return made(fields, me)


def known(name: str) -> bool:
    """Say whether there is an act of a name."""
    return name in _ACTS


def _assign(fields: Fields, me: str) -> Act:
    return words.assignment(fields.get("to", "").strip() or me)


def _unassign(_fields: Fields, _me: str) -> Act:
    return words.assignment(None)


def _comment(fields: Fields, _me: str) -> Act:
    return Comment(words.said(fields.get("text", ""), of="the comment"))


def _tag(fields: Fields, _me: str) -> Act:
    added = frozenset(fields.get("add", "").replace(",", " ").split())
    removed = frozenset(fields.get("remove", "").split())
    return words.tagging(added, removed)


def _ask(fields: Fields, _me: str) -> Act:
    try:
        of = WaitsFor(fields.get("of", "origin"))
    except ValueError as error:
        raise _none("whom to ask", "choose one of those that are offered") from error
    return Ask(of, words.said(fields.get("text") or fields.get("reason", ""), of="the question"))


def _reopen(fields: Fields, _me: str) -> Act:
    return Reopen(words.said(fields.get("reason", ""), of="the reason"))


def _snooze(fields: Fields, _me: str) -> Act:
    day, amount, count = (fields.get(name, "").strip() for name in ("until", "amount", "count"))
    given = [bool(one) for one in (day, amount, count)]
    if sum(given) != 1:
        says = "no end is given" if not any(given) else "several ends are given"
        raise _none(says, "give a day, an amount of its cause, or a count of its cause")
    until = (
        Until(day=_day(day))
        if day
        else Until(amount=_amount(amount, fields.get("currency", "")))
        if amount
        else Until(count=_count(count))
    )
    return Snooze(until, words.said(fields.get("reason", ""), of="the reason"))


_ACTS: Mapping[str, Callable[[Fields, str], Act]] = {
    "assign": _assign,
    "unassign": _unassign,
    "comment": _comment,
    "tag": _tag,
    "ask": _ask,
    "reopen": _reopen,
    "snooze": _snooze,
}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _none(f"{text[:40]!r} is no day", "write it as YYYY-MM-DD") from error


def _amount(text: str, code: str) -> Money:
    try:
        return Money.typed(text, Currency(code))
    except ValueError as error:
        raise _none(f"{text[:40]!r} is no amount", "write it as 50000.00") from error


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < len("1000000000")):
        raise _none(f"{text[:40]!r} is no count", "write a whole number")
    return int(text)


def _none(says: str, act: str) -> Misconfigured:
    return Misconfigured(says, where="the form", act=act)
