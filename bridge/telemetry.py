"""
Log events with stable names, one line a step, and nothing secret in them.

An event is a dotted name and facts: `deal.flagged deal=801... code=ITEM_UNMAPPED`. Values whose key
names a secret are replaced, whatever logged them.
"""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

_SECRET = ("secret", "token", "password", "authorization", "assertion", "signature", "private_key")
_REDACTED = "[redacted]"

Log = structlog.typing.FilteringBoundLogger


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace every value, at any depth, whose key names a secret."""
    return {key: _redacted(key, value) for key, value in event.items()}


def _redacted(key: str, value: Any) -> Any:
    if any(word in key.lower() for word in _SECRET):
        return _REDACTED
    if isinstance(value, Mapping):
        return {str(name): _redacted(str(name), part) for name, part in value.items()}
    return value


def configure(*, as_json: bool, stream: TextIO = sys.stderr, verbose: bool = False) -> None:
    """Send events to a stream: lines for people, or JSON lines for machines."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=28)
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
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def log() -> Log:
    """Return the logger."""
    logger: Log = structlog.get_logger()
    return logger
