"""The SMTP side: an aiosmtpd server that takes everything and keeps it."""

from __future__ import annotations

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .letters import Letters

LARGEST_LETTER = 30 * 1024 * 1024  # bytes


class Receiver:
    """Answers the end of DATA. The letter is on disk before the sender hears that it was taken."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        try:
            kept = self.letters.keep(raw, envelope.mail_from or "", envelope.rcpt_tos)
        except OSError as why:  # a full disk: the sender keeps it and tries again
            return f"452 The letter could not be written down: {why.strerror}"
        return f"250 OK kept as {kept.id}"


def smtp_server(letters: Letters, host: str, port: int) -> Controller:
    """The server, not started yet; it runs in a thread of its own."""
    return Controller(
        Receiver(letters),
        hostname=host,
        port=port,
        data_size_limit=LARGEST_LETTER,
        enable_SMTPUTF8=True,
        ident="Rebound mail catcher",
        ready_timeout=20,  # on a busy machine the thread may come up late
    )
