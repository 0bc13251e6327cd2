"""
A process that has loaded the bridge and forks for each command, so that a page costs no loading.

`python forking.py SOCKET` listens until it is ended. What a test puts in the place of the command
`bridge` sends its words, its folder, its environment and its three files there, and ends with the
code that comes back.
"""

import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from bridge.__main__ import main

_LONGEST = 1 << 20

#: A stand-in for the command `bridge`, short, because it is started for each of them.
CLIENT = """#!{python} -IS
import json, os, socket, sys
call = socket.socket(socket.AF_UNIX)
call.connect({address!r})
told = {{"argv": sys.argv, "folder": os.getcwd(), "environment": dict(os.environ)}}
socket.send_fds(call, [json.dumps(told).encode()], [0, 1, 2])
sys.exit(int(call.makefile().read() or 70))
"""


def _code_of(wanted: dict[str, Any]) -> int:
    """Run the command as the process that asked for it would."""
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv = wanted["argv"]
    try:  # what is not caught here ends this process with its traceback, and no code is told
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _answer(call: socket.socket) -> None:
    """Become the command that was asked for."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    told, files, _, _ = socket.recv_fds(call, _LONGEST, 3)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    call.sendall(str(_code_of(json.loads(told))).encode())


def serve(address: Path) -> None:
    """Fork for every call."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(address))
        door.listen()
        sys.stdout.write("listening\n")
        sys.stdout.flush()
        while True:
            call, _ = door.accept()
            if os.fork() == 0:
                door.close()
                _answer(call)
                os._exit(0)
            call.close()


if __name__ == "__main__":
    serve(Path(sys.argv.pop()))
