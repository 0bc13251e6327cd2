"""How commands end: one exit code for every error, one form for each, no secret in any."""

from collections.abc import Iterator

import pytest
import typer

from bridge import telemetry
from bridge.cli import ending
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
from bridge.rules.diagnostics import Diagnostic, RulebookInvalid

WHERE = {"where": "salesforce.url", "act": "correct it"}
SAID = ("salesforce", "GET /", "CODE", "no answer")
FOUND = Diagnostic(file="a.yaml", line=2, column=3, length=4, message="no", hint="yes")
ERRORS: dict[BridgeError, int] = {
    BridgeError("odd"): 2,
    Misconfigured("wrong", **WHERE): 2,
    StoreLocked("in use", **WHERE): 2,
    ActedMeanwhile("assigned", **WHERE): 2,
    NotFound("gone", **WHERE): 2,
    NotPermitted("not yours", where="here", act="ask"): 2,
    RulebookInvalid((FOUND,)): 2,
    RemoteError(*SAID): 3,
    Unavailable(*SAID): 3,
    Throttled(*SAID, retry_after_s=1): 3,
    Refused(*SAID): 3,
    OutcomeUnknown(*SAID): 3,
}


def descendants(kind: type[BridgeError]) -> Iterator[type[BridgeError]]:
    yield kind
    for one in kind.__subclasses__():
        if one.__module__.startswith("bridge."):
            yield from descendants(one)


def ended(error: BaseException, *, as_json: bool = False) -> int:
    with pytest.raises(typer.Exit) as raised, ending.ending(as_json=as_json):
        raise error
    return raised.value.exit_code


def test_every_error_has_its_row_in_the_table_and_here() -> None:
    kinds = set(descendants(BridgeError))
    assert kinds == set(ending.EXIT_CODES)
    assert kinds == {type(error) for error in ERRORS}


@pytest.mark.parametrize("error", list(ERRORS), ids=lambda error: type(error).__name__)
def test_an_error_ends_with_its_code_on_standard_error(
    error: BridgeError, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(error) == ERRORS[error]
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{type(error).__name__}:")
    assert str(error) in told.err


@pytest.mark.parametrize("error", list(ERRORS), ids=lambda error: type(error).__name__)
def test_machines_read_one_object_on_standard_output(
    error: BridgeError, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(error, as_json=True) == ERRORS[error]
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.count("\n") == 1
    assert f'"error":"{type(error).__name__}"' in told.out


@pytest.mark.parametrize(
    "error",
    [one for one in ERRORS if isinstance(one, RemoteError)],
    ids=lambda error: type(error).__name__,
)
def test_a_failed_system_comes_with_what_to_do_next(
    error: BridgeError, capsys: pytest.CaptureFixture[str]
) -> None:
    ended(error)
    after = capsys.readouterr().err.partition("no answer")[2]
    assert bool(after.strip("; \n")) == (type(error) is not RemoteError)


def test_a_long_message_is_one_line_where_nobody_looks_at_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended(Misconfigured("wrong " * 60, **WHERE))
    assert capsys.readouterr().err.count("\n") == 1


def test_brackets_in_a_message_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    ended(Misconfigured("there is no [bold]table[/]", **WHERE))
    assert "[bold]table[/]" in capsys.readouterr().err


def test_a_message_holds_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.conceal(["fake-secret-in-message"])
    for as_json in (False, True):
        ended(Misconfigured("it is fake-secret-in-message", **WHERE), as_json=as_json)
        told = capsys.readouterr()
        assert "fake-secret" not in told.out + told.err
        assert "[redacted]" in told.out + told.err


def test_a_kind_of_error_that_is_new_ends_as_the_kind_it_is_of() -> None:
    class Newer(Unavailable):
        """A kind that the table does not know yet."""

    assert ending.exit_code(Newer(*SAID)) == 3


def test_ctrl_c_ends_as_shells_have_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(KeyboardInterrupt(), as_json=True) == 130
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "stopped; nothing is lost, the next pass goes on from here\n"


def test_a_mistake_of_ours_is_not_dressed_up() -> None:
    with pytest.raises(ZeroDivisionError), ending.ending(as_json=True):
        raise ZeroDivisionError
