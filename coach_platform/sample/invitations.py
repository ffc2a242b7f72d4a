"""Seekers invited by mail, in each state there is; one accepted, and the coaching that began with it."""

from typing import Any
from uuid import UUID

from coach_platform.content import sample_world
from coach_platform.core.coaching.inviting.models import (
    InvitationRound,
    InvitationState,
    ProposedCases,
    SeekerInvitation,
)
from coach_platform.core.coaching.inviting.rules import OPEN_FOR
from coach_platform.core.relations.models import Coaching
from coach_platform.sample.people import Cast, Someone
from coach_platform.sample.rows import Rows


def gather_invitations(rows: Rows, cast: Cast) -> None:
    """The rounds with their people; to be called when the coachings are gathered."""
    for told in sample_world.invitations():
        coach, by = cast[told["coach"]], cast[told["by"]]
        sent = rows.add(
            InvitationRound,
            coach_id=coach.id,
            invited_by_id=by.id,
            organisation_id=cast.seats.organisations[told["organisation"]],
            office_id=cast.seats.offices[told["organisation"], told["office"]],
            message=told["message"],
            message_locale=by.locale,
            sections=told["sections"],
            cases=ProposedCases(told["cases"]),
            sent_at=by.days.at(told["sent_days_ago"], 11),
        )
        for person in told["people"]:
            _invited(rows, cast, coach, by, sent, person)


def _invited(rows: Rows, cast: Cast, coach: Someone, by: Someone, sent: InvitationRound, told: dict[str, Any]) -> None:
    state = InvitationState(told["state"])
    answered = told.get("answered_days_ago")
    rows.add(
        SeekerInvitation,
        round_id=sent.id,
        coach_id=coach.id,
        organisation_id=sent.organisation_id,
        address=told["address"],
        name=told["name"],
        locale=told["locale"],
        state=state,
        by_organisation=by is not coach,
        created_at=sent.sent_at,
        ends_at=sent.sent_at + OPEN_FOR,
        ended_at=None if answered is None else by.days.at(answered, 12),
        coaching_id=_begun(rows, cast, coach, told) if state is InvitationState.ACCEPTED else None,
    )


def _begun(rows: Rows, cast: Cast, coach: Someone, told: dict[str, Any]) -> UUID:
    seeker = cast[told["address"].split("@")[0]]
    return next(c.id for c in rows.of(Coaching) if (c.seeker_id, c.coach_id) == (seeker.id, coach.id))
