"""Reading what a browser says about a passkey, which anybody can have written."""

import json

from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException

# What reading something else than an answer ends in, here and in the library.
NO_ANSWER = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, RecursionError)
_TRANSPORTS = {"usb", "nfc", "ble", "smart-card", "hybrid", "internal"}


def credential_id_of(answer: str) -> bytes:
    """Which passkey the answer is of; empty when it does not say."""
    try:
        found = json.loads(answer)
        return base64url_to_bytes(found["rawId"]) if isinstance(found["rawId"], str) else b""
    except NO_ANSWER:
        return b""


def user_handle_of(answer: str) -> bytes | None:
    """Whose the device says it is: the id of a person; None when it does not say."""
    try:
        found = json.loads(answer)["response"].get("userHandle")
        return base64url_to_bytes(found) if isinstance(found, str) and found else None
    except NO_ANSWER:
        return None


def transports_of(answer: str) -> list[str]:
    """How the browser reached it; known words only."""
    try:
        found = json.loads(answer)["response"].get("transports") or []
        return sorted(_TRANSPORTS & {word for word in found if isinstance(word, str)})
    except NO_ANSWER:
        return []
