"""The tests' end of the zygote: runs of the bridge that can be killed."""

import os
import subprocess
import sys
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import Self

from tests.faults import zygote

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code (negative: the signal), and what it wrote."""

    code: int
    out: str
    log: str


class Warm:
    """Starts runs of the bridge, one after the other; also a context manager."""

    def __init__(self, folder: Path) -> None:
        self._out = folder / "out"
        self._started: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._started is not None:
            self._started.communicate(timeout=20)

    @property
    def _process(self) -> subprocess.Popen[str]:
        """The process that has loaded the bridge; there is none before the first run."""
        if self._started is None:
            self._started = subprocess.Popen(
                [sys.executable, zygote.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        return self._started

    def run(
        self, *argv: str | Path, crash_at: str | None = None, kill_after_s: float | None = None
    ) -> Ended:
        """Run a command to its end; it dies at a commit point, or is killed after a while."""
        wanted = {
            "argv": [str(word) for word in argv],
            "environment": {"BRIDGE_CRASH_AT": crash_at} if crash_at else {},
            "out": str(self._out),
            "kill_after_s": kill_after_s,
        }
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        print(dumps(wanted), file=process.stdin, flush=True)
        code = int(process.stdout.readline())
        return Ended(code, self._out.read_text(), Path(f"{self._out}.log").read_text())
