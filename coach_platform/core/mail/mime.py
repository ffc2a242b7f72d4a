"""A mail as bytes, put together directly: the standard library's message objects take forty times as long.

So what they would guard is guarded here: header values refuse line breaks, words that are not plain ASCII are encoded
(RFC 2047), lines end in CRLF, and a test parses every kind of mail back.
"""

import re
from base64 import b64encode
from binascii import b2a_qp
from email.utils import format_datetime
from uuid import UUID, uuid5

from coach_platform.core.mail.kinds import Kind, kind_of
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.links import unsubscribe_url
from coach_platform.core.mail.streams import stream_of
from coach_platform.kit import clock
from coach_platform.kit.i18n import LOCALES
from coach_platform.kit.settings import settings
from coach_platform.kit.text import has_control

_PLAIN = re.compile(r"^[ -~]*$")
_ATOMS = re.compile(r"^[A-Za-z0-9]+( [A-Za-z0-9]+)*$")
_ADDRESS = re.compile(r"^[!-~]+@[!-~]+$")
_LINE = 76  # characters of a base64 line (RFC 2045)
_WORD_BYTES = 42  # of text in one encoded word, so that its line stays under 76 characters (RFC 2047)
_THREADS = UUID("0192f0c0-5d1e-7000-8000-7265626f756e")  # never change it: threads would break apart


def assemble(message: Outgoing, letter: Letter) -> bytes:
    """The whole mail. Raises: ValueError when a header would hold a line break or an address cannot be written."""
    kind = kind_of(message.kind)
    boundary = f"=_{message.id.hex}"
    lines = [f"{name}: {value}" for name, value in _headers(message, letter, kind)]
    lines.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    head = "\r\n".join(lines).encode("ascii")
    parts = (_part("plain", letter.text), _part("html", letter.html))
    opening = b"\r\n--" + boundary.encode() + b"\r\n"
    return head + b"\r\n\r\n" + opening.lstrip() + opening.join(parts) + b"\r\n--" + boundary.encode() + b"--\r\n"


def message_id(key: UUID) -> str:
    """Derived from the row alone: a resend carries the same one, so that mailboxes can drop the second."""
    return f"<{key}@{settings().mail_domain}>"


def _headers(message: Outgoing, letter: Letter, kind: Kind) -> list[tuple[str, str]]:
    config = settings()
    return [
        ("From", f"{phrase(config.operator_name)} <{address(stream_of(kind.lane).mail_from)}>"),
        ("To", _to(message)),
        ("Subject", words(letter.subject)),
        ("Date", format_datetime(clock.now())),
        ("Message-ID", message_id(message.id)),
        ("MIME-Version", "1.0"),
        ("Content-Language", f"{message.locale if message.locale in LOCALES else 'en'}-CA"),
        ("Auto-Submitted", "auto-generated"),  # RFC 3834: no out-of-office answers, please
        *_thread(message),
        *_stopping(message, kind),
    ]


def _to(message: Outgoing) -> str:
    where = address(message.address)
    return f"{phrase(message.name)} <{where}>" if message.name.strip() else where


def _thread(message: Outgoing) -> list[tuple[str, str]]:
    # A root that no mail has: all mails of a thread point to it and none needs to know the one before.
    if not message.thread_key:
        return []
    root = f"<{uuid5(_THREADS, message.thread_key)}.thread@{settings().mail_domain}>"
    return [("In-Reply-To", root), ("References", root)]


def _stopping(message: Outgoing, kind: Kind) -> list[tuple[str, str]]:
    if kind.essential or message.person_id is None:
        return []
    url = _checked(unsubscribe_url(message.person_id, kind.name))
    return [("List-Unsubscribe", f"<{url}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]  # RFC 8058


def _part(subtype: str, body: str) -> bytes:
    text = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip("\n") + "\n"
    raw = text.replace("\n", "\r\n").encode("utf-8", "replace")
    # The text part stays readable in the source; the HTML is long, and base64 costs the least time.
    encoding, encoded = ("quoted-printable", b2a_qp(raw)) if subtype == "plain" else ("base64", _base64(raw))
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + encoded


def _base64(raw: bytes) -> bytes:
    whole = b64encode(raw)
    return b"\r\n".join(whole[i : i + _LINE] for i in range(0, len(whole), _LINE))


def address(text: str) -> str:
    """`text` as it stands between angle brackets; the domain in ASCII. Raises: ValueError."""
    local, at, domain = _checked(text).rpartition("@")
    whole = f"{local}{at}{domain.encode('idna').decode('ascii') if domain else ''}"
    if not _ADDRESS.match(whole) or any(c in whole for c in '<>()[],;:\\"'):
        raise ValueError("an address that cannot be written")
    return whole


def phrase(name: str) -> str:
    """A display name: bare, quoted, or encoded."""
    if _ATOMS.match(_checked(name)):
        return name
    if _PLAIN.match(name) and len(name) <= _WORD_BYTES and "=?" not in name:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _encoded(name)


def words(text: str) -> str:
    """Unstructured words (a subject): as they are when short and plain, else encoded and folded."""
    plain = _PLAIN.match(_checked(text)) and len(text) <= _LINE - len("Subject: ") and "=?" not in text
    return text if plain and text == text.strip() else _encoded(text)


def _encoded(text: str) -> str:
    pieces, piece = [], b""
    for character in text:
        raw = character.encode("utf-8", "replace")
        if len(piece) + len(raw) > _WORD_BYTES:
            pieces.append(piece)
            piece = b""
        piece += raw
    pieces.append(piece)
    return "\r\n ".join(f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in pieces)


def _checked(value: str) -> str:
    if has_control(value):
        raise ValueError("a line break in a header")
    return value
