"""
What a clerk does: a process that holds a rulebook in its memory, and judges what it is handed.

It is begun as `python -m bridge.flow.checking.clerks.clerk FD`, asks nobody, writes nothing, and
ends when the other end of its line is closed. A message begins with a letter that says what it is.
"""

import gc
import json
import signal
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from socket import socket

from bridge.errors import Misconfigured
from bridge.flow.checking import answering, records
from bridge.flow.checking.clerks.line import framed, received
from bridge.flow.rulebook import editions
from bridge.rules.rulebook import Rulebook
from bridge.translate import OURS

#: To a clerk: the files of a rulebook, as JSON; or the day, and records.
LEARN, JUDGE = b"L", b"J"
#: From a clerk: it knows the rules; an answer; why there is none; where the bridge fails.
KNOWN, ANSWER, REFUSED, FAILED = b"K", b"A", b"R", b"F"
#: What a day takes in ISO 8601.
DAY = len("2026-01-31")
#: Answers between two looks for what refers to itself; there is little of that.
_LOOKS_EVERY = 50


def judged(text: str, rulebook: Rulebook, today: date) -> bytes:
    """
    Return the answer about records, in JSON.

    Raises Misconfigured for what holds none that can be judged.
    """
    return answering.answer(records.of_records(text, rulebook, today), rulebook.version)


def told(message: bytes, rulebook: Rulebook) -> bytes:
    """Return what a clerk says of a message with records."""
    try:
        day = date.fromisoformat(message[1 : 1 + DAY].decode())
        return ANSWER + judged(message[1 + DAY :].decode(), rulebook, day)
    except Misconfigured as error:
        return REFUSED + json.dumps([error.what, error.where, error.act]).encode()
    except OURS:
        return FAILED + traceback.format_exc().encode(errors="replace")


def work(line: socket) -> None:
    """Answer what comes, until the line ends; the rules come first."""
    heard = line.makefile("rb")
    rulebook = _learned(received(heard))
    line.sendall(framed(KNOWN))
    # What stays, the rules and the code, is not looked through again and again.
    gc.disable()
    gc.collect()
    gc.freeze()
    done = 0
    while True:
        message = received(heard)
        if message[:1] == LEARN:
            rulebook = _learned(message)
            line.sendall(framed(KNOWN))
            continue
        line.sendall(framed(told(message, rulebook)))
        done += 1
        if done % _LOOKS_EVERY == 0:
            gc.collect()


def _learned(message: bytes) -> Rulebook:
    return editions.of_files(json.loads(message[1:], parse_float=Decimal)).rulebook


def main(words: Sequence[str]) -> None:
    """Work over the line whose number is the first word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that began it ends it
    try:
        work(socket(fileno=int(words[0])))
    except (EOFError, ConnectionError):
        return  # nobody asks any more


if __name__ == "__main__":
    main(sys.argv[1:])
