"""Finding a snippet or a guide while writing to a seeker, and its text as it is put in.

What is filled in is what the coach sees anyway where they write: the person's name, and of a case whose story is granted
the company and the stage. An answer that carries these is a look like any other. Nothing else of it is written down: no
row says which snippet was used for whom.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import label
from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import Sight, sight_of
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.library.guides import choosable, guide_words
from coach_platform.core.library.models import Snippet
from coach_platform.core.library.snippets import usable
from coach_platform.core.library.variables import Variable, filled, gaps, variables_in
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.kit.text import like_pattern, plain

SHOWN = 8  # as many as are read at a glance


@dataclass(frozen=True)
class Found:
    """One thing that can be put in. `key`: a snippet's id, or "guide:" and a guide's key; `start`: how it begins."""

    key: str
    title: str
    start: str
    is_guide: bool = False
    organisation: str = ""


def search(actor: Actor, seeker_id: UUID, asked: str) -> list[Found]:
    """Snippets, then guides, of which a title or a text holds `asked`; nothing for nothing. Four statements at most.

    Raises: NotAllowed for somebody who is no coach, NotFound where they have no way to this seeker.
    """
    require(actor, Permission.USE_COACH_FACE)
    _coachs_sight(actor, seeker_id)
    wanted = plain(asked.replace("\0", ""))
    if not wanted:
        return []
    pattern = like_pattern(wanted)
    rows = db.session.execute(usable(actor).where(Snippet.search_text.like(pattern)).limit(SHOWN)).all()
    # What it is called comes before what it says.
    rows = sorted(rows, key=lambda row: wanted not in plain(row.Snippet.title))
    snippets = [_found(row.Snippet, row.organisation or "") for row in rows]
    guides = [
        Found(f"guide:{one.key}", one.title, one.summary, True, one.organisation)
        for one in choosable(actor)
        if wanted in plain(one.title)
    ]
    return [*snippets, *guides][:SHOWN]


def text_of(actor: Actor, seeker_id: UUID, key: str, *, case_id: UUID | None = None, surface: str = "page") -> str:
    """The words that are put in for `key`, written to this seeker, at this case if it is one.

    Variables that cannot be filled stay as they are. Raises: NotFound (no such thing, or no way to this seeker).
    """
    sight = _coachs_sight(actor, seeker_id)
    kind, _, guide_key = key.partition(":")
    if kind == "guide":
        return guide_words(actor, guide_key)
    snippet = _usable(actor, key)
    asked = variables_in(snippet.body)
    values = _values(sight, asked, snippet.locale, case_id)
    if values.keys() & {Variable.COMPANY, Variable.STAGE}:
        looks.record(actor.name, [(sight, (Section.STORY, case_id))], surface=surface)
    return filled(snippet.body, values)


def need_no_gaps(body: str, *, field: str = "body") -> None:
    """What is sent to a seeker has no gap in it. Raises: Invalid for `field`."""
    left = gaps(body)
    if left:
        raise Invalid(
            {field: l_("%(word)s is still to be filled in. Write what belongs there, or take it out.", word=left[0])}
        )


def _coachs_sight(actor: Actor, seeker_id: UUID) -> Sight:
    sight = sight_of(actor, seeker_id)
    if sight.own:
        raise NotFound
    return sight


def _usable(actor: Actor, key: str) -> Snippet:
    snippet_id = parse_id(key)
    row = db.session.execute(usable(actor).where(Snippet.id == snippet_id)).first() if snippet_id else None
    if row is None:
        raise NotFound
    return row.Snippet


def _values(sight: Sight, asked: frozenset[Variable], locale: str, case_id: UUID | None) -> dict[Variable, str]:
    values: dict[Variable, str] = {}
    if Variable.NAME in asked:
        name = db.session.scalar(select(Person.name).where(Person.id == sight.seeker_id)) or ""
        values[Variable.NAME] = name.split()[0] if name.split() else ""  # as one is greeted
    if case_id is not None and sight.case(case_id, Section.STORY) and asked - {Variable.NAME}:
        values |= _of_case(sight, asked, locale, case_id)
    return {variable: value for variable, value in values.items() if value}


def _of_case(sight: Sight, asked: frozenset[Variable], locale: str, case_id: UUID) -> dict[Variable, str]:
    row = db.session.execute(
        select(Application.company, Application.furthest_stage)
        .join(Case, Case.application_id == Application.id)
        .where(Case.id == case_id, Case.seeker_id == sight.seeker_id, Application.deleted_at.is_(None))
    ).first()
    if row is None:
        return {}
    said = {Variable.COMPANY: row.company, Variable.STAGE: label(row.furthest_stage, locale).lower()}
    return {variable: value for variable, value in said.items() if variable in asked}


def _found(one: Snippet, organisation: str) -> Found:
    start = " ".join(one.body.split())
    return Found(str(one.id), one.title, start if len(start) <= 90 else f"{start[:89]}…", False, organisation)
