"""What an inviter may, as numbers, and why a line of a list is or is not sent."""

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum

from coach_platform.kit.settings import settings

OPEN_FOR = timedelta(days=30)  # after a month of silence the answer is: not now
AGAIN_AFTER = timedelta(days=14)  # no nagging: at most one more letter, and not before a fortnight
TIMES = 2  # letters from one coach to one address, unless the person said yes in between
AT_ONCE = 500
COACH_A_DAY = 200  # a caseload is smaller; whoever sends more than this is not writing to people they know
ORGANISATION_A_DAY = 2_000
MESSAGE_LENGTH = 1_000


class Verdict(StrEnum):
    """What becomes of one line of the list."""

    READY = "ready"
    AGAIN = "again"  # the second and last letter
    NOT_AN_ADDRESS = "not_an_address"
    DUPLICATE = "duplicate"
    YOURSELF = "yourself"  # the coach's own address
    COACHED = "coached"
    TOO_SOON = "too_soon"  # invited less than a fortnight ago
    TWICE = "twice"
    REFUSED = "refused"

    @property
    def sends(self) -> bool:
        """Whether a letter goes."""
        return self in (Verdict.READY, Verdict.AGAIN)


def address_key(address: str) -> str:
    """A keyed hash for refusals, so that they name nobody. Keyed with the oldest key: it must outlive their turning."""
    key = settings().secret_keys[-1].encode()
    return hmac.new(key, f"invitations:{address}".encode(), hashlib.sha256).hexdigest()[:32]
