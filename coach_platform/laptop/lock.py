"""One at a time: a lock that the kernel lets go when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from .trouble import Trouble


class Lock:
    """Held from creation until `release()`. The holder's pid is inside, for the sentence to the second comer."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 32).decode().strip() or "unknown"
            os.close(self._file)
            raise Trouble(
                f"Another run (process {holder}) already uses {path.parent}. "
                "Stop it first (Ctrl-C there), or choose another folder with REBOUND_HOME."
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let the next one in; doing it twice is harmless."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
