"""A person's own name, language, time zone, and quiet days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts.addresses import name_refusal, tidy_name
from coach_platform.core.accounts.countries import is_country
from coach_platform.core.accounts.zones import is_zone
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import LOCALES
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import plain

QUIET_HOURS = (0, 24, 48, 72)  # 0: mail may come again


@dataclass(frozen=True)
class Myself:
    """What the settings page shows of the account itself."""

    email: str
    name: str
    locale: str
    zone: str
    country: str
    quiet_until: datetime | None  # only while it lasts


def myself(actor: Actor) -> Myself:
    """The actor's own. Raises: NotFound."""
    row = db.session.execute(
        select(Person.email, Person.name, Person.locale, Person.zone, Person.country, Person.quiet_until).where(
            Person.id == actor.person_id
        )
    ).first()
    if row is None:
        raise NotFound
    quiet = row.quiet_until if row.quiet_until and row.quiet_until > clock.now() else None
    return Myself(row.email, row.name, row.locale, row.zone, row.country, quiet)


def change_locale(actor: Actor, locale: str) -> None:
    """The language of pages and mail from now on. Raises: Invalid."""
    if locale not in LOCALES:
        raise Invalid({"locale": ""})
    _change(actor, locale=locale)


def change_account(actor: Actor, *, name: str, locale: str, zone: str, country: str = "") -> bool:
    """Name, language, zone and country (if given) at once.

    True when the zone is another one: whoever keeps times in it must know. Raises: Invalid.
    """
    wrong: dict[str, object] = {}
    if why := name_refusal(name):
        wrong["name"] = why
    if locale not in LOCALES:
        wrong["locale"] = l_("Choose English or French.")
    if not is_zone(zone):
        wrong["zone"] = l_("We do not know this time zone. Please choose one from the list.")
    if country and not is_country(country):
        wrong["country"] = l_("Please choose a country from the list.")
    if wrong:
        raise Invalid(wrong)
    chosen = {"country": country} if country else {}
    _change(actor, name=tidy_name(name), name_sort=plain(name), locale=locale, zone=zone, **chosen)
    return zone != actor.zone


def be_quiet(actor: Actor, hours: int) -> datetime | None:
    """ "Not today": no mail but what is asked for, for 24, 48 or 72 hours; 0 ends it. Raises: Invalid."""
    if hours not in QUIET_HOURS:
        raise Invalid({"hours": l_("Choose 24, 48 or 72 hours.")})
    until = clock.now() + timedelta(hours=hours) if hours else None
    _change(actor, quiet_until=until)
    return until


def _change(actor: Actor, **values: object) -> None:
    db.session.execute(update(Person).where(Person.id == actor.person_id).values(**values))
