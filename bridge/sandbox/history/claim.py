"""The claim of a running pair of sandboxes to its folder, where no other may write."""

from __future__ import annotations

import errno
import fcntl
from pathlib import Path


class Claim:
    """
    Holds a folder until `release()`, or the end of the program.

    A second pair would begin the journal of the first anew and mix what both are told.

    Raises:
        OSError: EBUSY, other sandboxes hold the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "sandbox.lock").open("w", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            says = "other sandboxes are running in this folder"
            raise OSError(errno.EBUSY, says, str(folder)) from error

    def release(self) -> None:
        """Let others have the folder."""
        self._file.close()
