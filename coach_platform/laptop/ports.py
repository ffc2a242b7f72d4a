"""Loopback ports: a free one, and who holds a taken one."""

from __future__ import annotations

import socket
from pathlib import Path

from .processes import command_line
from .trouble import Trouble

LISTENING = "0A"  # the state's number in /proc/net/tcp


def free_port() -> int:
    """A loopback port that nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demand_port(port: int, *, what: str, setting: str) -> None:
    """Raises: Trouble, naming who holds the port if that can be seen."""
    with socket.socket() as probe:
        # As the servers do it: a connection that is only fading away does not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
            return
        except PermissionError:
            raise Trouble(f"Port {port}, wanted for {what}, is reserved. Choose one above 1023: {setting}=…") from None
        except OSError:
            pass
    pid = holder(port)
    who = f"process {pid} ({command_line(pid)[:120]})" if pid else "another program"
    raise Trouble(
        f"Port {port}, wanted for {what}, is held by {who}. Stop that, or choose another: make run {setting}={port + 1}"
    )


def holder(port: int) -> int | None:
    """The process that listens on that port, if the system shows it to us."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for link in Path("/proc").glob("[0-9]*/fd/*") if sockets else ():
        try:
            if str(link.readlink()) in sockets:
                return int(link.parts[2])
        except OSError:
            continue
    return None


def _listening_inodes(port: int) -> list[str]:
    inodes = []
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        lines = table.read_text().splitlines()[1:] if table.exists() else []
        for fields in map(str.split, lines):
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.append(fields[9])
    return inodes
