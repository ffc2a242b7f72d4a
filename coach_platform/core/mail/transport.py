"""Handing letters to the relay over one kept SMTP connection, and saying exactly what became of each.

The one thing smtplib does not tell apart is decided here: whether a connection was lost before the final dot (the relay
cannot have the letter) or after it (it may have).
"""

import os
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

import structlog

from coach_platform.core.mail.pacing import Rests, at_once
from coach_platform.core.mail.reasons import Reason

log = structlog.get_logger()

# RFC 5321, 4.5.3.2: what a client must be ready to wait.
CONNECT_SECONDS = 30  # ours: a relay that does not even greet is tried again by the next sweep
COMMAND_SECONDS = 300
AFTER_DOT_SECONDS = 600
_OF_THE_DOMAIN = re.compile("4(?!21)")  # 421 is the relay's own goodbye, and a lost connection is nobody's word
_DOTS = re.compile(rb"(?m)^\.")


class RelayAway(Exception):
    """No connection can be had: nobody's letter is to blame, all of them wait."""


class Result(StrEnum):
    """What the relay made of one letter."""

    ACCEPTED = "accepted"
    LATER = "later"  # 4xx, or the connection was lost before the final dot
    ADDRESS_REFUSED = "address_refused"  # 5xx at RCPT
    LETTER_REFUSED = "letter_refused"  # 5xx at MAIL or DATA
    NO_ANSWER = "no_answer"  # lost after the final dot


REASONS = {
    Result.LATER: Reason.RELAY_LATER,
    Result.ADDRESS_REFUSED: Reason.ADDRESS_REFUSED,
    Result.LETTER_REFUSED: Reason.LETTER_REFUSED,
    Result.NO_ANSWER: Reason.NO_ANSWER,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, and the relay's own words for the operator (without the address it may repeat)."""

    result: Result
    words: str = ""


class Relay:
    """A connection that is kept from letter to letter. One a process: it does not survive a fork."""

    def __init__(self, url: str, *, hello: str, turn: Callable[[Callable[[], bool]], bool] = at_once) -> None:
        """`turn` comes back when a letter may leave, or with False when it is told to stop (pacing.py)."""
        self._url = urlsplit(url)
        self._hello = hello
        self._turn = turn
        self._itself = Rests(after=2, first=5, longest=60)  # no longer than the sweep takes to come round
        self._domains = Rests(after=3, first=60, longest=900)
        self._smtp: smtplib.SMTP | None = None
        self._pid = 0

    @property
    def resting(self) -> bool:
        """It could not be reached several times in a row: nothing need be claimed or written for it now."""
        return self._itself.resting("")

    @property
    def paced(self) -> bool:
        """Each letter waits for its turn."""
        return self._turn is not at_once

    def turn(self, recipient: str, stopping: Callable[[], bool]) -> bool:
        """Wait until a letter to `recipient` may leave; none is spent on a domain that rests. False: told to stop."""
        return self._domains.resting(_domain(recipient)) or self._turn(stopping)

    def send(self, sender: str, recipient: str, data: bytes) -> Answer:
        """Hand over one letter whose turn it is. Raises: RelayAway when no connection can be had at all.

        A domain whose mail servers said "later" three times in a row is left alone for a while: the letter waits as if
        it had been said once more.
        """
        domain = _domain(recipient)
        if self._domains.resting(domain):
            return Answer(Result.LATER, "not tried: its domain said later several times in a row")
        answer = self._hand_over(sender, recipient, data)
        if answer.result is not Result.LATER:
            self._domains.worked(domain)
        elif _OF_THE_DOMAIN.match(answer.words):
            self._domains.refused(domain)
        return answer

    def _hand_over(self, sender: str, recipient: str, data: bytes) -> Answer:
        for last in (False, True):
            fresh = self._connect()
            try:
                return self._transaction(sender, recipient, data)
            except _Lost as lost:
                self._drop()
                # A kept connection may have been closed while it rested; a new one that is lost is an answer.
                if fresh or last:
                    return Answer(Result.LATER, lost.words)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Say goodbye."""
        if self._smtp is not None and self._pid == os.getpid():
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()
        self._smtp = None

    def _connect(self) -> bool:
        """A live connection; True when it is new."""
        if self._smtp is not None and self._pid == os.getpid():
            return False
        self._smtp, self._pid = (
            None,
            os.getpid(),
        )  # of the parent process: its socket is not ours to speak on or to close
        try:
            self._smtp = self._open()
        except (smtplib.SMTPException, OSError) as error:
            self._itself.refused("")
            raise RelayAway(_words(error)) from error
        self._itself.worked("")
        return True

    def _open(self) -> smtplib.SMTP:
        host, secure = self._url.hostname or "127.0.0.1", self._url.scheme == "smtps"
        if secure:
            port = self._url.port or 465
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, self._hello, timeout=CONNECT_SECONDS, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(host, self._url.port or 25, self._hello, timeout=CONNECT_SECONDS)
        try:
            self._greet(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _greet(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._url.scheme == "smtp+starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if self._url.username:
            smtp.login(unquote(self._url.username), unquote(self._url.password or ""))
        self._wait(smtp, COMMAND_SECONDS)

    def _transaction(self, sender: str, recipient: str, data: bytes) -> Answer:
        smtp = self._smtp
        assert smtp is not None
        if refused := self._ask(smtp.mail, sender, refused=Result.LETTER_REFUSED):
            return refused
        if refused := self._ask(smtp.rcpt, recipient, refused=Result.ADDRESS_REFUSED):
            return refused
        if refused := self._ask(smtp.docmd, "DATA", refused=Result.LETTER_REFUSED, good=(354,)):
            return refused
        self._body(smtp, data)
        return self._after_dot(smtp)

    def _ask(self, command, argument: str, *, refused: Result, good: tuple[int, ...] = (250, 251)) -> Answer | None:
        try:
            code, words = command(argument)
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost(_words(error)) from error
        if code in good:
            return None
        self._start_over(code)
        return Answer(refused if code >= 500 else Result.LATER, _said(code, words, argument))

    def _body(self, smtp: smtplib.SMTP, data: bytes) -> None:
        try:
            smtp.send(_DOTS.sub(b"..", data) + (b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n"))
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost(_words(error)) from error  # the final dot was never handed over whole

    def _after_dot(self, smtp: smtplib.SMTP) -> Answer:
        try:
            self._wait(smtp, AFTER_DOT_SECONDS)
            code, words = smtp.getreply()
            self._wait(smtp, COMMAND_SECONDS)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Answer(Result.NO_ANSWER, _words(error))
        if code == 250:
            return Answer(Result.ACCEPTED)
        self._start_over(code)
        return Answer(Result.LETTER_REFUSED if code >= 500 else Result.LATER, _said(code, words, ""))

    def _start_over(self, code: int) -> None:
        """After a refusal: 421 says the relay is closing; otherwise the transaction is reset and the connection kept."""
        try:
            if code == 421 or self._smtp is None:
                raise smtplib.SMTPServerDisconnected("421")
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    @staticmethod
    def _wait(smtp: smtplib.SMTP, seconds: int) -> None:
        if smtp.sock is not None:
            smtp.sock.settimeout(seconds)


class _Lost(Exception):
    """The connection was lost before the relay can have had the letter."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _words(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _said(code: int, words: bytes, argument: str) -> str:
    said = (
        words.decode("ascii", "replace").replace(argument, "(address)")
        if argument
        else words.decode("ascii", "replace")
    )
    return f"{code} {said}"[:300]
