"""Telling the person what happens, and running other programs without drowning them in words."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BEGAN = time.monotonic()


class Stop(Exception):
    """A sentence for the person: what is wrong and what to do."""


def say(words: str) -> None:
    print(f"[{time.monotonic() - BEGAN:5.1f} s] {words}", flush=True)


def run(command: Sequence[str | Path], *, failing: str, env: Mapping[str, str] | None = None) -> str:
    """Run it quietly. Raises: Stop with `failing` and the program's last lines."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=PROJECT, env=None if env is None else dict(env), text=True, errors="replace", check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    except OSError as why:
        if why.errno == errno.ENOSPC:
            raise Stop(f"{failing} The disk is full.") from why
        raise Stop(f"{failing} {words[0]} could not be started: {why.strerror}.") from why
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-12:])
        full = " The disk is full." if "No space left" in done.stdout or "ENOSPC" in done.stdout else ""
        raise Stop(f"{failing}{full} `{' '.join(words[:6])}` said:\n{tail}")
    return done.stdout


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Changes when any of these files or words does."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        digest.update(f"\0{file}\0".encode())
        digest.update(file.read_bytes() if file.is_file() else b"-")
    return digest.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Whether that step was done for exactly this."""
    return stamp.is_file() and stamp.read_text().strip() == value


def stamp_now(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    fresh = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    fresh.write_text(value + "\n")
    fresh.replace(stamp)
