"""The quick log: from any page by one key or one tap, a no logged in at most five interactions."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coach_platform.content.vocabulary import Outcome
from coach_platform.core.applications import quick_log
from coach_platform.core.applications.outcomes import ENDED
from coach_platform.core.applications.typeahead import find_existing, same_try
from coach_platform.core.drafts import DraftConflict
from coach_platform.core.drafts.conflicts import BothVersions, both_versions, settle
from coach_platform.core.drafts.differences import Pieces, differences
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.web.seeker import words
from coach_platform.web.seeker.forms_quick_log import KEPT, QuickLogForm
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("quick_log", __name__, url_prefix="/log")
words.speak_in(bp)


@bp.get("", endpoint="form")
def show() -> str:
    """The form, with what was typed before and never sent."""
    begun = quick_log.begin(the_actor(), _continued())
    form = QuickLogForm(formdata=MultiDict(begun.body) if begun.body else None)
    return _page(form, begun)


@bp.post("", endpoint="submit")
def submit() -> Response | tuple[str, int] | str:
    """Log it; first ask when the same try seems to be there already."""
    actor, form, application_id = the_actor(), QuickLogForm(), _continued()
    if not form.validate():
        return _page(form, quick_log.begin(actor, application_id)), 422
    if (done := quick_log.logged_before(actor, parse_id(form.client_id.data or ""))) is not None:
        return _onwards(form, done)
    if application_id is None and not request.form.get("as_new"):
        matches = same_try(actor, form.company.data or "", form.role.data or "")
        if matches and form.role.data:
            return _page(form, quick_log.begin(actor), matches=matches)
    try:
        logged = quick_log.submit(actor, application_id=application_id, **_said(form, application_id))
    except Invalid as error:
        put_errors(form, error)
        return _page(form, quick_log.begin(actor, application_id)), 422
    return _onwards(form, logged)


@bp.post("/draft", endpoint="autosave")
def autosave() -> Response | tuple[Response, int]:
    """Keep what is being typed."""
    actor, application_id = the_actor(), _continued()
    body = {name: request.form[name] for name in KEPT if name in request.form}
    try:
        revision = quick_log.keep(
            actor,
            application_id,
            client_id=parse_id(request.form.get("client_id", "")),
            revision=request.form.get("revision", 0, int),
            body=body,
        )
    except DraftConflict:
        return jsonify(url=url_for(".versions", application=application_id)), 409
    return jsonify(revision=revision, errors={})


@bp.get("/versions", endpoint="versions")
def versions() -> str:
    """Both versions of what was typed in two tabs."""
    actor, application_id = the_actor(), _continued()
    both = both_versions(actor, form=quick_log.FORM, subject_id=quick_log.subject(actor, application_id))
    return page("seeker/quick_log_versions.html", both=both, texts=_texts(both), application_id=application_id)


def _texts(both: BothVersions) -> list[tuple[str, Pieces, Pieces]]:
    """(what it is, the kept text, the other tab's) of each text that may differ; with nothing kept nothing is marked."""
    asked = {"company": _("Company"), "role": _("Role"), "own_words": _("What did they write or say?")}
    aside = both.aside.body if both.aside else {}
    kept = both.kept.body if both.kept else aside
    return [(label, *differences(kept.get(name) or "", aside.get(name) or "")) for name, label in asked.items()]


@bp.post("/versions", endpoint="settle")
def choose() -> Response:
    """Go on with one of the two."""
    actor, application_id = the_actor(), _continued()
    settle(
        actor,
        form=quick_log.FORM,
        subject_id=quick_log.subject(actor, application_id),
        take_aside=request.form.get("take") == "aside",
        seeker_id=actor.person_id,
    )
    return redirect(url_for(".form", application=application_id), 303)


@bp.get("/suggest", endpoint="suggest")
def suggest() -> Response:
    """The applications that exist already, while one types."""
    return jsonify(
        [
            {
                "label": f"{one.company}, {one.role}",
                "hint": words.came(one.outcome, one.offer_state),
                "url": url_for(".form", application=one.id),
            }
            for one in find_existing(the_actor(), request.args.get("q", "")[:100])
        ]
    )


def _continued() -> UUID | None:
    # A form carries the field; a link and the list of matches carry the argument.
    given = request.form.get("application_id") or request.values.get("application", "")
    return parse_id(given) if given else None


def _page(form: QuickLogForm, begun: quick_log.Begun, matches: list | None = None) -> str:
    form.client_id.data = form.client_id.data or str(begun.client_id)
    application_id = begun.application.id if begun.application else None
    return page(
        "seeker/quick_log.html",
        form=form,
        begun=begun,
        application_id=application_id,
        matches=matches or [],
        revision=request.form.get("revision", begun.revision),
        more_open=any(form[name].data for name in ("on", "own_words", "stated_reason", "source")),
    )


def _said(form: QuickLogForm, application_id: UUID | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "outcome": form.outcome.data or Outcome.REJECTED,
        "stage": form.stage.data,
        "on": form.on.data,
        "own_words": form.own_words.data or "",
        "stated_reason": form.stated_reason.data or None,
        "client_id": parse_id(form.client_id.data or "") or new_id(),
    }
    if form.source.data:
        said["source"] = form.source.data
    if application_id is None:
        said |= {"company": form.company.data or "", "role": form.role.data or ""}
    return said


def _onwards(form: QuickLogForm, application_id: UUID) -> Response:
    outcome = form.outcome.data or Outcome.REJECTED
    if (outcome, None) in ENDED:
        return redirect(url_for("after_no.show", application_id=application_id), 303)
    flash(_("Logged. Everything else can be added whenever you like."))
    return redirect(url_for("applications.show", application_id=application_id), 303)
