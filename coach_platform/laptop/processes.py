"""Starting, recognising and ending child processes, so that none outlives its parent and none of another is touched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from .trouble import Trouble


def tied(command: Sequence[str], signal_name: str = "TERM") -> list[str]:
    """The same command, told to stop when the process that started it dies.

    `setpriv` (Debian's util-linux, always there) replaces itself by the command, so the pid stays the same.
    Elsewhere (macOS) orphans are found at the next start instead.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name, "--", *command] if setpriv else list(command)


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    pid_file: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (Ctrl-C reaches only the supervisor), its words appended to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log.open("ab") as out:
            child = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                start_new_session=True,
            )
    except FileNotFoundError as missing:
        raise Trouble(f"The program {missing.filename} is not on this machine.") from missing
    if pid_file:
        remember(pid_file, child.pid)
    return child


def born(pid: int) -> str | None:
    """When that process started, as its system says it; None if there is no such process (or only its zombie).

    With the pid it names one process for ever: a pid alone may have been given to another since.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] == "Z" else fields[19]
    except OSError:
        if Path("/proc/self/stat").exists():
            return None
    ps = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return ps.stdout.strip() or None


def remember(pid_file: Path, pid: int) -> None:
    """Write down a child so that a later start recognises it, should this one be killed."""
    pid_file.parent.mkdir(parents=True, exist_ok=True)
    pid_file.write_text(f"{pid} {_boot()} {born(pid)}\n")


def remembered(pid_file: Path) -> int | None:
    """The pid written there, if that very process still lives."""
    try:
        pid_text, boot, start = pid_file.read_text().strip().split(" ", 2)
    except (OSError, ValueError):
        return None
    pid = int(pid_text) if pid_text.isdigit() else 0
    return pid if pid and boot == _boot() and born(pid) == start else None


def _boot() -> str:
    """Which boot of the machine this is: start times count from it."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "-"


def marked(mark: str) -> list[int]:
    """Our own living processes whose environment carries `mark` (`NAME=value`); this process is left out."""
    wanted = b"\0" + mark.encode() + b"\0"
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in b"\0" + (folder / "environ").read_bytes() and int(folder.name) != os.getpid():
                found.append(int(folder.name))
        except OSError:
            continue  # ended meanwhile, or another person's
    return sorted(found)


def command_line(pid: int) -> str:
    """The command of a process, for a sentence or a check; empty if it cannot be seen."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def wait_until(true: Callable[[], bool], *, seconds: float, every: float = 0.02) -> bool:
    """Ask again and again until `true()`; False if the time ran out first."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True


def ask(child: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM) -> None:
    """Tell a child to stop, without waiting."""
    if child.poll() is None:
        child.send_signal(number)


def end(
    child: subprocess.Popen[bytes], *, first: signal.Signals | None = None, seconds: float = 3.0, whole: bool = True
) -> bool:
    """Wait for a child to stop (asked by `first`, if given), then force it and its session; True if it went by itself."""
    if first:
        ask(child, first)
    try:
        child.wait(timeout=seconds)
        gently = True
    except subprocess.TimeoutExpired:
        gently = False
        child.kill()
    if whole:
        _signal_group(child.pid, signal.SIGKILL)
    child.wait()
    return gently


def end_strays(pids: Iterable[int], *, first: signal.Signals = signal.SIGTERM, seconds: float = 5.0) -> None:
    """End processes of a killed earlier run, which are nobody's children any more."""
    living = {pid: born(pid) for pid in pids}
    _signal_each(living, first)
    if not wait_until(lambda: not _still(living), seconds=seconds):
        _signal_each(living, signal.SIGKILL)
        wait_until(lambda: not _still(living), seconds=2)


def _still(known: Mapping[int, str | None]) -> list[int]:
    return [pid for pid, start in known.items() if start is not None and born(pid) == start]


def _signal_each(known: Mapping[int, str | None], number: signal.Signals) -> None:
    for pid in _still(known):
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            continue


def _signal_group(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return
