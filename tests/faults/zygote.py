"""
A process that has imported the bridge and forks for each run, so that a kill costs no second.

Reads a line of JSON for each run, {"argv": [...], "environment": {...}, "out": file,
"kill_after_s": seconds or null}, and answers with its exit code (negative: the signal) when it has
ended. The words "blind" and a settings file make a pass without the look-up.
"""

import json
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from bridge import app, settings, telemetry
from bridge.__main__ import main
from bridge.flow.sync.one_pass import Sync

BLIND = "blind"


def run(words: list[str]) -> None:
    """Run a command of the bridge, or a pass without the look-up."""
    if words[0] == BLIND:
        _pass_blindly(Path(words[1]))
        return
    sys.argv = ["bridge", *words]
    main()


def _pass_blindly(config: Path) -> None:
    telemetry.configure(as_json=True)
    with app.Bridge.open(settings.load(config)) as bridge:
        posting = replace(bridge.posting(), look_up=False)
        Sync(bridge.ends, bridge.edition, posting, bridge.settings.sync).run()


def _be(wanted: dict[str, Any]) -> int:
    """Become the process that was asked for; return its exit code."""
    os.environ.update(wanted["environment"])
    with Path(wanted["out"]).open("w", encoding="utf-8", buffering=1) as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
        with Path(f"{wanted['out']}.log").open("w", encoding="utf-8", buffering=1) as log:
            os.dup2(log.fileno(), sys.stderr.fileno())
            try:
                run(wanted["argv"])
            except SystemExit as ended:
                return int(ended.code or 0)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
    return 0


def serve() -> None:
    """Fork for every line until there is none."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os._exit(_be(wanted))
        answers.write(f"{_end_of(pid, wanted['kill_after_s'])}\n")


def _end_of(pid: int, kill_after_s: float | None) -> int:
    """Wait for a fork, and kill it in time; it keeps its pid until it was waited for."""
    if kill_after_s is not None:
        timer = threading.Timer(kill_after_s, os.kill, (pid, signal.SIGKILL))
        timer.start()
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        timer.cancel()
        timer.join()
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    serve()
