"""Return addresses: one a letter, signed, so that whoever invents a bounce changes nothing.

bounces+TOKEN@domain, TOKEN being the message's id and ten bytes of an HMAC in base32: mail servers may change the case of
a local part, and 64 characters is all it may have.
"""

import hashlib
import hmac
from base64 import b32decode, b32encode
from binascii import Error as Base32Error
from uuid import UUID

from coach_platform.core.mail.kinds import kind_of
from coach_platform.core.mail.streams import stream_of
from coach_platform.kit.settings import settings

_TAG_BYTES = 10  # 80 bits: each guess is a letter to send, and a right one only says that a letter came back
_LENGTH = 42  # of the token: 26 bytes in base32 without padding


def return_address(message_id: UUID, kind: str) -> str:
    """The envelope's sender of this letter: where its bounce goes."""
    stream = stream_of(kind_of(kind).lane)
    if not stream.bounce_address:
        return stream.mail_from
    local, _at, domain = stream.bounce_address.partition("@")
    token = b32encode(message_id.bytes + _tag(message_id, settings().secret_keys[0])).decode().rstrip("=").lower()
    return f"{local}+{token}@{domain}"


def message_of(address: str) -> UUID | None:
    """The message whose return address this is, if it is genuine."""
    token = address.strip().strip("<>").partition("@")[0].rpartition("+")[2].upper()
    if len(token) != _LENGTH:
        return None
    try:
        raw = b32decode(token + "=" * (-_LENGTH % 8))
    except (Base32Error, ValueError):
        return None
    found, tag = UUID(bytes=raw[:16]), raw[16:]
    genuine = any(hmac.compare_digest(tag, _tag(found, key)) for key in settings().secret_keys)
    return found if genuine else None


def _tag(message_id: UUID, key: str) -> bytes:
    return hmac.new(key.encode(), b"return-address\0" + message_id.bytes, hashlib.sha256).digest()[:_TAG_BYTES]
