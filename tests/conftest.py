"""What every test needs: no socket but loopback, no skip in CI, one way to search examples."""

import gc
import os
import socket
import sys
from collections.abc import Generator
from ipaddress import ip_address

import pytest
import structlog
from hypothesis import HealthCheck, settings

LOOPBACK = frozenset({"localhost", "", None})


class Unreachable(BaseException):
    """A test tried to leave this machine. Not an Exception, so that no handler may swallow it."""


def is_loopback(host: object) -> bool:
    """Say whether a host, as a socket call names it, is this machine."""
    if isinstance(host, bytes):
        host = host.decode()
    if not isinstance(host, str) or host in LOOPBACK:
        return host in LOOPBACK
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def guard(event: str, arguments: tuple[object, ...]) -> None:
    """
    Refuse what would leave this machine: an audit hook, because nothing in Python gets round one.

    Names under `.invalid` never exist (RFC 2606), so their look-up fails here as it would outside.
    """
    if event == "socket.getaddrinfo" and not is_loopback(arguments[0]):
        if str(arguments[0]).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        raise Unreachable(f"a test looks up {arguments[0]}: use 127.0.0.1")
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise Unreachable(f"a test connects to {address[0]}: use 127.0.0.1")


sys.addaudithook(guard)
# Else a logged defect is printed with the values of all variables, whole sandboxes among them.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.dev.ConsoleRenderer(colors=False),
    ]
)

# Modules and tests live to the end, and to look among them for garbage was a sixth of the time.
# They are set aside once all are there, and what tests leave is looked for in larger heaps.
gc.disable()
YOUNG_MAX = 100_000


def pytest_collection_finish() -> None:
    """Begin to look for garbage, in what is made from here on."""
    gc.freeze()
    gc.set_threshold(YOUNG_MAX, 20)
    gc.enable()


def pytest_sessionfinish() -> None:
    """Look for garbage once more: else pytest does five times, and the interpreter as it ends."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden files are rewritten on demand only, and the difference is reviewed."""
    parser.addoption(
        "--regold", action="store_true", help="rewrite golden files with what the code says now"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed one: what a machine lacks is installed there."""
    report = yield
    if report.skipped and "CI" in os.environ and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longreprtext}"
    return report


# A deadline measures how busy the machine is, not the code. In CI a red run must be red again: the
# examples are the same in each run, and what many of them would find was found at leisure.
settings.register_profile("local", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, max_examples=40)
settings.register_profile(
    "fuzz",
    settings.get_profile("local"),
    max_examples=5000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "local"))
