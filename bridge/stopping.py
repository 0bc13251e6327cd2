"""How a person or a container ends what runs: it is told, and finishes what it began."""

import signal
import threading


def stop_on_signals() -> threading.Event:
    """Return an event that Ctrl-C and SIGTERM set; the second of them ends the process at once."""
    stop = threading.Event()

    def heard(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, heard)
    return stop
