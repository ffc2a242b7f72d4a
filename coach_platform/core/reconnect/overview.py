"""Step two of one case, for its seeker: whom one could write to, where each stands, what came back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Case
from coach_platform.core.drafts.models import Draft
from coach_platform.core.reconnect.columns import EVERYTHING, TOLD
from coach_platform.core.reconnect.doors import DoorLine, doors_of_case
from coach_platform.core.reconnect.drafting import FORM
from coach_platform.core.reconnect.reading import ReconnectShown, shown, standing
from coach_platform.core.reconnect.setting import Recipient, Setting, setting_of
from coach_platform.core.reconnect.states import Asking, Standing
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Addressee:
    """Somebody one could write to, and where that stands. `begun`: a draft lies there."""

    to: Recipient
    state: Asking
    begun: bool


@dataclass(frozen=True)
class Overview:
    """The whole step."""

    setting: Setting
    addressees: tuple[Addressee, ...]
    shown: ReconnectShown
    doors: tuple[DoorLine, ...]

    @property
    def paused_until(self) -> datetime | None:
        """Only while the pause lasts."""
        until = self.setting.paused_until
        return until if until is not None and until > clock.now() else None


def overview(actor: Actor, case_id: UUID) -> Overview:
    """Four statements. Raises: NotFound."""
    setting = setting_of(actor, case_id)
    row = db.session.execute(select(*EVERYTHING).select_from(Case).where(Case.id == case_id)).one()
    found = shown(row, actor.zone)
    begun = set(
        db.session.scalars(
            select(Draft.form).where(
                Draft.person_id == actor.person_id, Draft.subject_id == case_id, Draft.form.startswith(FORM)
            )
        )
    )
    return Overview(
        setting=setting,
        addressees=tuple(
            Addressee(to, found.states.get(to.id, Asking.NOT_ASKED), f"{FORM}{to.id}" in begun)
            for to in setting.recipients
        ),
        shown=found,
        doors=tuple(doors_of_case(actor, case_id)),
    )


def standings(actor: Actor, case_ids: list[UUID]) -> dict[UUID, Standing]:
    """Where asking stands in each of the actor's own cases, for a list. One statement, none for no case."""
    if not case_ids:
        return {}
    query = select(Case.id, TOLD).where(Case.id.in_(case_ids), Case.seeker_id == actor.person_id)
    return {row.id: standing(row.told, actor.zone) for row in db.session.execute(query)}
