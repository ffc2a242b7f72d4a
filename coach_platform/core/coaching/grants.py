"""Granting and revoking: what a seeker shares with a coach, or with a team of theirs, of which cases, until when.

A grant is never changed: granting anew revokes the earlier one and adds a row, so the record of consent stays whole.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, text, true, update
from sqlalchemy.dialects.postgresql import insert as upsert

from coach_platform.content.agreements import Agreement, latest_agreement
from coach_platform.content.vocabulary import Section
from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.teams.beside import team_beside
from coach_platform.core.relations.models import CaseScope, Coaching, CoachingState, Grant, GrantCase, GrantExclusion
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

LATEST = date(2199, 12, 31)  # a slip of the keyboard; the day after the last year of all cannot be reckoned


class Cases(StrEnum):
    """Which cases, as it is asked each time, never assumed."""

    LISTED = "listed"
    ALL_SO_FAR = "all_so_far"
    ALL_FUTURE_TOO = "all_future_too"


@dataclass(frozen=True)
class WithTeam:
    """Not with the coach but with this team; `list_mark` says which list of names was read (TeamBeside.mark)."""

    team_id: UUID
    list_mark: str


def grant(
    actor: Actor,
    coaching_id: UUID,
    *,
    sections: Collection[Section],
    cases: Cases,
    case_ids: Collection[UUID] = (),
    not_ids: Collection[UUID] = (),
    until_on: date | None = None,
    agreed_to: str | None,
    with_team: WithTeam | None = None,
) -> UUID:
    """Share with the coach of an active coaching, or with a team of theirs, in place of what was shared with them before.

    `not_ids`: cases kept out of "all". `until_on`: the last day, in the seeker's zone. `agreed_to`: the mark
    (Agreement.mark) of the text they ticked and that is kept as it was read; None where they ticked nothing.
    Raises: NotFound, Conflict (no active coaching), Invalid (fields sections, case_ids, until_on, agreed).
    """
    coaching = _own_coaching(actor, coaching_id)
    chosen, kept_out = _cases(actor, cases, case_ids, not_ids)
    agreement = latest_agreement("team_grant" if with_team else "coaching_grant")
    wrong = _check(actor, sections, cases, chosen, until_on) | _same_list(coaching, with_team)
    read_in = _agreed_in(agreement, agreed_to, wrong)
    _revoke(coaching.id, _to(with_team.team_id if with_team else None))
    row = Grant(
        seeker_id=actor.person_id,
        coaching_id=coaching.id,
        **_whom(coaching, with_team),
        sections=[section.value for section in Section if section in sections],
        case_scope=CaseScope.FUTURE_TOO if cases is Cases.ALL_FUTURE_TOO else CaseScope.LISTED,
        until_on=until_on,
        ends_at=_end_of(until_on, actor.zone),
        agreed_at=clock.now(),
        **_consent(agreement, read_in),
    )
    db.session.add(row)
    _list_cases(row, chosen)
    keep_out(row.id, row.seeker_id, kept_out)
    _note(actor, row, cases)
    return row.id


def _whom(coaching: Coaching, with_team: WithTeam | None) -> dict[str, UUID | None]:
    return {"team_id": with_team.team_id} if with_team else {"coach_id": coaching.coach_id}


def _consent(agreement: Agreement, read_in: str) -> dict[str, Any]:
    """The record of what was agreed to, as it was read."""
    return {
        "consent_key": agreement.key,
        "consent_version": agreement.version,
        "consent_locale": read_in,
        "consent_text": agreement.text(read_in),
    }


def _note(actor: Actor, row: Grant, cases: Cases) -> None:
    details = {"grant": str(row.id), "sections": row.sections, "cases": cases.value}
    if row.team_id is None:
        audit.note(actor.person_id, "grant.given", **details)
    else:
        audit.note(actor.person_id, "grant.team_given", **details)


def _same_list(coaching: Coaching, with_team: WithTeam | None) -> dict[str, object]:
    """Nothing, where the list they read is the team's list now. Raises: NotFound (no such team beside this coaching)."""
    if with_team is None:
        return {}
    team = team_beside(coaching.seeker_id, coaching.id, with_team.team_id)
    if team is None:
        raise NotFound
    if with_team.list_mark == team.mark:
        return {}
    return {"agreed": l_("The list of this team has changed meanwhile. Please read it, and tick this if you agree.")}


def keep_out(grant_id: UUID, seeker_id: UUID, case_ids: Collection[UUID]) -> None:
    """ "Not these ones", of what the grant would open; what is kept out already stays so."""
    moment = clock.now()
    rows = [
        {"id": new_id(), "grant_id": grant_id, "case_id": case_id, "seeker_id": seeker_id, "excluded_at": moment}
        for case_id in case_ids
    ]
    if rows:
        db.session.execute(upsert(GrantExclusion).on_conflict_do_nothing(), rows)


def _list_cases(row: Grant, chosen: list[UUID]) -> None:
    db.session.flush()
    if chosen:
        rows = [{"grant_id": row.id, "case_id": case_id, "seeker_id": row.seeker_id} for case_id in chosen]
        db.session.execute(insert(GrantCase), rows)


def revoke(actor: Actor, coaching_id: UUID, *, team_id: UUID | None = None) -> None:
    """End what is shared with this coach, or over this coaching with that team, at once. Raises: NotFound."""
    coaching = _own_coaching(actor, coaching_id, active=False)
    if _revoke(coaching.id, _to(team_id)):
        audit.note(actor.person_id, "grant.revoked", coaching=str(coaching.id))


def revoke_live(coaching_id: UUID) -> bool:
    """All that is shared over a coaching, with its coach and with teams, for verbs that end it; whether there was any."""
    return _revoke(coaching_id, true())


def _to(team_id: UUID | None) -> ColumnElement[bool]:
    return Grant.team_id.is_(None) if team_id is None else Grant.team_id == team_id


def _revoke(coaching_id: UUID, whom: ColumnElement[bool]) -> bool:
    ended = db.session.execute(
        update(Grant)
        .where(Grant.coaching_id == coaching_id, Grant.revoked_at.is_(None), whom)
        .values(revoked_at=clock.now())
        .returning(Grant.id)
    )
    return ended.first() is not None


def _own_coaching(actor: Actor, coaching_id: UUID, *, active: bool = True) -> Coaching:
    # Locked: two tabs granting at once must leave one live grant.
    coaching = db.session.scalar(
        select(Coaching).where(Coaching.id == coaching_id, Coaching.seeker_id == actor.person_id).with_for_update()
    )
    if coaching is None:
        raise NotFound
    if active and coaching.state is not CoachingState.ACTIVE:
        raise Conflict(l_("You can share once the coaching is active."))
    return coaching


def _cases(
    actor: Actor, cases: Cases, case_ids: Collection[UUID], not_ids: Collection[UUID]
) -> tuple[list[UUID], list[UUID]]:
    """Which are listed, and which are kept out of all. Raises: NotFound for a case that is not theirs."""
    # The table of cases stands above this folder on the ladder; a grant knows cases only by id.
    own = set(db.session.scalars(text("select id from cases where seeker_id = :me"), {"me": actor.person_id}))
    if not {*case_ids, *not_ids} <= own:
        raise NotFound
    if cases is Cases.ALL_FUTURE_TOO:
        return [], sorted(set(not_ids))
    return sorted(own - set(not_ids) if cases is Cases.ALL_SO_FAR else set(case_ids)), []


CASE_SECTIONS = frozenset({Section.STORY, Section.DEEPER, Section.FEEDBACK, Section.PRACTICE})


def _check(
    actor: Actor, sections: Collection[Section], cases: Cases, chosen: list[UUID], until_on: date | None
) -> dict[str, object]:
    """What stands in the way, by field."""
    wrong: dict[str, object] = {}
    if not sections:
        wrong["sections"] = l_("Choose at least one section, or stop sharing instead.")
    if cases is Cases.LISTED and not chosen and CASE_SECTIONS & set(sections):
        wrong["case_ids"] = l_("Choose at least one case for the sections that belong to cases.")
    if until_on is not None and until_on > LATEST:
        wrong["until_on"] = l_("Please check the year.")
    if until_on is not None and until_on < clock.today(actor.zone):
        wrong["until_on"] = l_("This day is over. Choose today or a later one.")
    return wrong


def _agreed_in(agreement: Agreement, agreed_to: str | None, wrong: dict[str, object]) -> str:
    """The language in which they read what they agree to. Raises: Invalid, with all that is wrong."""
    read_in = agreement.language_of(agreed_to or "")
    if agreed_to is None:
        wrong["agreed"] = l_("Please tick this if you agree; nothing is shared otherwise.")
    elif read_in is None:
        wrong["agreed"] = l_("The text above has changed meanwhile. Please read it, and tick this if you agree.")
    if wrong or read_in is None:
        raise Invalid(wrong)
    return read_in


def _end_of(day: date | None, zone: str) -> datetime | None:
    if day is None:
        return None
    return clock.instant(datetime.combine(day + timedelta(days=1), datetime.min.time()), zone)
