"""What a person is told by mail because it touches who may come in as them. None of it can be turned off."""

from enum import StrEnum
from uuid import UUID

from coach_platform.core.mail import keys, outbox
from coach_platform.kit import clock
from coach_platform.kit.ids import new_id


class What(StrEnum):
    """What was changed; the letter has a sentence for each (emails_safety.py)."""

    PASSWORD = "password"  # noqa: S105 - a word, not one
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    RESET = "two_factors_reset"  # by an operator
    ADDRESS = "address"


def tell(person_id: UUID, what: What, *, device: str = "") -> None:
    """Mail that `what` happened, at once. `device`: from which browser, where that is known."""
    params = {"what": what.value, "at": clock.now().isoformat(), "device": device}
    outbox.add("account_changed", key=keys.about("account_changed", new_id()), to=person_id, params=params)


def tell_sign_in(person_id: UUID, *, device: str) -> None:
    """Mail that somebody came in from a browser that was never seen before."""
    params = {"at": clock.now().isoformat(), "device": device}
    outbox.add("sign_in_alert", key=keys.about("sign_in_alert", new_id()), to=person_id, params=params)
