"""Snippets: writing, changing and removing one's own, and an organisation's for its coaches."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from coach_platform.content.vocabulary import Area
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.library.circle import works_for
from coach_platform.core.library.models import Snippet
from coach_platform.core.library.variables import BY_LANGUAGE, unknown
from coach_platform.core.relations.models import Organisation
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import format_list
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control, search_text
from coach_platform.kit.undo import can_come_back

TITLE, BODY = 80, 2_000  # characters
MOST = 200  # of one coach, and of one organisation: more than that is found by nobody


@dataclass(frozen=True)
class SnippetView:
    """One, for whoever may use it. `organisation`: whose it is, "" for the reader's own; `mine`: they may change it."""

    id: UUID
    title: str
    body: str
    locale: str
    area: Area | None
    organisation: str
    mine: bool


@dataclass(frozen=True)
class OrganisationSnippets:
    """Those of one organisation, for its admin."""

    id: UUID
    name: str
    snippets: list[SnippetView]


@dataclass(frozen=True)
class Wording:
    """What is typed into the form."""

    title: str
    body: str
    locale: str
    area: Area | None = None


def my_snippets(actor: Actor) -> list[SnippetView]:
    """The actor's own and those of the organisations they coach for, by title. One statement. Raises: NotAllowed."""
    require(actor, Permission.USE_COACH_FACE)
    return [_view(row, actor) for row in db.session.execute(usable(actor))]


def organisation_snippets(actor: Actor) -> list[OrganisationSnippets]:
    """Those of each organisation the actor administers. Two statements. Raises: NotAllowed."""
    require(actor, Permission.USE_ORGANISATION)
    mine = list(actor.admin_of)
    found: defaultdict[UUID, list[SnippetView]] = defaultdict(list)
    for row in db.session.execute(_all().where(Snippet.organisation_id.in_(mine))):
        found[row.Snippet.organisation_id].append(_view(row, actor))
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(mine)).order_by(Organisation.name_sort)
    return [OrganisationSnippets(row.id, row.name, found[row.id]) for row in db.session.execute(named)]


def usable(actor: Actor) -> Select:
    """The rows that the actor may put into what they write: (Snippet, organisation)."""
    theirs = Snippet.organisation_id.in_(works_for(actor.person_id))
    return _all().where(or_(Snippet.owner_id == actor.person_id, theirs))


def one_snippet(actor: Actor, snippet_id: UUID, *, organisation: bool = False, deleted: bool = False) -> SnippetView:
    """One that the actor may change: their own, or with `organisation` one of an organisation they administer.

    Raises: NotFound.
    """
    return _view_of(_mine(actor, snippet_id, organisation, deleted))


def add_snippet(actor: Actor, *, wording: Wording, organisation_id: UUID | None = None) -> UUID:
    """Keep one for oneself, or for an organisation. Raises: NotAllowed, NotFound (no admin of it), Invalid."""
    require(actor, Permission.USE_COACH_FACE if organisation_id is None else Permission.USE_ORGANISATION)
    if organisation_id is not None and organisation_id not in actor.admin_of:
        raise NotFound
    wording = _checked(wording)
    owner = {"owner_id": actor.person_id} if organisation_id is None else {"organisation_id": organisation_id}
    _room(owner)
    moment = clock.now()
    snippet = Snippet(**owner, **_columns(wording), created_at=moment, updated_at=moment)
    db.session.add(snippet)
    db.session.flush()
    return snippet.id


def change_snippet(actor: Actor, snippet_id: UUID, *, wording: Wording, organisation: bool = False) -> None:
    """Say it in other words; what was sent with it stays as it was sent. Raises: NotFound, Invalid."""
    snippet = _mine(actor, snippet_id, organisation)
    for name, value in _columns(_checked(wording)).items():
        setattr(snippet, name, value)
    snippet.updated_at = clock.now()
    db.session.flush()


def delete_snippet(actor: Actor, snippet_id: UUID, *, organisation: bool = False) -> None:
    """Offered no more, with 30 days to change one's mind. Raises: NotFound."""
    _mine(actor, snippet_id, organisation).deleted_at = clock.now()
    db.session.flush()


def restore_snippet(actor: Actor, snippet_id: UUID, *, organisation: bool = False) -> None:
    """Bring it back. Raises: NotFound (also when the 30 days are over), Invalid (there are too many by now)."""
    snippet = _mine(actor, snippet_id, organisation, deleted=True)
    owner = {"owner_id": snippet.owner_id} if snippet.owner_id else {"organisation_id": snippet.organisation_id}
    _room(owner)
    snippet.deleted_at = None
    db.session.flush()


def _all() -> Select:
    return (
        select(Snippet, Organisation.name.label("organisation"))
        .outerjoin(Organisation, Organisation.id == Snippet.organisation_id)
        .where(Snippet.deleted_at.is_(None))
        .order_by(Snippet.search_text, Snippet.id)
    )


def _mine(actor: Actor, snippet_id: UUID, organisation: bool, deleted: bool = False) -> Snippet:
    whose: ColumnElement[bool] = Snippet.organisation_id.in_(list(actor.admin_of))
    if not organisation:
        require(actor, Permission.USE_COACH_FACE)
        whose = Snippet.owner_id == actor.person_id
    gone = can_come_back(Snippet.deleted_at) if deleted else Snippet.deleted_at.is_(None)
    found = db.session.scalars(select(Snippet).where(Snippet.id == snippet_id, whose, gone)).first()
    if found is None:
        raise NotFound
    return found


def _room(owner: dict[str, Any]) -> None:
    """Raises: Invalid where there are as many as anybody finds again."""
    held = select(func.count()).select_from(Snippet).filter_by(**owner).where(Snippet.deleted_at.is_(None))
    if (db.session.scalar(held) or 0) >= MOST:
        raise Invalid(message=l_("There are %(n)s snippets already. Remove one you no longer use first.", n=MOST))


def _checked(wording: Wording) -> Wording:
    title, body = (text.replace("\0", "").replace("\r\n", "\n").strip() for text in (wording.title, wording.body))
    wrong: dict[str, object] = {}
    if not title:
        wrong["title"] = l_("Give it a title: it is what you will search for.")
    elif has_control(title) or len(title) > TITLE:
        wrong["title"] = l_("Use at most %(n)s characters, on one line.", n=TITLE)
    if not body:
        wrong["body"] = l_("Write a few words first.")
    elif len(body) > BODY:
        wrong["body"] = l_("Please keep it under %(n)s characters.", n=BODY)
    elif unknown(body):
        wrong["body"] = l_(
            "%(word)s is nothing that can be filled in. Use one of these, or leave the braces out: %(known)s.",
            word=unknown(body)[0],
            known=format_list(list(BY_LANGUAGE[_language(wording.locale)])),
        )
    if wrong:
        raise Invalid(wrong)
    return Wording(title, body, _language(wording.locale), wording.area)


def _language(locale: str) -> str:
    return "fr" if locale == "fr" else "en"


def _columns(wording: Wording) -> dict[str, Any]:
    said = {"title": wording.title, "body": wording.body, "locale": wording.locale, "area": wording.area}
    return {**said, "search_text": search_text(wording.title, wording.body)}


def _view(row: Any, actor: Actor) -> SnippetView:
    one: Snippet = row.Snippet
    mine = one.owner_id == actor.person_id or one.organisation_id in actor.admin_of
    return SnippetView(one.id, one.title, one.body, one.locale, one.area, row.organisation or "", mine)


def _view_of(one: Snippet) -> SnippetView:
    return SnippetView(one.id, one.title, one.body, one.locale, one.area, "", True)
