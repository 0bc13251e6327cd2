"""Time, chance, environment and output are handed in: only the shell asks the machine for them."""

from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.tree import Finding, Source, dotted, origins, sources

#: The shell. The stand-ins are servers of their own and count to it.
SHELL = (
    "bridge/app.py",
    "bridge/settings",
    "bridge/daemon.py",
    "bridge/cli",
    "bridge/cli.py",
    "bridge/sandbox",
)
FORBIDDEN = frozenset(
    {
        "datetime.date.today",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "os.environ",
        "os.environb",
        "os.getenv",
        "print",
        "builtins.print",
        "time.localtime",
        "time.monotonic",
        "time.monotonic_ns",
        "time.perf_counter",
        "time.perf_counter_ns",
        "time.sleep",
        "time.time",
        "time.time_ns",
    }
)


def the_machine_is_asked_in_the_shell_only(root: Path) -> Iterator[Finding]:
    """No clock, no chance, no environment variable and no print below the shell."""
    for source in sources(root, "bridge"):
        if not source.inside(*SHELL):
            yield from _asked(source)


def _asked(source: Source) -> Iterator[Finding]:
    known = origins(source.syntax)
    for node in source.nodes:
        name = dotted(node, known) or ""
        if name in FORBIDDEN or name.startswith("random."):
            yield source.finding(node, f"{name} belongs to the shell: take it as an argument")
