"""The register of confidentiality incidents: a list, one with all its entries, and the whole of it as a file."""

from dataclasses import asdict
from itertools import zip_longest
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from coach_platform.core.incidents import register
from coach_platform.core.incidents.register import FIELDS, Entry
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import new_id, parse_id
from coach_platform.kit.spreadsheet import as_csv
from coach_platform.web.operator.forms_incidents import RISKS, IncidentForm
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("incidents", __name__, url_prefix="/operator/incidents")


@bp.get("")
def index() -> str:
    """Each as it stands, the newest first."""
    found = register.incidents(the_actor(), page=request.args.get("page", ""))
    return page("operator/incidents.html", found=found, risks=RISKS, years=register.KEPT.days // 365)


@bp.get("/new")
def new() -> str:
    """An empty form."""
    return _form(IncidentForm(formdata=None, entry=str(new_id())).offer())


@bp.post("")
def record() -> Redirect | tuple[str, int]:
    """Write it down."""
    given = IncidentForm().offer()
    try:
        if not given.validate():
            raise Invalid
        incident_id = register.record(the_actor(), given.said(), entry_id=parse_id(given.entry.data or ""))
    except Invalid as error:
        put_errors(given, error)
        return _form(given), 422
    flash(_("It is in the register."))
    return redirect(url_for(".show", incident_id=incident_id), 303)


@bp.get("/<uuid:incident_id>")
def show(incident_id: UUID) -> str:
    """As it stands, to be added to; below it all that was written before."""
    entries = register.history(the_actor(), incident_id)
    data = {**asdict(entries[0].said), "risk": entries[0].said.risk, "entry": str(new_id())}
    return _form(IncidentForm(formdata=None, data=data).offer(), entries)


@bp.post("/<uuid:incident_id>")
def amend(incident_id: UUID) -> Redirect | tuple[str, int]:
    """One more entry."""
    given = IncidentForm().offer()
    try:
        if not given.validate():
            raise Invalid
        register.amend(the_actor(), incident_id, given.said(), entry_id=parse_id(given.entry.data or ""))
    except Invalid as error:
        put_errors(given, error)
        return _form(given, register.history(the_actor(), incident_id)), 422
    flash(_("Added. What was there before stays in the history."))
    return redirect(url_for(".show", incident_id=incident_id), 303)


@bp.get("/register.csv")
def export() -> Response:
    """Every entry of every incident, for an authority that asks."""
    headings = ["incident", "recorded_at", "recorded_by", *FIELDS]
    body = as_csv(headings, (_row(entry) for entry in register.everything(the_actor())))
    headers = {"Content-Disposition": 'attachment; filename="incidents.csv"'}
    return Response(body, mimetype="text/csv", headers=headers)


def _row(entry: Entry) -> list[object]:
    said = [getattr(entry.said, name) for name in FIELDS]
    return [entry.incident_id, entry.recorded_at.isoformat(), entry.recorded_by, *said]


def _form(form: IncidentForm, entries: list[Entry] | None = None) -> str:
    changes = _changes(entries or [], form)
    return page("operator/incident.html", form=form, entries=entries or [], changes=changes, risks=RISKS)


def _changes(entries: list[Entry], form: IncidentForm) -> list[tuple[Entry, list[tuple[str, object, object]]]]:
    """Each entry with what it changed: (label, before, after); the first entry changed nothing."""
    shown = []
    for entry, before in zip_longest(entries, entries[1:]):
        told = [
            (str(form[name].label.text), getattr(before.said, name), getattr(entry.said, name))
            for name in FIELDS
            if before is not None and getattr(before.said, name) != getattr(entry.said, name)
        ]
        shown.append((entry, told))
    return shown
