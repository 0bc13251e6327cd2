"""How a command ends: one table from error to exit code, and one form for each error."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape

from bridge.cli import findings, output
from bridge.errors import (
    ActedMeanwhile,
    BridgeError,
    Misconfigured,
    NotFound,
    NotPermitted,
    OutcomeUnknown,
    Refused,
    RemoteError,
    StoreLocked,
    Throttled,
    Unavailable,
)
from bridge.rules.diagnostics import RulebookInvalid
from bridge.telemetry import clean

#: 0 done, 1 something was found, 2 wrong use, 3 a remote system failed.
FOUND, WRONG_USE, REMOTE_FAILED = 1, 2, 3
EXIT_CODES: dict[type[BridgeError], int] = {
    BridgeError: WRONG_USE,
    Misconfigured: WRONG_USE,
    StoreLocked: WRONG_USE,
    ActedMeanwhile: WRONG_USE,
    NotFound: WRONG_USE,
    NotPermitted: WRONG_USE,
    RulebookInvalid: WRONG_USE,
    RemoteError: REMOTE_FAILED,
    Unavailable: REMOTE_FAILED,
    Throttled: REMOTE_FAILED,
    Refused: REMOTE_FAILED,
    OutcomeUnknown: REMOTE_FAILED,
}


def exit_code(error: BridgeError) -> int:
    """Return the code that an error ends a command with."""
    return EXIT_CODES[next(kind for kind in type(error).__mro__ if kind in EXIT_CODES)]


@contextmanager
def ending(*, as_json: bool) -> Iterator[None]:
    """
    Turn what ends a command early into a message and an exit code.

    With `as_json` the message is an object {"error", "says"} on standard output, with
    "diagnostics" where rule files are wrong. Ctrl-C ends with 130, as shells have it.
    """
    try:
        yield
    except RulebookInvalid as error:
        _show(
            error,
            as_json=as_json,
            diagnostics=[findings.diagnostic(one) for one in error.diagnostics],
        )
        raise typer.Exit(exit_code(error)) from error
    except BridgeError as error:
        _show(error, as_json=as_json)
        raise typer.Exit(exit_code(error)) from error
    except KeyboardInterrupt as stopped:
        output.aside("stopped; nothing is lost, the next pass goes on from here")
        raise typer.Exit(130) from stopped


def _act(error: BridgeError) -> str:
    """Say what to do next, where the error does not say it itself."""
    match error:
        case Unavailable(system="store"):
            return "; nothing was done: look after the database, then run it again"
        case Throttled():
            return "; nothing was done: run it again later, or let the daemon do so"
        case Unavailable():
            return (
                f"; nothing was done: check {error.system}.url and the network, then run it again"
            )
        case OutcomeUnknown():
            return "; the next pass looks up what came of it before it repeats anything"
        case Refused():
            return f"; check the settings under [{error.system}] and the permissions of its user"
        case _:
            return ""


def _show(error: BridgeError, *, as_json: bool, **more: object) -> None:
    name, says = type(error).__name__, clean(f"{error}{_act(error)}")
    if as_json:
        output.as_json_text({"error": name, "says": says, **more})
        return
    break_ = "\n" if "\n" in says else " "
    Console(stderr=True, highlight=False).print(
        f"[bold red]{name}:[/]{break_}{escape(says)}", soft_wrap=True
    )
