"""Sign-in sessions: rows that can be listed and revoked. The browser holds a random token, the row only its hash."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, exists, func, null, or_, select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.access.second_factor import is_required
from coach_platform.core.accounts.factors.models import AuthenticatorApp, Passkey
from coach_platform.core.accounts.lifetimes import LONGEST, SHARED, lifetime
from coach_platform.core.accounts.models import SignInSession
from coach_platform.core.agreements.holding import holding, outdated, renewed_keys
from coach_platform.core.relations.models import Membership, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.errors import NotFound
from coach_platform.kit.prepared import NOW, prepared


@dataclass(frozen=True)
class SessionView:
    """One signed-in browser as its owner sees it."""

    id: UUID
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


def open_session(person_id: UUID, *, device: str, shared: bool = False, second_factor: bool = False) -> str:
    """Sign `person_id` in on a browser; returns the token that goes into its cookie, known nowhere else.

    `shared`: the computer is used by others. `second_factor`: they showed more than a password.
    """
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    db.session.add(
        SignInSession(
            person_id=person_id,
            token_hash=_hash(token),
            created_at=moment,
            last_seen_at=moment,
            ends_at=moment + (SHARED if shared else LONGEST).absolute,
            device=device,
            shared=shared,
            proved_at=moment,
            second_factor_at=moment if second_factor else None,
        )
    )
    return token


def actor_of(token: str) -> Actor | None:
    """Whoever holds `token`, with the roles they hold now; None when it was revoked or is over. One statement."""
    moment = clock.now()
    row = db.session.execute(*_live(bool(renewed_keys()), token_hash=_hash(token))).first()
    if row is None or (row.has_second_factor and row.second_factor_at is None):
        return None
    actor = actor_from(row)
    allowed = lifetime(actor.roles, shared=row.shared)
    if allowed.is_over(began=row.began, used=row.last_seen_at, now=moment):
        return None
    if moment - row.last_seen_at > allowed.touch_every:
        _touch(row.session_id, row.id, moment)
    must_enrol = is_required(actor.roles) and not row.has_second_factor
    return replace(actor, proved_at=row.proved_at, must_enrol=must_enrol, outdated=outdated(row.agreed))


@prepared
def _live(any_renewed: bool, *, token_hash: Any) -> Select:
    """The session of a token with its person; what they agreed to only where a text was renewed at all."""
    return (
        select(
            SignInSession.id.label("session_id"),
            SignInSession.created_at.label("began"),
            SignInSession.last_seen_at,
            SignInSession.shared,
            SignInSession.proved_at,
            SignInSession.second_factor_at,
            Person.id,
            Person.name,
            Person.locale,
            Person.zone,
            Person.country,
            memberships_now().label("memberships"),
            has_second_factor(Person.id).label("has_second_factor"),
            (holding(Person.id) if any_renewed else null()).label("agreed"),
        )
        .join(Person, Person.id == SignInSession.person_id)
        .where(SignInSession.token_hash == token_hash, SignInSession.revoked_at.is_(None), SignInSession.ends_at > NOW)
    )


def list_sessions(actor: Actor) -> list[SessionView]:
    """The actor's own live sessions, newest use first."""
    moment = clock.now()
    rows = db.session.execute(
        select(
            SignInSession.id,
            SignInSession.device,
            SignInSession.shared,
            SignInSession.created_at,
            SignInSession.last_seen_at,
        )
        .where(
            SignInSession.person_id == actor.person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.ends_at > moment,
        )
        .order_by(SignInSession.last_seen_at.desc())
    )
    return [
        SessionView(r.id, r.device, r.created_at, r.last_seen_at, r.id == actor.session_id)
        for r in rows
        if not lifetime(actor.roles, shared=r.shared).is_over(began=r.created_at, used=r.last_seen_at, now=moment)
    ]


def proved(actor: Actor, *, second_factor: bool = False) -> None:
    """Whoever sits at the actor's session has just shown who they are."""
    values: dict[str, object] = {"proved_at": clock.now()}
    if second_factor:
        values["second_factor_at"] = clock.now()
    db.session.execute(update(SignInSession).where(SignInSession.id == actor.session_id).values(**values))


def end_others(actor: Actor) -> None:
    """End every session of the actor's but the one they sit at. Raises: ProofNeeded."""
    need_fresh(actor)
    revoke_all(actor.person_id, but=actor.session_id)


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
    if ended:
        audit.note(person_id, "session.all_revoked")
    return len(ended)


def has_second_factor(person_id: Any) -> ColumnElement[bool]:
    """SQL: whether the person of that id (a column or a value) has an app or a passkey."""
    app = exists().where(AuthenticatorApp.person_id == person_id, AuthenticatorApp.confirmed_at.is_not(None))
    return or_(app, exists().where(Passkey.person_id == person_id))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def memberships_now() -> ScalarSelect:
    """SQL: the [role, organisation] pairs that the selected person holds."""
    return (
        select(func.json_agg(func.json_build_array(Membership.role, Membership.organisation_id)))
        .where(
            Membership.person_id == Person.id,
            Membership.from_at <= NOW,
            or_(Membership.until_at.is_(None), Membership.until_at > NOW),
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
