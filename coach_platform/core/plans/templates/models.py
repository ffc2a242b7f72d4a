"""An organisation's own action templates, version by version, and which templates it does not offer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.kit.db import Base, Id


class OwnTemplate(Base):
    """One version of one template: immutable. An edit adds the next; `key` stays the same through all of them."""

    __tablename__ = "action_templates"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "version", name="uq_action_templates_version"),
        CheckConstraint("words ? 'en' or words ? 'fr'", name="words"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    key: Mapped[UUID]
    version: Mapped[int]
    kind: Mapped[ActionKind]
    area: Mapped[Area | None]
    days: Mapped[int]
    guide_key: Mapped[str | None]
    words: Mapped[dict[str, Any]]  # {"en": {what, why, ...}, "fr": {...}}: one of them or both
    made_at: Mapped[datetime]


class HiddenTemplate(Base):
    """A template that an organisation does not offer its coaches, its own or one of everybody's. Shown again: no row."""

    __tablename__ = "hidden_templates"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    template_key: Mapped[str] = mapped_column(primary_key=True)
    hidden_at: Mapped[datetime]
