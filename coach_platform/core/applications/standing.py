"""Where an application stands: what its events say, repeated in its own columns so that lists are one scan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.applications.histories import live
from coach_platform.core.applications.models import Application, OutcomeEvent, StageEvent, StageRating
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Standing:
    """What the events, ratings and outcomes of one application amount to."""

    furthest_stage: Stage
    furthest_rating: int | None
    outcome: Outcome
    offer_state: OfferState | None
    outcome_on: date | None
    last_event_on: date


def standing_of(
    events: Collection[Any], ratings: Collection[Any], outcomes: Collection[Any], *, zone: str = "UTC"
) -> Standing:
    """The standing that these rows (stage events, ratings, outcome events, all of one application) add up to.

    `events` must hold at least one that counts. Corrected and withdrawn rows count for nothing.
    """
    last = (live(outcomes) or [None])[-1]
    reached = stages_reached(events, outcomes, zone=zone)
    furthest = max(reached, key=lambda stage: stage.rank, default=Stage.APPLIED)
    days = [event.occurred_on for event in _counting(events, last, zone)]
    return Standing(
        furthest_stage=furthest,
        furthest_rating=newest_ratings(ratings).get(furthest),
        outcome=last.outcome if last else Outcome.OPEN,
        offer_state=last.offer_state if last else None,
        outcome_on=last.occurred_on if last and last.outcome is not Outcome.OPEN else None,
        last_event_on=max([*days, *([last.occurred_on] if last else [])]),
    )


def stages_reached(events: Collection[Any], outcomes: Collection[Any], *, zone: str = "UTC") -> frozenset[Stage]:
    """The stages that count as reached. An invitation counts, unless the end came before its day."""
    last = (live(outcomes) or [None])[-1]
    return frozenset(event.stage for event in _counting(events, last, zone))


def newest_ratings(ratings: Collection[Any]) -> dict[Stage, int]:
    """The rating that counts for each stage: the newest."""
    return {r.stage: r.value for r in sorted(ratings, key=lambda r: (r.recorded_at, r.id))}


def refresh(application: Application, *, zone: str) -> Standing:
    """Write the standing of `application` into its columns, from its rows. Three statements."""
    db.session.flush()
    standing = standing_of(
        _rows(StageEvent, application), _rows(StageRating, application), _rows(OutcomeEvent, application), zone=zone
    )
    for name, value in vars(standing).items():
        setattr(application, name, value)
    application.updated_at = clock.now()
    db.session.flush()
    return standing


def _counting(events: Collection[Any], last: Any | None, zone: str) -> list[Any]:
    ended_on = last.occurred_on if last is not None and last.outcome is not Outcome.OPEN else None
    return [e for e in live(events) if not (ended_on and e.occurred_on > ended_on and was_planned(e, zone))]


def was_planned(event: Any, zone: str) -> bool:
    """The event was written down before its day came: an interview ahead."""
    return event.occurred_on > clock.local(event.recorded_at, zone).date()


def _rows(model: Any, application: Application) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.application_id == application.id)))
