"""An application and what is known of it: company, role, source, posting, what was sent."""

from datetime import date
from typing import TypedDict, Unpack
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import Outcome, RoleKind, Source, Stage, WorkMode
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.applications.models import Application, Contact, ResumeVersion, StageEvent
from coach_platform.core.applications.owned import own, own_row, past_day
from coach_platform.core.applications.standing import refresh
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import has_control, plain, search_text

NAME_LIMIT = 200
LINK_LIMIT = 2_000
TEXT_LIMIT = 50_000  # a long posting is 10,000 characters


class Details(TypedDict, total=False):
    """What may be said of an application beside company and role; what is left out stays as it is."""

    source: Source | None
    work_mode: WorkMode | None
    role_kind: RoleKind | None
    location: str
    link: str
    posting_text: str
    letter_text: str
    notes: str
    resume_version_id: UUID | None
    applied_on: date | None


def add_application(
    actor: Actor,
    *,
    company: str,
    role: str,
    application_id: UUID | None = None,
    noted_on: date | None = None,
    **details: Unpack[Details],
) -> UUID:
    """One try for one job, still open; its first event is `applied`, on `applied_on` or else `noted_on` (today).

    Returns its id. `application_id` may be named beforehand, so that a form sent twice makes one.
    Raises: Invalid, Conflict.
    """
    require(actor, Permission.USE_SEEKER_FACE)
    application_id = application_id or new_id()
    if _is_there(actor, application_id):
        return application_id
    company, role = checked_names(company, role)
    applied_on = past_day(actor, details.get("applied_on") or noted_on, field="applied_on")
    application = _applied(actor, application_id, applied_on)
    _put_names(application, company, role)
    _put_details(actor, application, details)
    _put_search_text(application, [])
    with meaning({"pk_applications": Conflict()}):
        db.session.add(application)
    _note_applied(application)
    refresh(application, zone=actor.zone)
    return application_id


def _applied(actor: Actor, application_id: UUID, applied_on: date) -> Application:
    moment = clock.now()
    return Application(
        id=application_id,
        seeker_id=actor.person_id,
        locale=actor.locale,
        created_at=moment,
        updated_at=moment,
        furthest_stage=Stage.APPLIED,
        last_event_on=applied_on,
        location="",
        outcome=Outcome.OPEN,
    )


def _note_applied(application: Application) -> None:
    db.session.add(
        StageEvent(
            seeker_id=application.seeker_id,
            application_id=application.id,
            stage=Stage.APPLIED,
            occurred_on=application.last_event_on,
            locale=application.locale,
            recorded_at=application.created_at,
        )
    )


def edit_application(
    actor: Actor,
    application_id: UUID,
    *,
    company: str | None = None,
    role: str | None = None,
    **details: Unpack[Details],
) -> None:
    """Change what is known; what is not given stays. Raises: NotFound, Invalid."""
    application = own(actor, application_id, lock=True)
    names = checked_names(
        application.company if company is None else company,
        application.role if role is None else role,
    )
    _put_names(application, *names)
    _put_details(actor, application, details)
    application.updated_at = clock.now()
    refresh_search_text(application)


def refresh_search_text(application: Application) -> None:
    """Company, role, place and the people there, as search compares them."""
    db.session.flush()
    names = db.session.scalars(
        select(Contact.name).where(Contact.application_id == application.id, Contact.deleted_at.is_(None))
    )
    _put_search_text(application, list(names))
    db.session.flush()


def _is_there(actor: Actor, application_id: UUID) -> bool:
    mine = select(Application.id).where(Application.id == application_id, Application.seeker_id == actor.person_id)
    return db.session.scalar(mine) is not None


def checked_names(company: str, role: str) -> tuple[str, str]:
    """Both without outer spaces. Raises: Invalid, by field."""
    given = {"company": company.strip(), "role": role.strip()}
    wrong: dict[str, object] = {}
    for name, text in given.items():
        if not plain(text):
            wrong[name] = l_("Which company was it?") if name == "company" else l_("Which role was it?")
        elif len(text) > NAME_LIMIT:
            wrong[name] = l_("At most %(n)s characters.", n=NAME_LIMIT)
        elif has_control(text):
            wrong[name] = l_("Please keep this to one line.")
    if wrong:
        raise Invalid(wrong)
    return given["company"], given["role"]


def _put_names(application: Application, company: str, role: str) -> None:
    application.company, application.company_sort = company, plain(company)
    application.role, application.role_sort = role, plain(role)


def _put_search_text(application: Application, contacts: list[str]) -> None:
    application.search_text = search_text(application.company, application.role, application.location, *contacts)


def _put_details(actor: Actor, application: Application, details: Details) -> None:
    wrong = _wrong(actor, details)
    if wrong:
        raise Invalid(wrong)
    if resume_id := details.get("resume_version_id"):
        own_row(actor, ResumeVersion, resume_id)
    for name, value in details.items():
        setattr(application, name, value.strip() if isinstance(value, str) and type(value) is str else value)


def _wrong(actor: Actor, details: Details) -> dict[str, object]:
    wrong: dict[str, object] = {}
    for name, value in details.items():
        limit = {"link": LINK_LIMIT, "location": NAME_LIMIT}.get(name, TEXT_LIMIT)
        if isinstance(value, str) and len(value) > limit:
            wrong[name] = l_("At most %(n)s characters.", n=limit)
        elif isinstance(value, str) and "\0" in value:
            wrong[name] = l_("This text holds a character that cannot be kept.")
    if (link := details.get("link", "").strip()) and not _is_link(link):
        wrong["link"] = l_("A link begins with https:// or http://.")
    if day := details.get("applied_on"):
        try:
            past_day(actor, day, field="applied_on")
        except Invalid as error:
            wrong.update(error.fields)
    return wrong


def _is_link(link: str) -> bool:
    # Only these two: a link is shown as one, and javascript: or data: must never be.
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not has_control(link)
