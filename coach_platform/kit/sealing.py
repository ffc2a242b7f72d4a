"""What is kept sealed: AES-256-GCM under keys made from SECRET_KEY, one for each purpose (HKDF, RFC 5869).

A sealed text is bound to the row it belongs to: moved to another row it does not open. Keys rotate: the newest seals, all
open, and whoever opens with an older one is told, to seal it anew.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class Broken(Exception):
    """It was sealed with a key that is gone, for another row, or somebody changed it."""


@dataclass(frozen=True)
class Opened:
    """What was inside; `outdated` when an older key sealed it."""

    text: str
    outdated: bool


class Sealer:
    """Seals and opens for one `purpose`. `keys`: newest first."""

    def __init__(self, keys: list[str], purpose: str) -> None:
        self._purpose = purpose.encode()
        self._keys = [AESGCM(self._derived(key)) for key in keys]

    def seal(self, text: str, about: UUID) -> bytes:
        """`text`, sealed for the row `about`. Never twice the same."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._keys[0].encrypt(nonce, text.encode(), self._bound_to(about))

    def open(self, sealed: bytes, about: UUID) -> Opened:
        """What seal() was given. Raises: Broken."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        for number, key in enumerate(self._keys):
            try:
                return Opened(key.decrypt(nonce, rest, self._bound_to(about)).decode(), outdated=number > 0)
            except (InvalidTag, ValueError):
                continue
        raise Broken

    def _derived(self, key: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sealing:" + self._purpose).derive(key.encode())

    def _bound_to(self, about: UUID) -> bytes:
        return self._purpose + b"\0" + about.bytes
