"""The file lock that keeps a second process away from an SQLite store."""

import fcntl
import os
from pathlib import Path

from bridge.errors import StoreLocked


class FileLock:
    """
    Holds `<file>.lock` from construction to `close`; the system frees it when the process dies.

    The lock is the kernel's, not the file's existence: a file that was left behind locks nothing.
    Raises StoreLocked if another process, or another store of this process, holds it.
    """

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".lock")
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._descriptor, 20).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise StoreLocked(
                f"another process ({holder or 'not yet known'}) uses this store",
                where=str(path),
                act="stop that process, or use a PostgreSQL store, which several may share",
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Free the store for another process."""
        os.close(self._descriptor)
