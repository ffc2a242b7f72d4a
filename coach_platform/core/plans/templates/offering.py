"""Which action templates somebody is offered: everybody's and those of their organisations, without what these hide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from coach_platform.content.action_templates import OF_GUIDES, PREFIX, Template, current_templates
from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.core.access.actor import Actor
from coach_platform.core.plans.details import WORDS, Details
from coach_platform.core.plans.rule_words import of_rule
from coach_platform.core.plans.templates.models import HiddenTemplate, OwnTemplate
from coach_platform.core.relations.models import Organisation
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

OWN = "own."  # before the key of an organisation's
LOCALES = ("en", "fr")


@dataclass(frozen=True)
class Offered:
    """One template. `words` by language, one or both; of everybody's both, and an action goes on saying them in either."""

    key: str
    version: int
    kind: ActionKind
    area: Area | None
    days: int
    guide_key: str | None
    words: Mapping[str, Mapping[str, str]]
    organisation: str = ""  # whose, "" for everybody's
    source: str = ""
    source_url: str = ""

    @property
    def own(self) -> bool:
        """An organisation's."""
        return self.key.startswith(OWN)

    @property
    def of_guide(self) -> bool:
        """Only leads to a guide and its exercise."""
        return self.key.startswith(OF_GUIDES)

    @property
    def rule_key(self) -> str | None:
        """What an action keeps, so that it is said to each reader in their language."""
        return None if self.own else f"{PREFIX}{self.key}"

    def language(self, locale: str) -> str:
        """The language in which somebody of `locale` gets it."""
        return locale if locale in self.words else next(iter(self.words))

    def said(self, locale: str) -> Mapping[str, str]:
        """Its words for them, each of `WORDS`."""
        return self.words[self.language(locale)]

    def details(self, locale: str) -> Details:
        """The start of an action."""
        words: dict[str, Any] = {name: self.said(locale).get(name, "") for name in WORDS}
        return Details(kind=self.kind, area=self.area, guide_key=self.guide_key, **words)


def offered(actor: Actor) -> list[Offered]:
    """Everybody's in the order of the areas, those of the actor's organisations after them. Two statements."""
    ids = list(actor.organisation_ids)
    hidden = hidden_by(ids)
    away = {key for keys in hidden.values() for key in keys}
    everybodys = [everybodys_template(one) for one in current_templates()]
    own = [one for _organisation, one in own_templates(ids)]
    return [one for one in (*everybodys, *own) if one.key not in away]


def find_offered(actor: Actor, key: str) -> Offered:
    """The newest version of one of them. Raises: NotFound."""
    found = next((one for one in offered(actor) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def own_templates(organisation_ids: Iterable[UUID]) -> list[tuple[UUID, Offered]]:
    """The newest version of each, with its organisation, the oldest first; hidden ones too. One statement."""
    rows = db.session.execute(
        select(*OwnTemplate.__table__.c, Organisation.name.label("organisation"))
        .join(Organisation, Organisation.id == OwnTemplate.organisation_id)
        .where(OwnTemplate.organisation_id.in_(list(organisation_ids)))
        .ext(distinct_on(OwnTemplate.organisation_id, OwnTemplate.key))
        .order_by(OwnTemplate.organisation_id, OwnTemplate.key, OwnTemplate.version.desc())
    )
    return [(row.organisation_id, _own(row)) for row in rows]


def hidden_by(organisation_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The keys each organisation hides. One statement."""
    ids = list(organisation_ids)
    query = select(HiddenTemplate.organisation_id, HiddenTemplate.template_key)
    found: dict[UUID, set[str]] = {one: set() for one in ids}
    for row in db.session.execute(query.where(HiddenTemplate.organisation_id.in_(ids))):
        found[row.organisation_id].add(row.template_key)
    return found


def everybodys_template(one: Template) -> Offered:
    """One of content/action_templates."""
    said = {locale: one.words(locale) for locale in LOCALES}
    return Offered(
        key=one.key,
        version=one.version,
        kind=one.kind,
        area=one.area,
        days=one.days,
        guide_key=one.guide,
        words={locale: {name: of_rule(words, name) for name in WORDS} for locale, words in said.items()},
        source=one.source,
        source_url=one.source_url,
    )


def _own(row: Any) -> Offered:
    return Offered(
        key=f"{OWN}{row.key}",
        version=row.version,
        kind=row.kind,
        area=row.area,
        days=row.days,
        guide_key=row.guide_key,
        words=row.words,
        organisation=row.organisation,
    )
