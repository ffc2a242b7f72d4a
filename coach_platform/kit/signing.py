"""Tokens that are mailed or put in a link: an HMAC of an id and a version, made when shown, never stored.

Revoking means raising the version that the row keeps. Keys rotate: the first signs, all are accepted.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coach_platform.kit import clock

_TAG_BYTES = 16  # 128 bits: enough against guessing, and the link stays short enough for a mail


@dataclass(frozen=True)
class Claim:
    """What a valid token says: which row, which version of it, and until when."""

    subject: UUID
    version: int
    expires_at: datetime | None


class Signer:
    """Signs and reads tokens. `keys`: newest first; a token of an older key is still read."""

    def __init__(self, keys: list[str]) -> None:
        self._keys = [k.encode() for k in keys]

    def sign(self, purpose: str, subject: UUID, version: int = 0, expires_at: datetime | None = None) -> str:
        """A URL-safe token for `subject`, valid for `purpose` only."""
        expiry = int(expires_at.timestamp()) if expires_at else 0
        body = subject.bytes + version.to_bytes(4, "big") + expiry.to_bytes(5, "big")
        return _encode(body + self._tag(self._keys[0], purpose, body))

    def read(self, purpose: str, token: str) -> Claim | None:
        """The claim of a genuine, unexpired token; else None."""
        raw = _decode(token)
        if raw is None or len(raw) != 25 + _TAG_BYTES:
            return None
        body, tag = raw[:25], raw[25:]
        if not any(hmac.compare_digest(tag, self._tag(key, purpose, body)) for key in self._keys):
            return None
        return _unexpired(body)

    @staticmethod
    def subject_of(token: str) -> UUID | None:
        """Whom a token claims to speak of. Proves nothing: for a purpose made from the subject's own row; read() decides."""
        raw = _decode(token)
        return UUID(bytes=raw[:16]) if raw is not None and len(raw) == 25 + _TAG_BYTES else None

    @staticmethod
    def _tag(key: bytes, purpose: str, body: bytes) -> bytes:
        return hmac.new(key, purpose.encode() + b"\0" + body, hashlib.sha256).digest()[:_TAG_BYTES]


def _unexpired(body: bytes) -> Claim | None:
    expiry = int.from_bytes(body[20:25], "big")
    expires_at = datetime.fromtimestamp(expiry, tz=clock.UTC) if expiry else None
    if expires_at and expires_at <= clock.now():
        return None
    return Claim(UUID(bytes=body[:16]), int.from_bytes(body[16:20], "big"), expires_at)


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(token: str) -> bytes | None:
    try:
        return urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (Base64Error, ValueError):
        return None
