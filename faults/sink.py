"""A relay of the suite's own: counts every Message-ID it took, and can refuse, stall or hang up at any step."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from coach_platform.laptop.ports import free_port

_ID = re.compile(rb"(?im)^Message-ID: <([^@>]+)@")
BEGAN = time.time() - time.monotonic()  # arrivals are on the steady clock: a row may move the other one

OK = "250 OK"
DROP = "drop"  # take the letter, then hang up without an answer


@dataclass(frozen=True, slots=True)
class Taken:
    """One letter that was taken: its row, its reader, the moment, and the letter itself."""

    id: str
    to: str
    at: float
    raw: bytes


@dataclass
class Sink:
    """`at_rcpt` and `at_data` say what becomes of one recipient's letter; both may answer None: it is taken."""

    port: int = 0
    pace: float = 0.0  # seconds each letter takes
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    greeting: str | None = None  # instead of the welcome: 421, say
    at_rcpt: Callable[[str], str | None] = lambda _to: None
    at_data: Callable[[str], str | None] = lambda _to: None
    before: Callable[[int], None] = lambda _count: None  # told, before a letter is handed over, how many were
    after: Callable[[int], None] = lambda _count: None  # told of each letter before it is acknowledged
    hang_up_every: int = 0  # after so many acknowledged letters of one connection: gone, in the middle of a group

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def counts(self) -> Counter[str]:
        """How often each row's letter arrived."""
        return Counter(letter.id for letter in self.taken)

    @property
    def first(self) -> dict[str, float]:
        """When each row's letter first arrived."""
        return {letter.id: letter.at for letter in reversed(self.taken)}

    async def handle_EHLO(self, server: SMTP, session, envelope, hostname, responses):
        self.connections += 1
        session.taken = 0
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session, envelope, address: str, options: list[str]) -> str:
        if self.hang_up_every and session.taken >= self.hang_up_every:
            server.transport.close()
        envelope.mail_from = address
        return OK

    async def handle_RCPT(self, server: SMTP, session, envelope, address: str, options) -> str:
        self.before(len(self.taken))
        if (answer := self.at_rcpt(address)) is not None:
            return await _refused(server, answer)
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, session, envelope) -> str:
        [to] = envelope.rcpt_tos
        answer = self.at_data(to)
        if answer is not None and answer != DROP:
            return await _refused(server, answer)
        if self.pace:  # a relay that has the final dot delivers, whatever becomes of who sent it
            await asyncio.sleep(self.pace)
        found = _ID.search(envelope.original_content)
        self.taken.append(
            Taken(found[1].decode() if found else "?", to, time.monotonic() + BEGAN, envelope.original_content)
        )
        session.taken += 1
        self.after(len(self.taken))
        if answer == DROP:
            server.transport.close()
        return OK


async def _refused(server: SMTP, answer: str) -> str:
    if answer.startswith("421"):  # RFC 5321, 3.8: and the channel is closed
        await server.push(answer)
        server.transport.close()
    return answer


class _Relay(SMTP):
    """Can greet with a refusal."""

    sink: Sink

    async def push(self, status):
        if isinstance(status, str) and status.startswith("220 ") and self.sink.greeting:
            await super().push(self.sink.greeting)
            self.transport.close()
            return
        await super().push(status)


class _Controller(Controller):
    def factory(self):
        server = _Relay(self.handler, hostname="relay.test", ident="Rebound faults")
        server.sink = self.handler
        return server


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    """Serve `sink` on a free port of loopback."""
    sink.port = sink.port or free_port()
    controller = _Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
