"""Notices in words: one alone, or all of a digest, each with its number and where to look."""

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.notices.notice import Event, Notice

#: How many of a digest are told one by one; the rest is counted.
_TOLD_MAX = 20
#: As much as one line of a message shows.
_SAYS_MAX = 300
_TITLES = {
    Event.EXCEPTION_OPENED: "exceptions opened",
    Event.EXCEPTION_REGRESSED: "exceptions came back",
    Event.EXCEPTION_OVERDUE: "exceptions overdue",
    Event.TASK_REFUSED: "tasks refused by Salesforce",
    Event.PERSON_MENTIONED: "comments mention people",
    Event.APPROVAL_ASKED: "approvals asked",
    Event.STALLED: "passes failing",
    Event.DOCUMENT_REFUSED: "documents refused",
    Event.RULES_PUBLISHED: "rules published",
    Event.TEST: "test messages",
}


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent to a person: a title, and a text of lines."""

    title: str
    text: str


def message(notices: Sequence[Notice], base_url: str) -> Message:
    """Return what is sent for notices; `base_url` is where the console stands."""
    counts = {event: sum(one.event is event for one in notices) for event in _TITLES}
    title = ", ".join(f"{count} {_TITLES[event]}" for event, count in counts.items() if count)
    lines = [_line(one, base_url) for one in notices[:_TOLD_MAX]]
    if len(notices) > _TOLD_MAX:
        lines.append(f"and {len(notices) - _TOLD_MAX} more: {base_url}/")
    return Message(f"Revenue bridge: {title}", "\n".join(lines))


def _line(one: Notice, base_url: str) -> str:
    amount = f" ({one.amount})" if one.amount is not None else ""
    says = " ".join(one.says.split())
    if len(says) > _SAYS_MAX:
        says = f"{says[: _SAYS_MAX - 1]}…"  # the page behind the line says all of it
    return f"{one.at:%Y-%m-%d %H:%M} UTC {says}{amount} {base_url}{one.page}"
