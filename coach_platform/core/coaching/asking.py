"""Asking, inviting, accepting, declining and ending: how a seeker and a coach come together and part."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.agreements import keeping
from coach_platform.core.coaching import endings, grants, states
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.coaching.notices import tell_other_side
from coach_platform.core.coaching.pauses import ask_again_on
from coach_platform.core.relations.models import Coaching, CoachingState, Membership, Role
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from coach_platform.kit.i18n import _, format_date
from coach_platform.kit.i18n import lazy as l_

MESSAGE_LENGTH = 2000


@dataclass(frozen=True)
class Seat:
    """Where a coach works at the moment: the coaching keeps it."""

    organisation_id: UUID | None
    office_id: UUID | None


def ask(actor: Actor, coach_id: UUID, *, message: str = "", agreed_to: str | None = None) -> UUID:
    """The seeker asks a listed coach. Nothing is shared by asking. The same form sent twice is asking once.

    `agreed_to`: the mark of the text on working with a coach that stood above the button, kept as it was read.

    Raises: NotAllowed (no seeker), NotFound (no such listed coach), Conflict (they take no new requests; there is a link
    already, or the coach said no less than a fortnight ago), Invalid (message too long).
    """
    if not actor.is_seeker:
        raise NotAllowed
    profile = db.session.get(CoachProfile, coach_id)
    if profile is None or not profile.listed or coach_id == actor.person_id:
        raise NotFound
    if profile.closed:
        raise Conflict(
            l_("This coach takes no new requests at the moment. You can ask somebody else, or look again later.")
        )
    if (day := ask_again_on(actor, coach_id)) is not None:
        raise Conflict(_("They said no a short while ago. You can ask again from %(day)s.", day=format_date(day)))
    asked_for = CoachingState.REQUESTED
    try:
        asked = _begin(actor, seeker_id=actor.person_id, coach_id=coach_id, state=asked_for, message=message)
        _keep_yes(actor, asked, agreed_to)
        return asked
    except Conflict:
        if (alike := _asked_alike(actor.person_id, coach_id, message)) is not None:
            return alike
        raise


def invite(actor: Actor, seeker_id: UUID, *, message: str = "") -> UUID:
    """The coach offers their company to a seeker whose account they were given (the agency, a conversation).

    A no of theirs stands in nobody's way here: inviting takes it back.

    Raises: NotAllowed, NotFound, Conflict, Invalid.
    """
    if not actor.is_coach:
        raise NotAllowed
    if not _holds(seeker_id, Role.SEEKER):
        raise NotFound
    return _begin(actor, seeker_id=seeker_id, coach_id=actor.person_id, state=CoachingState.INVITED, message=message)


def accept(actor: Actor, coaching_id: UUID, *, agreed_to: str | None = None) -> None:
    """The one who was asked says yes; a second yes changes nothing. `agreed_to`: as in `ask`, of a seeker.

    Raises: NotFound, NotAllowed, Conflict, Invalid (the text has changed meanwhile).
    """
    coaching = _of_actor(actor, coaching_id)
    if coaching.state is CoachingState.ACTIVE:
        return
    _only_the_asked(actor, coaching)
    _move(actor, coaching, CoachingState.ACTIVE)
    coaching.answered_at = clock.now()
    if actor.person_id == coaching.seeker_id:
        _keep_yes(actor, coaching.id, agreed_to)
    tell_other_side("coaching_accepted", coaching, by=actor)


def decline(actor: Actor, coaching_id: UUID) -> None:
    """The one who was asked says no, kindly and without a reason. Raises: NotFound, NotAllowed, Conflict."""
    coaching = _of_actor(actor, coaching_id)
    _only_the_asked(actor, coaching)
    _move(actor, coaching, CoachingState.DECLINED)
    coaching.answered_at = clock.now()
    coaching.ended_by_id = actor.person_id
    tell_other_side("coaching_declined", coaching, by=actor)


def end(actor: Actor, coaching_id: UUID, *, thanks: str = "") -> None:
    """Either side ends it (or takes back what they asked). What was granted ends with it, at once.

    `thanks`: the seeker's last word to an active coach, who reads it beside their requests.
    Raises: NotFound, Conflict, Invalid.
    """
    coaching = _of_actor(actor, coaching_id)
    if len(thanks) > MESSAGE_LENGTH:
        raise Invalid({"thanks": l_("Please keep it under %(n)s characters.", n=MESSAGE_LENGTH)})
    was_active = coaching.state is CoachingState.ACTIVE
    _move(actor, coaching, CoachingState.ENDED)
    coaching.ended_at = clock.now()
    coaching.ended_by_id = actor.person_id
    grants.revoke_live(coaching.id)
    endings.ended(coaching.id)
    if was_active and actor.person_id == coaching.seeker_id:
        coaching.thanks, coaching.thanks_locale = _tidy(thanks), actor.locale
    if was_active:
        tell_other_side("coaching_ended", coaching, by=actor)


def _begin(actor: Actor, *, seeker_id: UUID, coach_id: UUID, state: CoachingState, message: str) -> UUID:
    if len(message) > MESSAGE_LENGTH:
        raise Invalid({"message": l_("Please keep it under %(n)s characters.", n=MESSAGE_LENGTH)})
    message = _tidy(message)
    seat = _seat(coach_id)
    profile = db.session.get(CoachProfile, coach_id)
    coaching = Coaching(
        seeker_id=seeker_id,
        coach_id=coach_id,
        organisation_id=seat.organisation_id,
        office_id=seat.office_id,
        state=state,
        places_candidates=bool(profile and profile.places_candidates),
        message=message,
        message_locale=actor.locale,
        asked_at=clock.now(),
    )
    with meaning({"uq_coachings_live": Conflict(l_("There is a link between you already."))}):
        db.session.add(coaching)
    audit.note(actor.person_id, f"coaching.{state}", coaching=str(coaching.id))
    tell_other_side("coaching_asked", coaching, by=actor)
    return coaching.id


def _keep_yes(actor: Actor, coaching_id: UUID, agreed_to: str | None) -> None:
    if agreed_to is not None:
        keeping.keep(actor.person_id, "coaching", agreed_to, coaching_id=coaching_id)


def _asked_alike(seeker_id: UUID, coach_id: UUID, message: str) -> UUID | None:
    between = (Coaching.seeker_id == seeker_id, Coaching.coach_id == coach_id)
    alike = (Coaching.state == CoachingState.REQUESTED, Coaching.message == _tidy(message))
    return db.session.scalar(select(Coaching.id).where(*between, *alike))


def _tidy(message: str) -> str:
    return message.replace("\0", "").strip()


def _move(actor: Actor, coaching: Coaching, state: CoachingState) -> None:
    states.check(coaching.state, state)
    coaching.state = state
    audit.note(actor.person_id, f"coaching.{state}", coaching=str(coaching.id))


def _of_actor(actor: Actor, coaching_id: UUID) -> Coaching:
    # Locked: two answers at once must not both count.
    coaching = db.session.scalar(
        select(Coaching)
        .where(
            Coaching.id == coaching_id,
            or_(Coaching.seeker_id == actor.person_id, Coaching.coach_id == actor.person_id),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if coaching is None:
        raise NotFound
    return coaching


def _only_the_asked(actor: Actor, coaching: Coaching) -> None:
    asked = coaching.coach_id if coaching.state is CoachingState.REQUESTED else coaching.seeker_id
    if actor.person_id != asked:
        raise NotAllowed


def _seat(coach_id: UUID) -> Seat:
    row = db.session.execute(
        select(Membership.organisation_id, Membership.office_id).where(*_now(coach_id, Role.COACH)).limit(1)
    ).first()
    if row is None:
        raise NotFound
    return Seat(row.organisation_id, row.office_id)


def _holds(person_id: UUID, role: Role) -> bool:
    return db.session.scalar(select(Membership.id).where(*_now(person_id, role)).limit(1)) is not None


def _now(person_id: UUID, role: Role) -> tuple:
    moment = clock.now()
    return (
        Membership.person_id == person_id,
        Membership.role == role,
        Membership.from_at <= moment,
        or_(Membership.until_at.is_(None), Membership.until_at > moment),
    )
