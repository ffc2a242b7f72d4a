"""The SMTP sink that every sender is measured against, and the raw limit of it."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection

from bench.cpu import of_tree
from bench.programs import with_libraries
from coach_platform.laptop.ports import free_port
from coach_platform.laptop.processes import end, spawn, tied


@dataclass(frozen=True)
class Sink:
    """Postfix's smtp-sink: takes what it is given, keeps nothing."""

    port: int
    pid: int
    tools: Path

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Sent:
    """So many letters. `cpu`: seconds of everything that took part; `seconds` on the wall."""

    letters: int
    cpu: float
    seconds: float

    @property
    def rate(self) -> float:
        return self.letters / self.seconds

    @property
    def each(self) -> float:
        """CPU seconds of one letter."""
        return self.cpu / self.letters


@contextmanager
def sink(tools: Path, log: Path) -> Iterator[Sink]:
    """One on a free port of loopback."""
    port = free_port()
    command = [str(tools / "smtp-sink"), "-u", "root", f"127.0.0.1:{port}", "100"]
    child = spawn(tied(command), log=log, env=with_libraries(tools))
    try:
        _until_it_answers(port)
        yield Sink(port, child.pid, tools)
    finally:
        end(child)


def _until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def raw(sink: Sink, letters: int, size: int) -> Sent:
    """What smtp-source, in C, gets through one kept connection: letters of `size` bytes."""
    command = [str(sink.tools / "smtp-source"), "-d", "-s", "1", "-m", str(letters), "-l", str(size)]
    command += ["-f", "rebound@mail.example.org", "-t", "p1@people.example", f"127.0.0.1:{sink.port}"]
    before, began = of_tree(sink.pid), time.monotonic()
    child = subprocess.Popen(command, env=with_libraries(sink.tools), stdout=subprocess.DEVNULL)
    _pid, status, used = _waited(child)
    assert status == 0, f"smtp-source ended with {status}"
    return Sent(letters, used + of_tree(sink.pid) - before, time.monotonic() - began)


def _waited(child: subprocess.Popen[bytes]) -> tuple[int, int, float]:
    import os

    pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return pid, child.returncode, usage.ru_utime + usage.ru_stime
