"""The feedback card on the seeker's side: one a contact, with a link that is made when it is shown and can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.mail import links
from coach_platform.core.reconnect.models import CardRefusal, Feedback, FeedbackCard, Happened, ReconnectEvent
from coach_platform.core.reconnect.refusals import address_key, declines_at, has_declined_itself
from coach_platform.core.reconnect.setting import Recipient, Setting, setting_of
from coach_platform.core.reconnect.writing import QUESTIONS
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, NotFound
from coach_platform.kit.i18n import lazy as l_

VALID = timedelta(days=60)  # two months: whoever is on leave comes back to it, and then it is over
PURPOSE = "card"
QUESTION_LENGTH = 300
FRESH = {"populate_existing": True}  # read again under the lock


@dataclass(frozen=True)
class CardLine:
    """A card as its seeker sees it. `url` is "" where it takes no answer any more."""

    id: UUID
    url: str
    ends_at: datetime
    revoked: bool
    declined: bool
    answered: bool

    @property
    def over(self) -> bool:
        """Its two months are over."""
        return self.ends_at <= clock.now()


def ensure_card(setting: Setting, to: Recipient, *, locale: str, questions: Sequence[str]) -> FeedbackCard:
    """The card of a recipient, made the first time. What it asks follows the message until it was answered."""
    card = settle_decline(setting.case_id, to.id)
    asked = {"question": [q.replace("\0", "").strip()[:QUESTION_LENGTH] for q in questions if q.strip()][:QUESTIONS]}
    if card is None:
        now = clock.now()
        card = FeedbackCard(
            seeker_id=setting.seeker_id,
            case_id=setting.case_id,
            to_id=to.id,
            version=1,
            made_at=now,
            ends_at=now + VALID,
            locale=locale,
            questions=asked,
        )
        with meaning({"uq_feedback_cards_one": Conflict()}):
            db.session.add(card)
    if not _answered(card.id):
        card.locale, card.questions = locale, asked
    card.to_name, card.address_key = to.name, address_key(to.email)
    db.session.flush()
    return card


def revoke_card(actor: Actor, case_id: UUID, to_id: UUID) -> None:
    """The link that went out takes no answer any more. An answer that came stays. Raises: NotFound."""
    card = _own(actor, case_id, to_id)
    if card.revoked_at is None:
        card.version, card.revoked_at = card.version + 1, clock.now()
    db.session.flush()


def renew_card(actor: Actor, case_id: UUID, to_id: UUID) -> None:
    """A new link for two months; the one before stays dead. Raises: NotFound, Conflict (they declined)."""
    card = _own(actor, case_id, to_id)
    if (line := card_line(case_id, to_id)) is not None and line.declined:
        raise Conflict(l_("They declined to answer, and that holds. A plain message is still yours to write."))
    if card.revoked_at is None:
        card.version += 1
    card.revoked_at, card.ends_at = None, clock.now() + VALID
    db.session.flush()


def settle_decline(case_id: UUID, to_id: UUID) -> FeedbackCard | None:
    """The card of a recipient, locked; one that has declined itself keeps it from here on.

    Before anything that this rests on changes (another address, another message, a message that was not sent after all):
    what a manager tapped would outlast it, so this must. Two statements.
    """
    row = db.session.execute(
        _standing(case_id, to_id).with_for_update(of=FeedbackCard), execution_options=FRESH
    ).first()
    if row is None:
        return None
    card: FeedbackCard = row.FeedbackCard
    if card.declined_at is None and not row.answered and has_declined_itself(card, row.asked_at, row.since_at):
        card.declined_at = declines_at(card.id, row.asked_at, row.since_at, card.reopened_at)
    return card


def card_url(card_id: UUID, version: int) -> str:
    """The link. Its end is in the row and not in the link: an answer can be withdrawn at any time."""
    return links.page(f"/card/{links.signer().sign(PURPOSE, card_id, version)}")


def card_line(case_id: UUID, to_id: UUID) -> CardLine | None:
    """The card of one recipient, if there is one. One statement."""
    row = db.session.execute(_standing(case_id, to_id)).first()
    if row is None:
        return None
    card = row.FeedbackCard
    declined = card.declined_at is not None or has_declined_itself(card, row.asked_at, row.since_at)
    live = card.revoked_at is None and not declined and card.ends_at > clock.now()
    return CardLine(
        id=card.id,
        url=card_url(card.id, card.version) if live else "",
        ends_at=card.ends_at,
        revoked=card.revoked_at is not None,
        declined=declined and not row.answered,
        answered=bool(row.answered),
    )


def asked_at(case_id: Any, to_id: Any) -> Any:
    """An SQL value: when a recipient was last written to, as far as it stands."""
    undone = select(ReconnectEvent.undoes_id).where(ReconnectEvent.undoes_id.is_not(None))
    return (
        select(func.max(ReconnectEvent.recorded_at))
        .where(
            ReconnectEvent.case_id == case_id,
            ReconnectEvent.to_id == to_id,
            ReconnectEvent.kind == Happened.ASKED,
            ReconnectEvent.undoes_id.is_(None),
            ReconnectEvent.id.not_in(undone.where(ReconnectEvent.case_id == case_id)),
        )
        .scalar_subquery()
    )


def _standing(case_id: UUID, to_id: UUID) -> Select:
    answered = select(func.count()).where(Feedback.card_id == FeedbackCard.id).correlate(FeedbackCard)
    return (
        select(
            FeedbackCard,
            CardRefusal.since_at,
            asked_at(case_id, to_id).label("asked_at"),
            answered.scalar_subquery().label("answered"),
        )
        .outerjoin(
            CardRefusal,
            (CardRefusal.address_key == FeedbackCard.address_key) & (FeedbackCard.address_key != ""),
        )
        .where(FeedbackCard.case_id == case_id, FeedbackCard.to_id == to_id)
    )


def _own(actor: Actor, case_id: UUID, to_id: UUID) -> FeedbackCard:
    setting_of(actor, case_id)
    if (card := _locked(case_id, to_id)) is None:
        raise NotFound
    return card


def _locked(case_id: UUID, to_id: UUID) -> FeedbackCard | None:
    query = select(FeedbackCard).where(FeedbackCard.case_id == case_id, FeedbackCard.to_id == to_id)
    return db.session.scalars(query.with_for_update().execution_options(**FRESH)).first()


def _answered(card_id: UUID) -> bool:
    return db.session.scalar(select(Feedback.id).where(Feedback.card_id == card_id)) is not None
