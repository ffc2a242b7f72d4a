"""Keeps a list of programs running: starts them and waits until each answers, restarts what falls, stops in order.

Not `supervisor` (the package): it starts everything at once without waiting for health, keeps a configuration file
and a socket of its own, and leaves orphans when it is killed. See docs/decisions/laptop.md.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .logs import last_words, size
from .processes import ask, end, spawn, tied
from .trouble import Trouble

FIRST_PAUSE = 0.5  # seconds before a fallen program is started again; doubled each time
LONGEST_PAUSE = 8.0
MOST_FALLS = 5  # falls within FALLS_WINDOW that mean it will not get better by itself
FALLS_WINDOW = 120.0  # seconds


def alive(_log: Path, _since: int) -> bool:
    """For programs that have no better sign of being ready than not having ended."""
    return True


@dataclass(frozen=True)
class Program:
    """One program as data. `ready` gets its log and where this start's words begin there."""

    name: str
    command: Sequence[str]
    ready: Callable[[Path, int], bool] = alive
    start_seconds: float = 60.0
    stop_seconds: float = 2.0
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Running:
    """A program that was started, and its falls so far."""

    program: Program
    log: Path
    child: subprocess.Popen[bytes]
    log_began: int
    wave: int  # those launched together are stopped together
    falls: deque[float] = field(default_factory=deque)
    again_at: float | None = None  # when it is started again, if it has fallen

    @property
    def last_words(self) -> str:
        """What it wrote since it was last started, for an error message."""
        return last_words(self.log, 10, self.log_began)


class Supervisor:
    """Runs programs until it is told to stop. `say` tells the person what happens."""

    def __init__(self, home: Path, *, env: Mapping[str, str], cwd: Path, say: Callable[[str], None]) -> None:
        self.home = home
        self.env = dict(env)
        self.cwd = cwd
        self.say = say
        self.running: dict[str, Running] = {}

    def start(self, *programs: Program) -> None:
        """Start these together, and return when they and all that were launched before are ready.

        Raises: Trouble, with the last lines of its log, if one ends or does not get ready in time.
        """
        self.launch(*programs)
        for running in self.running.values():
            self._wait_ready(running)

    def launch(self, *programs: Program) -> None:
        """Start these without waiting; the next `start` waits for them too."""
        wave = len(self.running)
        for program in programs:
            log = self.log_of(program.name)
            began = size(log)
            self.running[program.name] = Running(program, log, self._spawn(program), began, wave)

    def log_of(self, name: str) -> Path:
        return self.home / "log" / f"{name}.log"

    def once(self, name: str, command: Sequence[str], *, what: str) -> None:
        """Run a command to its end. Raises: Trouble with its last words if it fails."""
        began = size(self.log_of(name))
        child = self._spawn(Program(name, command))
        try:
            code = child.wait()
        except BaseException:
            end(child, first=signal.SIGTERM)
            raise
        finally:
            self._pid_file(name).unlink(missing_ok=True)
        if code:
            raise Trouble(f"{what} failed. {last_words(self.log_of(name), 10, began)}")

    def watch(
        self, seconds: float = float("inf"), *, every: float = 0.2, first: Callable[[], None] = lambda: None
    ) -> None:
        """Restart what falls, for that long (or until interrupted). `first` looks after what the programs stand on.

        Raises: Trouble when a program falls again and again.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            first()
            for running in self.running.values():
                self._look_after(running, time.monotonic())
            time.sleep(every)

    def stop(self) -> None:
        """The last launched first. Those launched together are told one after the other, then waited for together."""
        while self.running:
            last_wave = max(running.wave for running in self.running.values())
            wave = [running for running in reversed(self.running.values()) if running.wave == last_wave]
            for running in wave:
                ask(running.child)
            for running in wave:
                self._await_end(running)

    def _await_end(self, running: Running) -> None:
        name, seconds = running.program.name, running.program.stop_seconds
        if not end(running.child, seconds=seconds):
            self.say(f"{name} did not stop by itself in {seconds:g} s and was ended.")
        self._pid_file(name).unlink(missing_ok=True)
        del self.running[name]

    def _look_after(self, running: Running, now: float) -> None:
        if running.again_at is not None:
            if now >= running.again_at:
                running.log_began = size(running.log)
                running.child = self._spawn(running.program)
                running.again_at = None
            return
        code = running.child.poll()
        if code is not None:
            self._has_fallen(running, code, now)

    def _has_fallen(self, running: Running, code: int, now: float) -> None:
        end(running.child)  # what it left of its own children
        running.falls.append(now)
        while running.falls[0] < now - FALLS_WINDOW:
            running.falls.popleft()
        name = running.program.name
        if len(running.falls) >= MOST_FALLS:
            raise Trouble(f"{name} fell {MOST_FALLS} times in a row ({how_it_ended(code)}). {running.last_words}")
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (len(running.falls) - 1))
        running.again_at = now + pause
        self.say(f"{name} fell ({how_it_ended(code)}); starting it again in {pause:g} s. Its log: {running.log}")

    def _wait_ready(self, running: Running) -> None:
        program = running.program
        deadline = time.monotonic() + program.start_seconds
        while True:
            code = running.child.poll()
            if code is not None:
                raise Trouble(f"{program.name} ended while starting ({how_it_ended(code)}). {running.last_words}")
            if program.ready(running.log, running.log_began):
                return
            if time.monotonic() > deadline:
                raise Trouble(f"{program.name} was not ready after {program.start_seconds:g} s. {running.last_words}")
            time.sleep(0.05)

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        return spawn(
            tied(program.command),
            log=self.log_of(program.name),
            env={**self.env, **program.env},
            cwd=self.cwd,
            pid_file=self._pid_file(program.name),
        )

    def _pid_file(self, name: str) -> Path:
        return self.home / "run" / f"{name}.pid"


def how_it_ended(code: int) -> str:
    """An exit status in words."""
    if code >= 0:
        return f"exit status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
