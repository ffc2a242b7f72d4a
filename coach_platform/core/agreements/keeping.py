"""Keeping a yes, and ending it. A yes counts for the text that was on the screen, and for no other."""

from uuid import UUID

from sqlalchemy import update

from coach_platform.content.agreements import Agreement, latest_agreement
from coach_platform.core.agreements.models import AgreementKept
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_

_NOT_TICKED = l_("Please tick this once you have read it.")
_CHANGED = l_("The text above has changed meanwhile. Please read it, and tick this if you agree.")


def refusal(key: str, mark: str | None) -> object | None:
    """Why a form's answer is no yes to the present text: a sentence; None where it is one. `mark`: Agreement.mark."""
    if mark is None:
        return _NOT_TICKED
    return None if latest_agreement(key).language_of(mark) else _CHANGED


def keep(person_id: UUID, key: str, mark: str | None, *, coaching_id: UUID | None = None) -> None:
    """Write the yes down; it takes the place of an earlier one to the same. Raises: Invalid (field agreed)."""
    if (wrong := refusal(key, mark)) is not None:
        raise Invalid({"agreed": wrong})
    agreement = latest_agreement(key)
    _keep(person_id, agreement, agreement.language_of(mark or "") or "en", coaching_id)


def _keep(person_id: UUID, agreement: Agreement, locale: str, coaching_id: UUID | None) -> None:
    end(person_id, agreement.key, coaching_id=coaching_id)
    row = AgreementKept(
        person_id=person_id,
        key=agreement.key,
        version=agreement.version,
        locale=locale,
        text=agreement.text(locale),
        coaching_id=coaching_id,
        agreed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()


def end(person_id: UUID, key: str, *, coaching_id: UUID | None = None) -> None:
    """It holds no longer, from now on."""
    mine = (AgreementKept.person_id == person_id, AgreementKept.key == key)
    _end(*mine, AgreementKept.coaching_id.is_not_distinct_from(coaching_id))


def coaching_ended(coaching_id: UUID) -> None:
    """Whatever was agreed to about a coaching ends with it."""
    _end(AgreementKept.coaching_id == coaching_id)


def _end(*which: object) -> None:
    db.session.execute(
        update(AgreementKept)
        .where(*which, AgreementKept.ended_at.is_(None))  # type: ignore[arg-type]
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
