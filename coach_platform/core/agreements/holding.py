"""Which of the texts that somebody agreed to have a newer version by now: told on every page, never assumed agreed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select, union_all

from coach_platform.content.agreements import all_agreements, latest_agreement
from coach_platform.core.access.sight import live_grant
from coach_platform.core.agreements.models import AgreementKept
from coach_platform.core.relations.models import Grant


def renewed_keys() -> frozenset[str]:
    """The texts that have more than one version: as long as there is none, nobody is asked anything."""
    return frozenset(key for key, version in all_agreements() if version > 1)


def holding(person_id: Any) -> ColumnElement[Any]:
    """SQL: the [key, version] pairs that hold for a person (a column or an id); no work while no text was renewed."""
    if not renewed_keys():
        return literal(None)
    kept = select(AgreementKept.key.label("key"), AgreementKept.version.label("version")).where(
        AgreementKept.person_id == person_id, AgreementKept.ended_at.is_(None)
    )
    granted = select(Grant.consent_key, Grant.consent_version).where(Grant.seeker_id == person_id, live_grant())
    every = union_all(kept, granted).subquery()
    return select(func.json_agg(func.json_build_array(every.c.key, every.c.version))).scalar_subquery()


def outdated(pairs: Any) -> tuple[str, ...]:
    """Of such pairs the keys that have a newer version, in the order of their names."""
    renewed = renewed_keys()
    return tuple(sorted({key for key, version in pairs or () if key in renewed and is_older(key, version)}))


def is_older(key: str, version: int) -> bool:
    """Whether there is a newer version of this text. A text that is no longer in use has none."""
    return any(known == key for known, _version in all_agreements()) and version < latest_agreement(key).version


def holds_for(person_id: UUID, key: str) -> Any:
    """An SQL query: whether a yes of theirs to the present version of this text holds."""
    return (
        select(AgreementKept.id)
        .where(
            AgreementKept.person_id == person_id,
            AgreementKept.key == key,
            AgreementKept.version == latest_agreement(key).version,
            AgreementKept.ended_at.is_(None),
        )
        .limit(1)
    )
