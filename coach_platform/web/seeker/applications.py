"""The applications: the list, one of them, its details."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.vocabulary import Outcome, RoleKind, Source, Stage, WorkMode, choices
from coach_platform.core.applications import batch, no_reply
from coach_platform.core.applications.deleting import delete_application, restore_application
from coach_platform.core.applications.details import add_application, edit_application
from coach_platform.core.applications.one import show_application
from coach_platform.core.applications.outcomes import ENDED, is_no
from coach_platform.core.applications.queries import Filters, Sort, list_applications
from coach_platform.core.applications.resumes import list_resumes
from coach_platform.core.preparation.offers import earlier_sheets
from coach_platform.core.reconnect.overview import standings
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker import words
from coach_platform.web.seeker.after_no import case_url
from coach_platform.web.seeker.forms_applications import DetailsForm
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("applications", __name__, url_prefix="/applications")
words.speak_in(bp)
FILTERS = {"outcome": Outcome, "stage": Stage, "source": Source, "work_mode": WorkMode, "role_kind": RoleKind}
KEPT = ("q", "sort", "case", *FILTERS)  # what the links of the list carry on


@bp.get("", endpoint="index")
def index() -> str:
    """The list."""
    actor, sort = the_actor(), _word(Sort, "sort") or Sort.LATEST
    found = list_applications(actor, _filters(), sort=sort, page=request.args.get("page", ""))
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return page(
        "seeker/applications.html",
        found=found,
        sort=sort.value,
        kept=kept,
        filtered=bool(kept.keys() - {"sort"}),
        folded=not (kept.keys() & (FILTERS.keys() | {"case"})),
        filter_choices={name: choices(kind, current_locale()) for name, kind in FILTERS.items()},
        previous_url=_page_url(kept, found.previous),
        next_url=_page_url(kept, found.next),
        asking=standings(actor, [row.case_id for row in found.rows if row.case_id]),
        waiting=batch.count_waiting(actor.person_id),
        silent=no_reply.count_silences(actor),
    )


@bp.get("/<uuid:application_id>", endpoint="show")
def show(application_id: UUID) -> str:
    """One application, with everything that happened."""
    view = show_application(the_actor(), application_id)
    return page(
        "seeker/application.html",
        view=view,
        ended=(view.outcome, view.offer_state) in ENDED,
        is_no=is_no(view.outcome, view.offer_state),
        case_url=case_url(view.id, view.case_id) if view.case_id else "",
        earlier=earlier_sheets(the_actor(), application_id) if view.outcome is Outcome.OPEN else [],
    )


@bp.route("/new", methods=["GET", "POST"], endpoint="new")
def new() -> Response | str | tuple[str, int]:
    """An application that is still open."""
    form = _details_form()
    if request.method == "GET":
        return page("seeker/application_form.html", form=form, view=None)
    try:
        _check(form)
        given = _given(form)
        added = add_application(the_actor(), company=form.company.data or "", role=form.role.data or "", **given)
    except Invalid as error:
        put_errors(form, error)
        return page("seeker/application_form.html", form=form, view=None), 422
    return redirect(url_for(".show", application_id=added), 303)


@bp.route("/<uuid:application_id>/edit", methods=["GET", "POST"], endpoint="edit")
def edit(application_id: UUID) -> Response | str | tuple[str, int]:
    """Change what is known."""
    actor = the_actor()
    view = show_application(actor, application_id)
    if request.method == "GET":
        return page("seeker/application_form.html", form=_details_form(view), view=view)
    form = _details_form(view)
    try:
        _check(form)
        edit_application(
            actor, application_id, company=form.company.data or "", role=form.role.data or "", **_given(form)
        )
    except Invalid as error:
        put_errors(form, error)
        return page("seeker/application_form.html", form=form, view=view), 422
    flash(_("Kept."))
    return redirect(url_for(".show", application_id=application_id), 303)


@bp.post("/<uuid:application_id>/delete", endpoint="delete")
def delete(application_id: UUID) -> Response:
    """Take it away; the next page offers to bring it back."""
    delete_application(the_actor(), application_id)
    return redirect(url_for(".deleted", application_id=application_id), 303)


@bp.get("/<uuid:application_id>/deleted", endpoint="deleted")
def deleted(application_id: UUID) -> str:
    """It is gone, for now."""
    return page("seeker/application_deleted.html", application_id=application_id)


@bp.post("/<uuid:application_id>/restore", endpoint="restore")
def restore(application_id: UUID) -> Response:
    """Bring it back, as it was."""
    restore_application(the_actor(), application_id)
    return redirect(url_for(".show", application_id=application_id), 303)


def _page_url(kept: dict[str, str], mark: str) -> str:
    values: dict[str, Any] = {**kept, "page": mark}
    return url_for(".index", **values) if mark else ""


def _filters() -> Filters:
    words_of = {name: _word(kind, name) for name, kind in FILTERS.items()}
    has_case = {"yes": True, "no": False}.get(request.args.get("case", ""))
    return Filters(words=request.args.get("q", "")[:200], has_case=has_case, **words_of)


def _word(kind: Any, name: str) -> Any:
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None


def _details_form(view=None) -> DetailsForm:
    form = DetailsForm(obj=view) if request.method == "GET" else DetailsForm()
    versions = list_resumes(the_actor())
    offered = [(str(version.id), version.name) for version in versions]
    if view and view.resume_version_id and str(view.resume_version_id) not in dict(offered):
        offered.append((str(view.resume_version_id), view.resume_name))  # removed since, and still what was sent
    form.resume_version_id.choices = [("", "–"), *offered]
    return form


def _check(form: DetailsForm) -> None:
    if not form.validate():
        raise Invalid


def _given(form: DetailsForm) -> dict[str, Any]:
    texts = ("location", "link", "posting_text", "letter_text", "notes")
    given: dict[str, Any] = {name: form[name].data or "" for name in texts}
    given |= {name: form[name].data for name in ("source", "work_mode", "role_kind", "applied_on")}
    return given | {"resume_version_id": parse_id(form.resume_version_id.data or "")}
