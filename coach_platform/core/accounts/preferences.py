"""A person's own name, language and time zone."""

from sqlalchemy import update

from coach_platform.core.access.actor import Actor
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import LOCALES


def change_locale(actor: Actor, locale: str) -> None:
    """The language of pages and mail from now on. Raises: Invalid."""
    if locale not in LOCALES:
        raise Invalid({"locale": ""})
    db.session.execute(update(Person).where(Person.id == actor.person_id).values(locale=locale))
