"""Resume versions: what was sent, by name."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.applications.resumes import (
    add_resume,
    edit_resume,
    list_resumes,
    remove_resume,
    restore_resume,
    show_resume,
)
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker import words
from coach_platform.web.seeker.forms_applications import ResumeForm
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("resumes", __name__, url_prefix="/resumes")
words.speak_in(bp)
Answer = Response | str | tuple[str, int]


@bp.get("", endpoint="index")
def index() -> str:
    """All versions."""
    return page(
        "seeker/resumes.html", versions=list_resumes(the_actor()), removed=parse_id(request.args.get("removed", ""))
    )


@bp.route("/new", methods=["GET", "POST"], endpoint="new")
def new() -> Answer:
    """Keep a version."""
    form = ResumeForm()
    if request.method == "GET":
        return page("seeker/resume_form.html", form=form, version=None)
    try:
        add_resume(the_actor(), name=form.name.data or "", body=form.body.data or "")
    except Invalid as error:
        put_errors(form, error)
        return page("seeker/resume_form.html", form=form, version=None), 422
    return redirect(url_for(".index"), 303)


@bp.route("/<uuid:resume_id>", methods=["GET", "POST"], endpoint="edit")
def edit(resume_id: UUID) -> Answer:
    """Rename it, or write on."""
    version = show_resume(the_actor(), resume_id)
    if request.method == "GET":
        return page("seeker/resume_form.html", form=ResumeForm(obj=version), version=version)
    form = ResumeForm()
    try:
        edit_resume(the_actor(), resume_id, name=form.name.data or "", body=form.body.data or "")
    except Invalid as error:
        put_errors(form, error)
        return page("seeker/resume_form.html", form=form, version=version), 422
    except Conflict as error:
        put_errors(form, Invalid({"body": error.message}))
        return page("seeker/resume_form.html", form=form, version=version), 409
    flash(_("Kept."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:resume_id>/remove", endpoint="remove")
def remove(resume_id: UUID) -> Response:
    """No longer offered."""
    remove_resume(the_actor(), resume_id)
    return redirect(url_for(".index", removed=resume_id), 303)


@bp.post("/<uuid:resume_id>/restore", endpoint="restore")
def restore(resume_id: UUID) -> Response:
    """Undo."""
    restore_resume(the_actor(), resume_id)
    return redirect(url_for(".index"), 303)
