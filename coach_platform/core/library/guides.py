"""Guides as somebody finds them: ours, less what their organisation hides, and those that it wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, cast, func, select
from sqlalchemy import Uuid as SqlUuid

from coach_platform.content.guides import KEYS, Guide, Source, UnknownGuide, guide, render
from coach_platform.content.vocabulary import Area
from coach_platform.core.access.actor import Actor
from coach_platform.core.library.circle import circle
from coach_platform.core.library.models import GuideVersion, HiddenGuide, OrganisationGuide
from coach_platform.core.relations.models import Organisation
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.ids import parse_id
from coach_platform.kit.text import plain


@dataclass(frozen=True)
class GuideLine:
    """A guide in a list. `organisation`: who wrote it, "" for one of ours; `locale`: the language it is read in."""

    key: str
    title: str
    summary: str
    area: Area | None
    organisation: str = ""
    locale: str = "en"


@dataclass(frozen=True)
class GuidePage:
    """One guide to be read; `organisation` as above."""

    guide: Guide
    organisation: str = ""


def choosable(actor: Actor | None) -> list[GuideLine]:
    """What is offered to them, ours first, then their organisations' by title; all of ours to nobody. Two statements."""
    if actor is None:
        return _ours(frozenset())
    hidden = select(HiddenGuide.guide_key).where(HiddenGuide.organisation_id.in_(circle(actor.person_id)))
    rows = db.session.execute(_newest().where(*_readable(actor.person_id)))
    theirs = [_line(row.GuideVersion, row.organisation) for row in rows]
    return [*_ours(frozenset(db.session.scalars(hidden))), *sorted(theirs, key=lambda one: plain(one.title))]


def read_guide(actor: Actor | None, key: str) -> GuidePage:
    """One, in the reader's language where it is written in it. Ours are anybody's, also where a list hides them.

    Raises: NotFound, as for an organisation's guide whose reader has nothing to do with that organisation.
    """
    try:
        return GuidePage(guide(key, current_locale()))
    except UnknownGuide:
        pass
    guide_id = parse_id(key)
    if guide_id is None or actor is None:
        raise NotFound
    row = db.session.execute(_newest().where(OrganisationGuide.id == guide_id, *_readable(actor.person_id))).first()
    if row is None:
        raise NotFound
    return GuidePage(as_guide(row.GuideVersion), row.organisation)


def may_choose(actor: Actor, key: str) -> bool:
    """Whether a point of a plan may lead to it, as it is written in its address. No statement for one of ours."""
    guide_id = parse_id(key)
    if key in KEYS or guide_id is None or str(guide_id) != key:
        return key in KEYS
    found = select(OrganisationGuide.id).where(OrganisationGuide.id == guide_id, *_readable(actor.person_id))
    return db.session.scalar(found) is not None


def guide_words(actor: Actor, key: str) -> str:
    """How a comment leads to it: a path, which the page turns into a link. Raises: NotFound."""
    shown = read_guide(actor, key)
    path = f"/guides/{shown.guide.key}"
    return f"{shown.guide.title} ({path})" if shown.organisation else path


def title_for(reader_id: UUID, key: Any) -> ColumnElement[Any]:
    """An SQL value beside a column of keys: the titles {"en", "fr"} of an organisation's guide, null where `reader_id`
    may not read it. `title_of()` says which of them is read."""
    # Only what has the shape of an id is cast to one: CASE is evaluated in order.
    guide_id = case((key.op("~")("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"), cast(key, SqlUuid)))
    newest = (
        select(func.jsonb_build_object("en", GuideVersion.title_en, "fr", GuideVersion.title_fr))
        .select_from(GuideVersion)
        .join(OrganisationGuide, OrganisationGuide.id == GuideVersion.guide_id)
        .where(GuideVersion.guide_id == guide_id, *_readable(reader_id))
        .order_by(GuideVersion.version.desc())
        .limit(1)
    )
    return newest.scalar_subquery()


def title_of(key: str | None, theirs: Mapping[str, str] | None) -> str:
    """The title of the guide of `key`; "" where there is none, or none for this reader."""
    if not key:
        return ""
    if key in KEYS:
        return guide(key, current_locale()).title
    return (theirs.get(current_locale()) or theirs.get("en") or theirs.get("fr") or "") if theirs else ""


def as_guide(row: GuideVersion) -> Guide:
    """A version in the reader's language, or in the only one it has."""
    locale = current_locale() if getattr(row, f"body_{current_locale()}") else ("en" if row.body_en else "fr")
    title, summary, body = (getattr(row, f"{name}_{locale}") for name in ("title", "summary", "body"))
    sources = tuple(_source(line) for line in row.sources.splitlines() if line.strip())
    html = _html(row.id, locale, body, sources)
    return Guide(str(row.guide_id), locale, title, summary, html, sources, row.version, row.area)


# A version never changes: its Markdown is read once a process, as long as it is asked for.
@lru_cache(maxsize=256)
def _html(_version_id: UUID, _locale: str, body: str, sources: tuple[Source, ...]) -> str:
    return render(f"{body}\n\n## Sources\n", sources)  # the word is the same in both languages


def _source(line: str) -> Source:
    text, _, last = line.strip().rpartition(" ")
    return Source(text, last) if last.startswith("https://") else Source(line.strip())


def _ours(hidden: frozenset[str]) -> list[GuideLine]:
    found = (guide(key, current_locale()) for key in KEYS if key not in hidden)
    return [GuideLine(one.key, one.title, one.summary, one.area, "", one.locale) for one in found]


def _line(row: GuideVersion, organisation: str) -> GuideLine:
    one = as_guide(row)
    return GuideLine(one.key, one.title, one.summary, one.area, organisation, one.locale)


def _newest() -> Select:
    last = (
        select(func.max(GuideVersion.version))
        .where(GuideVersion.guide_id == OrganisationGuide.id)
        .correlate(OrganisationGuide)
        .scalar_subquery()
    )
    return (
        select(GuideVersion, Organisation.name.label("organisation"))
        .select_from(GuideVersion)
        .join(OrganisationGuide, OrganisationGuide.id == GuideVersion.guide_id)
        .join(Organisation, Organisation.id == OrganisationGuide.organisation_id)
        .where(GuideVersion.version == last)
    )


def _readable(person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return OrganisationGuide.withdrawn_at.is_(None), OrganisationGuide.organisation_id.in_(circle(person_id))
