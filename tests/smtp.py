"""A real SMTP server for tests: keeps what it took by Message-ID, and can be told to refuse, to stall or to hang up."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from coach_platform.laptop.ports import free_port


@dataclass
class Sink:
    """What arrived. Answers other than 250 are set by the test, for every letter or for one address."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)  # as the envelope says
    asked: list[str] = field(default_factory=list)  # each RCPT
    connections: int = 0
    at_rcpt: dict[str, str] = field(default_factory=dict)  # address -> answer
    at_data: dict[str, str] = field(default_factory=dict)  # address -> answer, or "drop": take it, then hang up
    on_letter: object = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def by_id(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        return Counter(str(letter["Message-ID"]) for letter in self.letters)

    async def handle_EHLO(self, server: SMTP, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: SMTP, session, envelope, address: str, options) -> str:
        self.asked.append(address)
        if (answer := self.at_rcpt.get(address)) is not None:
            if answer.startswith("421"):
                await server.push(answer)
                server.transport.close()
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope) -> str:
        [address] = envelope.rcpt_tos
        answer = self.at_data.get(address, "250 OK")
        if answer.startswith(("250", "drop")):
            self.letters.append(message_from_bytes(envelope.original_content, policy=policy.default))
            self.recipients.append(address)
            self.senders.append(envelope.mail_from)
        if callable(self.on_letter):
            self.on_letter()
        if answer == "drop":
            server.transport.close()
        return answer


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    """Serve `sink` on a free port of loopback."""
    sink.port = sink.port or free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
