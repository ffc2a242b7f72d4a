"""What comes next: the summaries at their hour, the next reminders, and what keeps all of them silent meanwhile."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.digests.due import KINDS
from coach_platform.core.digests.models import Face
from coach_platform.core.mail.kinds import kind_of
from coach_platform.core.mail.silence import silenced_by_work
from coach_platform.core.relations.models import Role
from coach_platform.core.reminders.coming import coming
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True, slots=True)
class Next:
    """The next mail of a kind, if its reason still stands then. `at` None: this summary is turned off."""

    kind: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Expected:
    """`quiet_until`: "not today". `found_work`: the search has ended. `unconfirmed`: nothing but account letters goes."""

    mails: tuple[Next, ...]
    quiet_until: datetime | None = None
    found_work: bool = False
    unconfirmed: bool = False
    suppressed: bool = False


_PERSON = text(
    """
    select p.quiet_until, p.confirmed_at is null as unconfirmed, p.zone,
           exists (select from suppressions s where s.address = p.email) as suppressed,
           exists (select from search_settings f where f.seeker_id = p.id and f.found_work_at is not null) as found_work,
           array(select c.kind from mail_choices c where c.person_id = p.id and not c.wanted) as off,
           (select jsonb_object_agg(d.face, d.next_at) from digest_schedules d where d.person_id = p.id) as digests
    from persons p where p.id = :person
    """
)


def expected(person_id: UUID, roles: Set[Role], *, with_reminders: bool) -> Expected:
    """For one person. `with_reminders`: also the moments that their own dates lead to. At most two statements."""
    person = db.session.execute(_PERSON, {"person": person_id}).one()
    now = clock.now()
    mails = [Next(KINDS[Face(face)], _moment(at)) for face, at in sorted((person.digests or {}).items(), reverse=True)]
    if with_reminders and Role.SEEKER in roles:
        mails += [Next(kind, at) for kind, at in coming(person_id, person.zone)]
    return Expected(
        mails=tuple(sorted(filter(lambda one: _comes(one, person, roles), mails), key=_order)),
        quiet_until=person.quiet_until if person.quiet_until and person.quiet_until > now else None,
        found_work=person.found_work and Role.SEEKER in roles,
        unconfirmed=person.unconfirmed,
        suppressed=person.suppressed,
    )


def _comes(one: Next, person: Any, roles: Set[Role]) -> bool:
    kind = kind_of(one.kind)
    silenced = person.found_work and silenced_by_work(kind, roles)
    return one.kind not in person.off and not silenced


def _order(one: Next) -> tuple[bool, float]:
    return one.at is None, one.at.timestamp() if one.at else 0.0


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
