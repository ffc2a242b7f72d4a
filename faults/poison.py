"""Letters that harm whoever composes them: a defect, the kernel's out-of-memory killer, an address space that is full."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace

from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.letters import Outgoing

ROOM = 192 * 1024 * 1024  # more than a worker has in use, by so much it may grow
BITE = 512 * 1024 * 1024


def _raise() -> None:
    raise ZeroDivisionError("a defect that this row alone meets")


def _kill() -> None:
    """What the kernel does to a process that is out of memory: no warning, no exception."""
    os.kill(os.getpid(), signal.SIGKILL)


def _memory() -> None:
    """A limit on the address space a little above what is in use, then more than that."""
    used = int(open("/proc/self/statm").read().split()[0]) * os.sysconf("SC_PAGE_SIZE")  # noqa: SIM115, PTH123
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + ROOM, before[1]))
    try:
        bytearray(BITE)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


HARMS: dict[str, Callable[[], None]] = {"raise": _raise, "kill": _kill, "memory": _memory}


def poison(words: str) -> None:
    """`address=harm,...`: whoever composes a letter to that address does itself the harm."""
    harms = dict(pair.split("=", 1) for pair in words.split(","))
    kinds = all_kinds()
    for name, kind in list(kinds.items()):
        kinds[name] = replace(kind, compose=_harmed(kind.compose, harms))


def _harmed(compose, harms: dict[str, str]):
    def composing(messages: Sequence[Outgoing], facts: object):
        for message in messages:
            if harm := harms.get(message.address):
                HARMS[harm]()
        return compose(messages, facts)

    return composing
