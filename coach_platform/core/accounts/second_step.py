"""The second factor: a code of the app, a recovery code, or a passkey. Counted like passwords, in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coach_platform.core.access import audit
from coach_platform.core.accounts import attempts
from coach_platform.core.accounts.alerts import What, tell
from coach_platform.core.accounts.coming_in import By
from coach_platform.core.accounts.factors import app_codes, assertions, recovery
from coach_platform.core.accounts.factors.challenges import Purpose


@dataclass(frozen=True)
class Second:
    """What was shown, or nothing; `wait_until` when the account must wait first."""

    by: By | None = None
    wait_until: datetime | None = None


def by_code(person_id: UUID, typed: str, *, device: str = "") -> Second:
    """Whether `typed` is the app's present code or an unused recovery code. Counts the attempt."""
    if (wait_until := attempts.begin(_counter(person_id))) is not None:
        return Second(wait_until=wait_until)
    if app_codes.use(person_id, typed):
        return _came(person_id, By.APP)
    if recovery.use(person_id, typed):
        tell(person_id, What.CODE_USED, device=device)
        return _came(person_id, By.RECOVERY)
    audit.note(person_id, "second_factor.failed")
    return Second()


def by_passkey(person_id: UUID, challenge_id: UUID, answer: str, purpose: Purpose) -> Second:
    """Whether `answer` is of a passkey of theirs. Counts the attempt."""
    if (wait_until := attempts.begin(_counter(person_id))) is not None:
        return Second(wait_until=wait_until)
    if assertions.check(challenge_id, answer, purpose, person_id) is None:
        return Second()
    return _came(person_id, By.PASSKEY)


def forgive(person_id: UUID) -> None:
    """Begin counting anew: an operator has looked into it."""
    attempts.forgive(_counter(person_id))


def _came(person_id: UUID, by: By) -> Second:
    attempts.forgive(_counter(person_id))
    return Second(by=by)


def _counter(person_id: UUID) -> str:
    # Not the address's own counter: a right password must not make the codes free to guess.
    return f"second:{person_id}"
