"""Sign-in sessions: rows that can be listed and revoked. The browser holds a random token, the row only its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, func, or_, select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts.models import SignInSession
from coach_platform.core.relations.models import Membership, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.errors import NotFound

IDLE = timedelta(days=14)  # a seeker comes back once a week; two missed weeks sign them out
ABSOLUTE = timedelta(days=60)  # whatever the use
TOUCH_EVERY = timedelta(minutes=10)  # a write a page would be one too many


@dataclass(frozen=True)
class SessionView:
    """One signed-in browser as its owner sees it."""

    id: UUID
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


def open_session(person_id: UUID, *, device: str) -> str:
    """Sign `person_id` in on a browser; returns the token that goes into its cookie, known nowhere else."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    db.session.add(
        SignInSession(
            person_id=person_id,
            token_hash=_hash(token),
            created_at=moment,
            last_seen_at=moment,
            ends_at=moment + ABSOLUTE,
            device=device,
        )
    )
    return token


def actor_of(token: str) -> Actor | None:
    """Whoever holds `token`, with the roles they hold now; None when it was revoked or is over. One statement."""
    moment = clock.now()
    row = db.session.execute(
        select(
            SignInSession.id.label("session_id"),
            SignInSession.last_seen_at,
            Person.id,
            Person.name,
            Person.locale,
            Person.zone,
            Person.country,
            memberships_at(moment).label("memberships"),
        )
        .join(Person, Person.id == SignInSession.person_id)
        .where(
            SignInSession.token_hash == _hash(token),
            SignInSession.revoked_at.is_(None),
            SignInSession.ends_at > moment,
            SignInSession.last_seen_at > moment - IDLE,
        )
    ).first()
    if row is None:
        return None
    if moment - row.last_seen_at > TOUCH_EVERY:
        _touch(row.session_id, row.id, moment)
    return actor_from(row)


def list_sessions(actor: Actor) -> list[SessionView]:
    """The actor's own live sessions, newest use first."""
    rows = db.session.execute(
        select(SignInSession.id, SignInSession.device, SignInSession.created_at, SignInSession.last_seen_at)
        .where(
            SignInSession.person_id == actor.person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.ends_at > clock.now(),
            SignInSession.last_seen_at > clock.now() - IDLE,
        )
        .order_by(SignInSession.last_seen_at.desc())
    )
    return [SessionView(r.id, r.device, r.created_at, r.last_seen_at, r.id == actor.session_id) for r in rows]


def revoke_session(actor: Actor, session_id: UUID) -> None:
    """End one of the actor's own sessions. Raises: NotFound."""
    ended = db.session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.person_id == actor.person_id,
            SignInSession.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
        .returning(SignInSession.id)
    )
    if ended.first() is None:
        raise NotFound
    audit.note(actor.person_id, "session.revoked")


def revoke_all(person_id: UUID, *, but: UUID | None = None) -> int:
    """End every session of a person, except `but` (the one they sit at); returns how many."""
    query = update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.revoked_at.is_(None))
    if but is not None:
        query = query.where(SignInSession.id != but)
    ended = db.session.execute(query.values(revoked_at=clock.now()).returning(SignInSession.id)).all()
    audit.note(person_id, "session.all_revoked")
    return len(ended)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def memberships_at(moment: datetime) -> ScalarSelect:
    """SQL: the [role, organisation] pairs that the selected person holds at `moment`."""
    return (
        select(func.json_agg(func.json_build_array(Membership.role, Membership.organisation_id)))
        .where(
            Membership.person_id == Person.id,
            Membership.from_at <= moment,
            or_(Membership.until_at.is_(None), Membership.until_at > moment),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def actor_from(row: Row) -> Actor:
    """The Actor that a row of person, session_id and memberships describes."""
    pairs = [(Role(role), UUID(org) if org else None) for role, org in row.memberships or ()]
    return Actor(
        person_id=row.id,
        name=row.name,
        locale=row.locale,
        zone=row.zone,
        country=row.country,
        roles=frozenset(role for role, _ in pairs),
        organisation_ids=frozenset(org for _, org in pairs if org),
        admin_of=frozenset(org for role, org in pairs if org and role is Role.ADMIN),
        session_id=row.session_id,
    )


def _touch(session_id: UUID, person_id: UUID, moment: datetime) -> None:
    with own_transaction() as session:
        session.execute(update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=moment))
        session.execute(update(Person).where(Person.id == person_id).values(last_seen_at=moment))
