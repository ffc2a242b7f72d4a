"""What came of an application. Each answer is appended; a late one reopens the case that stood on the earlier."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from coach_platform.content.reasons import reasons
from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, Case, OutcomeEvent, StageEvent
from coach_platform.core.applications.owned import own, own_row, past_day
from coach_platform.core.applications.standing import refresh
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

O = Outcome  # noqa: E741  the table below is read across
S = OfferState
Came = tuple[Outcome, OfferState | None]

OFFER_OPEN, ACCEPTED, DECLINED, RESCINDED = ((O.OFFER, s) for s in (S.OPEN, S.ACCEPTED, S.DECLINED, S.RESCINDED))
OPEN, REJECTED, NO_REPLY, WITHDRAWN, CLOSED = (
    (o, None) for o in (O.OPEN, O.REJECTED, O.NO_REPLY, O.WITHDRAWN, O.CLOSED)
)

# From what it was to what may come next. Employers do answer after months, so every no can open again; a slip of the
# finger is not a move but a correction (correct_outcome), which may say anything.
MOVES: dict[Came, frozenset[Came]] = {
    OPEN: frozenset({REJECTED, NO_REPLY, WITHDRAWN, CLOSED, OFFER_OPEN, ACCEPTED, DECLINED, RESCINDED}),
    REJECTED: frozenset({OPEN, CLOSED, OFFER_OPEN}),
    NO_REPLY: frozenset({OPEN, REJECTED, WITHDRAWN, CLOSED, OFFER_OPEN}),
    WITHDRAWN: frozenset({OPEN, REJECTED, CLOSED, OFFER_OPEN}),
    CLOSED: frozenset({OPEN, REJECTED, OFFER_OPEN}),
    OFFER_OPEN: frozenset({ACCEPTED, DECLINED, RESCINDED}),
    ACCEPTED: frozenset({DECLINED, RESCINDED}),
    DECLINED: frozenset({OPEN, OFFER_OPEN}),
    RESCINDED: frozenset({OPEN, OFFER_OPEN}),
}
# A no, for what follows one: the two sentences, a case, the batch.
NOS: frozenset[Came] = frozenset({REJECTED, NO_REPLY, CLOSED, RESCINDED})
ENDED: frozenset[Came] = NOS | {WITHDRAWN, DECLINED}


def is_no(outcome: Outcome, offer_state: OfferState | None) -> bool:
    """Whether this is a no (an offer taken back is one; withdrawing oneself is not)."""
    return (outcome, offer_state) in NOS


def moves_from(outcome: Outcome, offer_state: OfferState | None) -> list[Came]:
    """What may be recorded next, in the order of the vocabulary."""
    allowed = MOVES[(outcome, offer_state)]
    return [came for came in MOVES if came in allowed]


def record_outcome(
    actor: Actor,
    application_id: UUID,
    *,
    outcome: Outcome,
    offer_state: OfferState | None = None,
    on: date | None = None,
    own_words: str = "",
    stated_reason: str | None = None,
    event_id: UUID | None = None,
) -> UUID:
    """What was learned, as one more row. Returns its id; `event_id` may be named beforehand.

    A late answer after an ending reopens the case. Raises: NotFound, Invalid (fields, or a move that cannot be).
    """
    application = own(actor, application_id, lock=True)
    if event_id and _is_there(actor, event_id):
        return event_id
    before: Came = (application.outcome, application.offer_state)
    came = _came(outcome, offer_state)
    if came not in MOVES[before]:
        raise Invalid({"outcome": l_("That cannot follow what is noted already. Correct the earlier entry instead.")})
    event = _event(actor, application, came, on, own_words, stated_reason)
    event.id = event_id or new_id()
    with meaning({"pk_outcome_events": Conflict()}):
        db.session.add(event)
    _after(actor, application, event)
    if before in ENDED:
        _reopen_case(application)
    return event.id


def correct_outcome(
    actor: Actor,
    outcome_id: UUID,
    *,
    outcome: Outcome | None = None,
    offer_state: OfferState | None = None,
    on: date | None = None,
    own_words: str | None = None,
    stated_reason: str | None = None,
) -> UUID:
    """Say an outcome anew; what is not given stays (an empty `stated_reason` takes the reason back). Both rows are kept.

    Raises: NotFound, Invalid, Conflict (it was corrected meanwhile).
    """
    before: OutcomeEvent = own_row(actor, OutcomeEvent, outcome_id)
    application = own(actor, before.application_id, lock=True)
    came = (before.outcome, before.offer_state) if outcome is None else _came(outcome, offer_state)
    event = _event(
        actor,
        application,
        came,
        on or before.occurred_on,
        before.own_words if own_words is None else own_words,
        before.stated_reason if stated_reason is None else stated_reason,
    )
    event.id, event.corrects_id = new_id(), before.id
    event.day_known = before.day_known or on is not None
    corrected = Conflict(l_("This was corrected in another tab. Load the page again to see how it stands."))
    with meaning({"uq_outcome_events_corrects_id": corrected}):
        db.session.add(event)
    _after(actor, application, event)
    return event.id


def _came(outcome: Outcome, offer_state: OfferState | None) -> Came:
    if outcome is Outcome.OFFER:
        return (outcome, offer_state or OfferState.OPEN)
    if offer_state is not None:
        raise Invalid({"offer_state": l_("Only an offer can be accepted, declined or taken back.")})
    return (outcome, None)


def _event(
    actor: Actor, application: Application, came: Came, on: date | None, own_words: str, stated_reason: str | None
) -> OutcomeEvent:
    if stated_reason and stated_reason not in reasons():
        raise Invalid({"stated_reason": l_("Choose one of the reasons.")})
    own_words = own_words.strip().replace("\0", "")
    if len(own_words) > 20_000:
        raise Invalid({"own_words": l_("At most %(n)s characters.", n=20_000)})
    return OutcomeEvent(
        seeker_id=actor.person_id,
        application_id=application.id,
        outcome=came[0],
        offer_state=came[1],
        occurred_on=past_day(actor, on, field="on"),
        own_words=own_words,
        stated_reason=stated_reason or None,
        locale=actor.locale,
        recorded_at=clock.now(),
    )


def _after(actor: Actor, application: Application, event: OutcomeEvent) -> None:
    application.no_reply_dismissed_at = application.no_reply_ask_on = None
    standing = refresh(application, zone=actor.zone)
    if standing.outcome is Outcome.OFFER and standing.furthest_stage is not Stage.OFFER:
        _reach_offer(actor, application, event)
        refresh(application, zone=actor.zone)


def _reach_offer(actor: Actor, application: Application, event: OutcomeEvent) -> None:
    """An offer is a stage too, the last: it stays reached, whatever becomes of the offer."""
    db.session.add(
        StageEvent(
            seeker_id=actor.person_id,
            application_id=application.id,
            stage=Stage.OFFER,
            occurred_on=event.occurred_on,
            day_known=event.day_known,
            locale=actor.locale,
            recorded_at=event.recorded_at,
        )
    )


def _reopen_case(application: Application) -> None:
    db.session.execute(update(Case).where(Case.application_id == application.id).values(reopened_at=clock.now()))


def _is_there(actor: Actor, event_id: UUID) -> bool:
    mine = select(OutcomeEvent.id).where(OutcomeEvent.id == event_id, OutcomeEvent.seeker_id == actor.person_id)
    return db.session.scalar(mine) is not None
