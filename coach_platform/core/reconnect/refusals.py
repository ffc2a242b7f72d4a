"""Whoever never wants a card again, from whomever: kept as a keyed hash, and honoured so that no seeker learns of it.

A card for such an address declines itself, some time between one and three days after the message was marked as sent:
exactly what a manager's own "no, thank you" looks like to the seeker (docs/decisions/feedback-card.md).
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.reconnect.models import CardRefusal, FeedbackCard
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.settings import settings

SOONEST, LATEST = timedelta(hours=20), timedelta(hours=68)


def address_key(address: str) -> str:
    """A keyed hash of an address, "" for none. Of the oldest key, so that rotation keeps it."""
    plain = address.strip().casefold()
    return _hash(f"card:{plain}") if plain else ""


def refuse_for_good(address: str) -> None:
    """Keep it; said twice it is said once."""
    row = {"address_key": address_key(address), "since_at": clock.now()}
    db.session.execute(insert(CardRefusal).values(row).on_conflict_do_nothing())


def declines_at(
    card_id: UUID, asked_at: datetime | None, refused_at: datetime | None, reopened_at: datetime | None = None
) -> datetime | None:
    """When the card for an address that refuses declines itself; None where it does not. Pure.

    It does not where nothing was sent or refused, nor where it was opened again since: a tap that is taken back stays
    taken back, and this must look the same.
    """
    if asked_at is None or refused_at is None or (reopened_at is not None and reopened_at >= refused_at):
        return None
    part = int(_hash(f"card-delay:{card_id}")[:8], 16) / 0xFFFFFFFF
    return max(asked_at, refused_at) + SOONEST + (LATEST - SOONEST) * part


def has_declined_itself(card: FeedbackCard, asked_at: datetime | None, refused_at: datetime | None) -> bool:
    """Whether that moment has come. `refused_at`: since when the card's address refuses, if it does."""
    moment = declines_at(card.id, asked_at, refused_at, card.reopened_at)
    return moment is not None and moment <= clock.now()


def _hash(text: str) -> str:
    return hmac.new(settings().secret_keys[-1].encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
