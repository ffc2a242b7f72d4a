"""Which Python the environment is made of: the one that is named, else the quicker of `python3` and the system's own.

A Python that was built from its sources without `--enable-optimizations` (pyenv's habit) takes 1.4 times as long for
everything as the one Debian builds, and a test run is ten minutes of it.
"""

from __future__ import annotations

import os
import subprocess
import sys

from saying import say

SYSTEMS = "/usr/bin/python3"
# Seconds of CPU for what programs do all day, the best of five; nothing where it is too old, or makes no environments.
ASK = """
import sys, time
assert sys.version_info >= (3, 11)
import ensurepip, venv
class Thing:
    def __init__(self, number): self.number = number
    def more(self): return self.number + 1
def work():
    began = time.process_time()
    found = {}
    for number in range(40_000):
        found[number % 1000] = str(Thing(number).more()) + "x"
    return time.process_time() - began
print(min(work() for _ in range(5)))
"""
WORTH = 1.15  # less may be noise


def python() -> str:
    """The path of one. `make PYTHON=...` is taken as it is (the Makefile says so in REBOUND_PYTHON_NAMED)."""
    if os.environ.get("REBOUND_PYTHON_NAMED") or os.path.realpath(SYSTEMS) == os.path.realpath(sys.executable):
        return sys.executable
    systems, ours = seconds(SYSTEMS), seconds(sys.executable)
    if systems is None or (ours is not None and ours < systems * WORTH):
        return sys.executable
    than = f": {ours / systems:.1f} times as quick as {sys.executable}" if ours else ""
    say(f"Taking {SYSTEMS}{than}. `make PYTHON=...` names another.")
    return SYSTEMS


def seconds(path: str) -> float | None:
    """How long this Python takes for a little work; None where it cannot be used."""
    try:
        return float(subprocess.run([path, "-I", "-c", ASK], capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None
