"""An organisation's own action templates: adding, a further version, hiding and showing again. Plain text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.content.action_templates import current_templates
from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.plans.details import WORDS, Details, checked
from coach_platform.core.plans.templates.models import HiddenTemplate, OwnTemplate
from coach_platform.core.plans.templates.offering import (
    LOCALES,
    OWN,
    Offered,
    everybodys_template,
    hidden_by,
    own_templates,
)
from coach_platform.core.relations.models import Organisation
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id, parse_id

MOST = 200  # of one organisation: a list somebody still reads
LONGEST_DAYS = 365


@dataclass(frozen=True)
class Written:
    """What an admin writes: words by language, each of `WORDS`; a language in which nothing is written is left out."""

    kind: ActionKind
    words: Mapping[str, Mapping[str, str]]
    area: Area | None = None
    days: int = 7
    guide_key: str | None = None


@dataclass(frozen=True)
class OfOrganisation:
    """The page of one organisation: (template, hidden) of everybody's and of its own."""

    id: UUID
    name: str
    everybodys: list[tuple[Offered, bool]]
    own: list[tuple[Offered, bool]]


def templates_of(actor: Actor) -> list[OfOrganisation]:
    """Of each organisation the actor is admin of. Three statements. Raises: NotAllowed."""
    require(actor, Permission.USE_ORGANISATION)
    ids = list(actor.admin_of)
    hidden, own = hidden_by(ids), own_templates(ids)
    every = [everybodys_template(one) for one in current_templates()]
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)).order_by(Organisation.name_sort)
    )
    return [
        OfOrganisation(
            row.id,
            row.name,
            [(one, one.key in hidden[row.id]) for one in every],
            [(one, one.key in hidden[row.id]) for of, one in own if of == row.id],
        )
        for row in rows
    ]


def own_template(actor: Actor, organisation_id: UUID, key: str) -> Offered:
    """The newest version, for its admin. Raises: NotFound."""
    need_admin(actor, organisation_id)
    found = next((one for _of, one in own_templates([organisation_id]) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def add_template(actor: Actor, organisation_id: UUID, written: Written) -> str:
    """One more; its key. Raises: NotFound (not theirs), Invalid (fields as "what_en"), Conflict (too many)."""
    need_admin(actor, organisation_id)
    if len(own_templates([organisation_id])) >= MOST:
        raise Conflict(l_("There are %(n)s already. Change one you have.", n=MOST))
    return _keep(actor, organisation_id, new_id(), 1, written)


def edit_template(actor: Actor, organisation_id: UUID, key: str, written: Written) -> str:
    """A further version: what was proposed before stays as it was. Raises: NotFound, Invalid, Conflict (two at once)."""
    before = own_template(actor, organisation_id, key)
    own_key = parse_id(key.removeprefix(OWN))
    assert own_key is not None, "it was just found under it"
    return _keep(actor, organisation_id, own_key, before.version + 1, written)


def hide_template(actor: Actor, organisation_id: UUID, key: str) -> None:
    """Its coaches are not offered it any more; what was proposed stays. Twice is once. Raises: NotFound."""
    _need_template(actor, organisation_id, key)
    row = {"organisation_id": organisation_id, "template_key": key, "hidden_at": clock.now()}
    db.session.execute(insert(HiddenTemplate).values(row).on_conflict_do_nothing())


def show_template(actor: Actor, organisation_id: UUID, key: str) -> None:
    """Offered again. Raises: NotFound."""
    _need_template(actor, organisation_id, key)
    mine = (HiddenTemplate.organisation_id == organisation_id, HiddenTemplate.template_key == key)
    db.session.execute(delete(HiddenTemplate).where(*mine))


def _keep(actor: Actor, organisation_id: UUID, key: UUID, version: int, written: Written) -> str:
    words = _checked(actor, written)
    row: dict[str, Any] = {"organisation_id": organisation_id, "key": key, "version": version, "words": words}
    row |= {"kind": written.kind, "area": written.area, "days": written.days, "guide_key": written.guide_key}
    changed = Conflict(l_("Somebody changed it meanwhile. Load the page again to see how it stands."))
    with meaning({"uq_action_templates_version": changed}):
        db.session.add(OwnTemplate(**row, made_at=clock.now()))
    audit.note(actor.person_id, "template.kept", template=str(key), version=version)
    return f"{OWN}{key}"


def _checked(actor: Actor, written: Written) -> dict[str, dict[str, str]]:
    """The words of each language in which there are any. Raises: Invalid."""
    kept: dict[str, dict[str, str]] = {}
    wrong: dict[str, object] = {}
    for locale in LOCALES:
        said: dict[str, Any] = {name: written.words.get(locale, {}).get(name, "") for name in WORDS}
        if not any(text.replace("\0", "").strip() for text in said.values()):
            continue
        try:
            clean = checked(actor, replace(Details(**said, kind=written.kind), guide_key=written.guide_key))
            kept[locale] = {name: getattr(clean, name) for name in WORDS}
        except Invalid as error:
            wrong |= {name if name == "guide_key" else f"{name}_{locale}": why for name, why in error.fields.items()}
    if not 1 <= written.days <= LONGEST_DAYS:
        wrong["days"] = l_("Use a number of days from 1 to %(n)s.", n=LONGEST_DAYS)
    if not kept and not wrong:
        wrong["what_en"] = l_("Write it in English, in French or in both.")
    if wrong:
        raise Invalid(wrong)
    return kept


def need_admin(actor: Actor, organisation_id: UUID) -> None:
    """Raises: NotFound unless the actor is admin of that organisation."""
    if organisation_id not in actor.admin_of:
        raise NotFound


def _need_template(actor: Actor, organisation_id: UUID, key: str) -> None:
    need_admin(actor, organisation_id)
    own = (one.key for _of, one in own_templates([organisation_id]))
    if key not in {*(one.key for one in current_templates()), *own}:
        raise NotFound
