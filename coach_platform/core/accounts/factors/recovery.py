"""Ten codes on paper, for the day the phone is gone. Shown once; each lets somebody in once.

A code is 16 letters: the first four find its row, the other twelve (60 bits) are hashed. Argon2id at OWASP's least cost is
enough for random letters, and ten of them are made while a page waits.
"""

import secrets
from datetime import datetime
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, func, insert, select, update

from coach_platform.core.access import audit
from coach_platform.core.accounts.factors.models import RecoveryCode
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id

COUNT = 10
FEW = 3  # from here on the page proposes new ones
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another on paper
_START, _LENGTH = 4, 16


def make(person_id: UUID) -> list[str]:
    """Ten new codes in place of all earlier ones. The only moment at which they can be read."""
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(COUNT)]
    forget(person_id)
    moment = clock.now()
    rows = [
        {
            "id": new_id(),
            "person_id": person_id,
            "start": code[:_START],
            "rest_hash": _hasher().hash(code[_START:]),
            "made_at": moment,
        }
        for code in codes
    ]
    db.session.execute(insert(RecoveryCode), rows)
    return ["-".join(code[i : i + 4] for i in range(0, _LENGTH, 4)) for code in codes]


def use(person_id: UUID, typed: str) -> bool:
    """Whether `typed` is one of their unused codes; it is used up now. Capitals, spaces and dashes do not matter."""
    code = "".join(letter for letter in typed.lower() if letter.isalnum())
    if len(code) != _LENGTH:
        return False
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    rows = db.session.execute(
        select(RecoveryCode.id, RecoveryCode.rest_hash).where(*unused, RecoveryCode.start == code[:_START])
    ).all()
    for row in rows:
        if _fits(row.rest_hash, code[_START:]):
            taken = update(RecoveryCode).where(RecoveryCode.id == row.id, *unused).values(used_at=clock.now())
            if db.session.execute(taken.returning(RecoveryCode.id)).first() is None:
                return False  # used by somebody else between the two statements
            audit.note(person_id, "recovery_code.used")
            return True
    return False


def left(person_id: UUID) -> int:
    """How many of their codes were not used yet."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(select(func.count()).where(*unused)) or 0


def forget(person_id: UUID, *, since: datetime | None = None) -> None:
    """No code counts any more; with `since`, none that was made after it."""
    gone = delete(RecoveryCode).where(RecoveryCode.person_id == person_id)
    db.session.execute(gone.where(RecoveryCode.made_at > since) if since else gone)


def _fits(kept: str, rest: str) -> bool:
    try:
        return _hasher().verify(kept, rest)
    except VerificationError:
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
