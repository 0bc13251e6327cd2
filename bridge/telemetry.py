"""
Log events with stable names, one line a step, and nothing secret in them.

An event is a dotted name and facts: `deal.flagged deal=801... code=ITEM_UNMAPPED`. Values whose key
names a secret are replaced, whatever logged them, and so is every secret of the settings wherever
it turns up, also in the text of an error or of a traceback.
"""

import logging
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, TextIO

import structlog

_SECRET = ("secret", "token", "password", "authorization", "assertion", "signature", "private_key")
_REDACTED = "[redacted]"
#: A shorter text turns up by chance; replacing it would make lines unreadable and hide nothing.
_SHORTEST = 6
#: Libraries whose warnings are no news: the clock says each second that a pass still runs, and the
#: web server tells again of errors that the console answered and told of.
#: What a service of messages answers may hold its address, which is a secret.
_QUIET = {
    "apprise": logging.CRITICAL + 1,
    "apscheduler": logging.ERROR,
    "uvicorn.error": logging.CRITICAL,
}

_concealed: set[str] = set()

Log = structlog.typing.FilteringBoundLogger


def conceal(secrets: Iterable[str]) -> None:
    """Never let these texts out again: not in a value, a message or a traceback."""
    _concealed.update(secret for secret in secrets if len(secret) >= _SHORTEST)


def clean(text: str) -> str:
    """Return a text without the secrets that were concealed."""
    for secret in sorted(_concealed, key=len, reverse=True):
        text = text.replace(secret, _REDACTED)
    return text


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace every value, at any depth, whose key names a secret, and every concealed text."""
    return {key: _redacted(key, value) for key, value in event.items()}


def _redacted(key: str, value: Any) -> Any:
    if any(word in key.lower() for word in _SECRET):
        return _REDACTED
    if isinstance(value, Mapping):
        return {str(name): _redacted(str(name), part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted("", part) for part in value]
    if value is None or isinstance(value, bool | int):
        return value
    return clean(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))


def configure(*, as_json: bool, stream: TextIO | None = None, verbose: bool = False) -> None:
    """
    Send events to a stream: lines for people, or JSON lines for machines.

    Without a stream it is standard error, as it is when the line is written: a progress bar moves
    out of its way. What libraries warn of becomes an event, too.
    """
    colors = (stream or sys.stderr).isatty()
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(sort_keys=True)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=colors, pad_event_to=28)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.DEBUG if verbose else logging.INFO
        ),
        logger_factory=lambda *_: structlog.PrintLogger(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    _hear_libraries()


def log() -> Log:
    """Return the logger."""
    logger: Log = structlog.get_logger()
    return logger


class _Libraries(logging.Handler):
    """Turns what libraries log into events, so that there is one form, and nothing secret in it."""

    def emit(self, record: logging.LogRecord) -> None:
        log().log(
            record.levelno,
            f"library.{record.name}",
            says=record.getMessage(),
            exc_info=record.exc_info,
        )


def _hear_libraries() -> None:
    root = logging.getLogger()
    if not any(isinstance(one, _Libraries) for one in root.handlers):
        root.addHandler(_Libraries(logging.WARNING))
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
