"""The seeker's answer: yes begins a coaching that sees nothing yet, no changes nothing. The old one ends if they say so."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.agreements import keeping
from coach_platform.core.coaching import asking, states
from coach_platform.core.coaching.handing.models import HandOver, HandOverState
from coach_platform.core.coaching.handing.standing import is_open
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.coaching.notices import tell_other_side
from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import about
from coach_platform.core.relations.models import Coaching, CoachingState, Membership
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from coach_platform.kit.i18n import lazy as l_

_MEANWHILE = l_("This was answered meanwhile. Load the page again to see how it stands now.")


def accept(actor: Actor, hand_over_id: UUID, *, end_old: bool | None, agreed_to: str | None = None) -> UUID:
    """Work with the colleague from now on; gives the new coaching, over which nothing is shared yet.

    `end_old`: whether the coaching with the former coach ends now, asked and never assumed (None: not answered);
    of no account where it has ended. `agreed_to`: as in `asking.ask`.
    Raises: NotAllowed (no seeker), NotFound (nothing is asked of them), Invalid (field end_old; the text has changed).
    """
    row = _asked_of(actor, hand_over_id)
    old = db.session.get_one(Coaching, row.from_coaching_id)
    goes_on = old.state is CoachingState.ACTIVE
    if goes_on and end_old is None:
        raise Invalid({"end_old": l_("Choose whether you go on with both.")})
    new = _coaching(row)
    if agreed_to is not None:
        keeping.keep(actor.person_id, "coaching", agreed_to, coaching_id=new.id)
    row.state, row.answered_at, row.new_coaching_id = HandOverState.ACCEPTED, clock.now(), new.id
    db.session.flush()
    tell_other_side("coaching_accepted", new, by=actor)
    _tell_asker(row)
    audit.note(actor.person_id, "hand_over.accepted", coaching=str(new.id))
    if goes_on and end_old:
        asking.end(actor, old.id)
    return new.id


def decline(actor: Actor, hand_over_id: UUID) -> None:
    """Everything stays as it is; whoever asked is told, without a reason. Raises: NotAllowed, NotFound."""
    row = _asked_of(actor, hand_over_id)
    row.state, row.answered_at = HandOverState.DECLINED, clock.now()
    db.session.flush()
    _tell_asker(row)
    audit.note(actor.person_id, "hand_over.declined", coaching=str(row.from_coaching_id))


def _asked_of(actor: Actor, hand_over_id: UUID) -> HandOver:
    if not actor.is_seeker:
        raise NotAllowed
    # Locked: two tabs answering at once must not both count.
    row = db.session.scalar(
        select(HandOver)
        .where(HandOver.id == hand_over_id, HandOver.seeker_id == actor.person_id, is_open())
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return row


def _coaching(row: HandOver) -> Coaching:
    """The link there is with the colleague, made active where one side had asked; else a new one."""
    between = (Coaching.seeker_id == row.seeker_id, Coaching.coach_id == row.to_coach_id)
    there = db.session.scalar(select(Coaching).where(*between, Coaching.state.in_(states.LIVE)).with_for_update())
    if there is None:
        return _begin(row)
    if there.state is not CoachingState.ACTIVE:
        states.check(there.state, CoachingState.ACTIVE)
        there.state, there.answered_at = CoachingState.ACTIVE, clock.now()
    return there


def _begin(row: HandOver) -> Coaching:
    there = (Membership.person_id == row.to_coach_id, Membership.organisation_id == row.organisation_id)
    office_id = db.session.scalar(select(Membership.office_id).where(*there, works_now()).limit(1))
    profile = db.session.get(CoachProfile, row.to_coach_id)
    coaching = Coaching(
        seeker_id=row.seeker_id,
        coach_id=row.to_coach_id,
        organisation_id=row.organisation_id,
        office_id=office_id,
        state=CoachingState.ACTIVE,
        places_candidates=bool(profile and profile.places_candidates),
        asked_at=row.asked_at,
        answered_at=clock.now(),
    )
    with meaning({"uq_coachings_live": Conflict(_MEANWHILE)}):
        db.session.add(coaching)
    return coaching


def _tell_asker(row: HandOver) -> None:
    if row.asked_by_id is not None:
        key, params = about("hand_over_answered", row.id), {"hand_over": str(row.id)}
        outbox.add("hand_over_answered", key=key, to=row.asked_by_id, params=params)
