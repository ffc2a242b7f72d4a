"""An organisation's guides, as its administrators write them; and which of ours it does not offer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.content.guides import KEYS, Guide, guide
from coach_platform.content.vocabulary import Area
from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.library.guides import as_guide
from coach_platform.core.library.models import GuideVersion, HiddenGuide, OrganisationGuide
from coach_platform.core.relations.models import Organisation
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import has_control

TITLE, SUMMARY, BODY, SOURCES = 120, 300, 20_000, 4_000  # characters
MOST = 100  # guides of an organisation


@dataclass(frozen=True)
class Text:
    """What is typed into the form: in one language or both. `sources`: one a line, its address at the end of the line."""

    title_en: str = ""
    summary_en: str = ""
    body_en: str = ""
    title_fr: str = ""
    summary_fr: str = ""
    body_fr: str = ""
    sources: str = ""
    area: Area | None = None


@dataclass(frozen=True)
class OwnGuide:
    """One, for an admin. `withdrawn`: read by nobody until it is brought back."""

    id: UUID
    guide: Guide
    languages: tuple[str, ...]
    made_at: datetime
    withdrawn: bool


@dataclass(frozen=True)
class Shelf:
    """The guides of one organisation. `ours`: (key, title, whether it is hidden)."""

    id: UUID
    name: str
    own: list[OwnGuide]
    ours: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Edition:
    """A guide to be changed. `versions`: (number, when), the newest first; `shown`: the one that is looked at."""

    id: UUID
    text: Text
    shown: Guide
    versions: list[tuple[int, datetime]]
    withdrawn: bool


def shelves(actor: Actor) -> list[Shelf]:
    """Of each organisation the actor administers. Three statements. Raises: NotAllowed."""
    require(actor, Permission.USE_ORGANISATION)
    mine = list(actor.admin_of)
    own, hidden = _own(mine), _hidden(mine)
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(mine)).order_by(Organisation.name_sort)
    titles = [(key, guide(key, current_locale()).title) for key in KEYS]
    return [
        Shelf(row.id, row.name, own[row.id], [(key, title, key in hidden[row.id]) for key, title in titles])
        for row in db.session.execute(named)
    ]


def edition(actor: Actor, guide_id: UUID, *, version: int | None = None) -> Edition:
    """One of theirs, with what an earlier version said where `version` asks for it. Raises: NotFound."""
    own = _mine(actor, guide_id)
    rows = db.session.scalars(
        select(GuideVersion).where(GuideVersion.guide_id == own.id).order_by(GuideVersion.version.desc())
    ).all()
    shown = rows[0] if version is None else next((row for row in rows if row.version == version), None)
    if shown is None:
        raise NotFound
    text = Text(**{name: getattr(rows[0], name) for name in Text.__dataclass_fields__})
    versions = [(row.version, row.made_at) for row in rows]
    return Edition(own.id, text, as_guide(shown), versions, own.withdrawn_at is not None)


def add_guide(actor: Actor, organisation_id: UUID, *, text: Text) -> UUID:
    """A further one, readable at once. Raises: NotFound (no admin of it), Invalid."""
    _need_admin(actor, organisation_id)
    text = checked(text)
    held = select(func.count()).select_from(OrganisationGuide).filter_by(organisation_id=organisation_id)
    if (db.session.scalar(held) or 0) >= MOST:
        raise Invalid(message=l_("There are %(n)s guides already.", n=MOST))
    own = OrganisationGuide(id=new_id(), organisation_id=organisation_id, created_at=clock.now())
    db.session.add(own)
    db.session.flush()
    _write(own, 1, text)
    audit.note(actor.person_id, "guide.added", guide=str(own.id))
    return own.id


def change_guide(actor: Actor, guide_id: UUID, *, text: Text) -> int:
    """A new version, which every link leads to from now on; its number. Said the same again, nothing is written.

    Raises: NotFound, Invalid.
    """
    own = _mine(actor, guide_id, lock=True)
    text, now = checked(text), edition(actor, guide_id)
    if text == now.text:
        return now.versions[0][0]
    _write(own, now.versions[0][0] + 1, text)
    audit.note(actor.person_id, "guide.changed", guide=str(guide_id))
    return now.versions[0][0] + 1


def withdraw_guide(actor: Actor, guide_id: UUID, *, withdrawn: bool) -> None:
    """Take it off everybody's shelf, or put it back. Nothing of it is lost. Raises: NotFound."""
    own = _mine(actor, guide_id, lock=True)
    own.withdrawn_at = clock.now() if withdrawn else None
    db.session.flush()
    audit.note(actor.person_id, "guide.withdrawn" if withdrawn else "guide.restored", guide=str(guide_id))


def hide_guide(actor: Actor, organisation_id: UUID, key: str, *, hidden: bool) -> None:
    """Offer one of ours no more to the organisation's coaches and whom they coach, or offer it again.

    A link that leads to it goes on leading to it. Raises: NotFound.
    """
    _need_admin(actor, organisation_id)
    if key not in KEYS:
        raise NotFound
    h = HiddenGuide
    if hidden:
        row = {"organisation_id": organisation_id, "guide_key": key, "hidden_at": clock.now()}
        db.session.execute(insert(h).values(**row).on_conflict_do_nothing())
    else:
        db.session.execute(delete(h).where(h.organisation_id == organisation_id, h.guide_key == key))


def checked(text: Text) -> Text:
    """The same, tidied. A language is there with its title and its text, or not at all. Raises: Invalid, by field."""
    said = {name: _tidy(value) for name, value in vars(text).items() if isinstance(value, str) and name != "area"}
    wrong: dict[str, object] = {}
    for name, value in said.items():
        longest = {"title": TITLE, "summary": SUMMARY, "body": BODY, "sources": SOURCES}[name.partition("_")[0]]
        if len(value) > longest:
            wrong[name] = l_("Please keep it under %(n)s characters.", n=longest)
        elif not name.startswith(("body", "sources")) and has_control(value):
            wrong[name] = l_("One line is enough here.")
    _need_whole(said, wrong)
    if wrong:
        raise Invalid(wrong)
    return Text(**said, area=text.area)


def _need_whole(said: dict[str, str], wrong: dict[str, object]) -> None:
    for locale in ("en", "fr"):
        title, body = said[f"title_{locale}"], said[f"body_{locale}"]
        if body and not title:
            wrong.setdefault(f"title_{locale}", l_("Give it a title in this language as well."))
        elif (title or said[f"summary_{locale}"]) and not body:
            wrong.setdefault(f"body_{locale}", l_("Write the text, or leave this language out altogether."))
    if not said["body_en"] and not said["body_fr"]:
        wrong.setdefault("body_en", l_("Write it in one language at least."))
    if not said["sources"]:
        wrong.setdefault("sources", l_("Say where it is known from, if only from your own practice."))


def _tidy(value: str) -> str:
    return value.replace("\0", "").replace("\r\n", "\n").strip()


def _write(own: OrganisationGuide, version: int, text: Text) -> None:
    db.session.add(GuideVersion(guide_id=own.id, version=version, made_at=clock.now(), **vars(text)))
    db.session.flush()


def _need_admin(actor: Actor, organisation_id: UUID) -> None:
    if organisation_id not in actor.admin_of:
        raise NotFound


def _mine(actor: Actor, guide_id: UUID, *, lock: bool = False) -> OrganisationGuide:
    query = select(OrganisationGuide).where(
        OrganisationGuide.id == guide_id, OrganisationGuide.organisation_id.in_(list(actor.admin_of))
    )
    # Two administrators at once: the second numbers its version after the first's.
    found = db.session.scalars(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound
    return found


def _own(ids: list[UUID]) -> defaultdict[UUID, list[OwnGuide]]:
    newest = (
        select(OrganisationGuide, GuideVersion)
        .join(GuideVersion, GuideVersion.guide_id == OrganisationGuide.id)
        .where(OrganisationGuide.organisation_id.in_(ids))
        .order_by(OrganisationGuide.created_at, OrganisationGuide.id, GuideVersion.version)
    )
    last: dict[UUID, Any] = {row.OrganisationGuide.id: row for row in db.session.execute(newest)}
    found: defaultdict[UUID, list[OwnGuide]] = defaultdict(list)
    for row in last.values():
        own, said = row.OrganisationGuide, row.GuideVersion
        languages = tuple(locale for locale in ("en", "fr") if getattr(said, f"body_{locale}"))
        one = OwnGuide(own.id, as_guide(said), languages, said.made_at, own.withdrawn_at is not None)
        found[own.organisation_id].append(one)
    return found


def _hidden(ids: list[UUID]) -> defaultdict[UUID, set[str]]:
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    rows = db.session.execute(select(HiddenGuide).where(HiddenGuide.organisation_id.in_(ids)))
    for row in rows.scalars():
        found[row.organisation_id].add(row.guide_key)
    return found
