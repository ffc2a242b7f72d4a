"""Reading what came back: delivery reports (RFC 3464), complaints (ARF, RFC 5965), and the bounces of mail servers that
write neither, by flufl.bounce. Pure: bytes in, what they say out; anything that cannot be read says nothing.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from enum import StrEnum
from itertools import islice

import structlog
from flufl.bounce import all_failures

log = structlog.get_logger()
logging.getLogger("flufl.bounce").disabled = True  # a page of traceback for each odd letter that anybody may send

LARGEST = 256 * 1024  # of a report; what large mailboxes send is some kilobytes, even with our whole letter in it
_SEARCHED = 2000  # characters of a mail server's words: they begin with the reason
_WORDS = 300
_BLOCKS = 100  # of all delivery reports in a letter, one an address: ours goes to one
_EMPTY_LINES = 2000  # each may make a letter of its own of what is inside a report
_GUESSED = 32 * 1024  # of a letter without a report: whatever else it quotes, it begins with the reason


class What(StrEnum):
    """What a letter that came back says."""

    HARD = "hard"  # the address does not exist, for good
    SOFT = "soft"  # for now, or not about the address: full, too large, blocked
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Report:
    """`status`: the enhanced code, or the kind of complaint. `words`: the mail server's own, without addresses.

    `failed`: the addresses a bounce in free words is about, where that is how it was read; else nothing.
    """

    what: What
    status: str
    words: str
    failed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """A letter as it was read. `report`: None when it reports nothing.

    `addresses`: where it was delivered, of which one may be our return address. `quoted`: return addresses of the letters
    in it; whoever was shown a letter of ours can write those.
    """

    addresses: tuple[str, ...]
    report: Report | None
    quoted: tuple[str, ...] = ()


def read(raw: bytes, envelope_to: str = "") -> Read:
    """What `raw` says. Never raises for what somebody sent: it is then read as saying nothing."""
    nothing = Read((envelope_to,) if envelope_to else (), None)
    if len(raw) > LARGEST or raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n\n") > _EMPTY_LINES:
        return nothing
    try:
        mail = message_from_bytes(raw)
        parts = list(mail.walk())
        report = _delivery_report(parts) or _complaint(parts) or _guessed(mail, raw)
        delivered = dict.fromkeys([*nothing.addresses, *_delivered(mail)])
        return Read(tuple(delivered), report, tuple(dict.fromkeys(_quoted(mail, parts))))
    except Exception as error:  # whatever a parser stumbles over is no mail server's report, and stops no other letter
        log.info("mail.returned_unreadable", error=type(error).__name__, bytes=len(raw))
        return nothing


# The mail server's own notes of where a letter was delivered; and where the letter it is about came from.
_DELIVERED = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To")
_CAME_FROM = ("Original-Mail-From", "Return-Path", "X-Original-Return-Path")
# No @ in either half, and neither longer than mail allows: else a long run of letters is searched once a letter.
_ADDRESS = re.compile(r"[^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,255}")


def _delivered(mail: Message) -> Iterator[str]:
    for name in _DELIVERED:
        for value in mail.get_all(name, []):
            yield from _ADDRESS.findall(str(value))


def _quoted(mail: Message, parts: list[Message]) -> Iterator[str]:
    inside = [part for part in parts if part is not mail]
    for part in [*inside, *(_headers_of(part) for part in inside if part.get_content_type() == "text/rfc822-headers")]:
        for name in _CAME_FROM:
            for value in part.get_all(name, []):
                yield from _ADDRESS.findall(str(value))


def _headers_of(part: Message) -> Message:
    return message_from_string(_text(part))


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _delivery_report(parts: list[Message]) -> Report | None:
    types = ("message/delivery-status", "message/global-delivery-status")
    found = (block for part in parts if part.get_content_type() in types for block in _blocks(part))
    blocks = list(islice(found, _BLOCKS))
    # OpenSMTPD says "error", and some add a comment: "failed (bounced)".
    actions = [(str(block.get("Action", "")).strip().lower(), block) for block in blocks]
    failed = [block for action, block in actions if action.startswith(("fail", "error"))]
    if not failed:
        return None
    reports = [_judged(block) for block in failed]
    soft = next((report for report in reports if report.what is What.SOFT), None)
    # One of several ways from a forwarding address is open: it still reaches somebody.
    if any(action.startswith(("deliver", "relay", "expand")) for action, _block in actions):
        first = reports[0]
        return Report(What.SOFT, first.status, first.words)
    return soft or reports[0]


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    yield from blocks
    # Of the newer type for addresses in UTF-8 the parser takes the first block for a letter, and the others for its text.
    for block in blocks or [part]:
        pieces = re.split(r"\r?\n\r?\n", _text(block), maxsplit=_BLOCKS)[:_BLOCKS]
        yield from (message_from_string(one) for one in pieces if one.strip())


_CODE = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# RFC 3463: a bad address or domain (but 5.1.7 and 5.1.8, which are about the sender), a closed mailbox, no route.
_FOR_GOOD = re.compile(r"5\.(1\.(0|1|2|3|4|6|10)|2\.1|4\.4)")
# Codes that say only "no": the words decide. Microsoft says 5.4.1 of addresses it does not know.
_BARE = re.compile(r"5\.(0\.0|4\.1|5\.0|1\.0|3\.0)")
_UNKNOWN = re.compile(
    r"(user|recipient|mailbox|account|address|utilisateur|destinataire|adresse|bo[iî]te)[^.;\n]{0,60}"
    r"(unknown|not found|does not exist|doesn't exist|no longer|disabled|unavailable|rejected: access denied|inconnue?|"
    r"introuvable|n'existe|n’existe|invalid)"
    r"|(no such|unknown|invalid) (user|recipient|mailbox|address|account)",
    re.IGNORECASE,
)


def _judged(block: Message) -> Report:
    said = _beginning(str(block.get("Diagnostic-Code", "")))
    stated = _CODE.search(str(block.get("Status", "")))
    status = stated[1] if stated else ""
    if not status or status.endswith(".0.0"):
        # "550 5.1.1 ..." in the words says more than "5.0.0".
        more = _CODE.search(said)
        status = more[1] if more else status or ("5.0.0" if re.search(r"\b55\d\b", said) else "")
    hard = bool(_FOR_GOOD.fullmatch(status)) or bool(_BARE.fullmatch(status) and _UNKNOWN.search(said))
    return Report(What.HARD if hard else What.SOFT, status, _cleaned(said))


def _complaint(parts: list[Message]) -> Report | None:
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            fields = next(_blocks(part), None)
            kind = str(fields.get("Feedback-Type", "")).strip().lower() if fields else ""
            if kind in ("abuse", "fraud", "opt-out", "other", "virus"):
                return Report(What.COMPLAINT, kind, "")
    return None  # "not-spam" is the opposite of one


def _guessed(mail: Message, raw: bytes) -> Report | None:
    """What no standard describes: qmail, Exim and others write it in words."""
    if mail.get_content_type() == "multipart/report" or not _FROM_A_SERVER.search(_sender(mail)):
        return None  # a report that reports no failure, or somebody who writes by hand
    beginning = message_from_bytes(raw[:_GUESSED])
    temporary, permanent = all_failures(beginning)
    if not temporary and not permanent:
        return None
    words = _text(next((part for part in beginning.walk() if part.get_content_maintype() == "text"), beginning))
    failed = frozenset(address.decode("ascii", "replace").lower() for address in permanent)
    return Report(What.HARD if permanent else What.SOFT, "", _cleaned(_beginning(words)), failed)


_FROM_A_SERVER = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)


def _sender(mail: Message) -> str:
    return str(mail.get("From", ""))


def _beginning(words: str) -> str:
    """As much as is searched. It ends with a whole word: no half of an address is left."""
    return words if len(words) <= _SEARCHED else re.sub(r"\S*\Z", "", words[:_SEARCHED])


_WORD = re.compile(r"[^\s<>,;:\"()]+")


def _cleaned(words: str) -> str:
    """Without addresses and what PostgreSQL cannot keep."""
    shown = _WORD.sub(lambda word: "(address)" if "@" in word[0] else word[0], words.replace("\0", ""))
    return " ".join(shown.split())[:_WORDS]
