"""Teams, for the organisation's admin: names and lists. Which seekers share with them is not shown here."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.core.coaching.teams import changing
from coach_platform.core.coaching.teams.listing import one_team, teams_of
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("organisation_teams", __name__, url_prefix="/organisation")
Answer = Response | tuple[str, int]


@bp.get("/teams")
def index() -> str:
    """Every team, and a form for a further one."""
    return _index()


@bp.post("/<uuid:organisation_id>/teams")
def create(organisation_id: UUID) -> Answer:
    """A new, empty list."""
    try:
        team_id = changing.create_team(the_actor(), organisation_id, name=request.form.get("name", ""))
    except Invalid as error:
        return _index(wrong=organisation_id, errors=error.fields), 422
    flash(_("The team is there. Put coaches on its list."))
    return redirect(url_for(".show", team_id=team_id), 303)


@bp.get("/teams/<uuid:team_id>")
def show(team_id: UUID) -> str:
    """One team: its name, its list."""
    return _show(team_id)


@bp.post("/teams/<uuid:team_id>")
def rename(team_id: UUID) -> Answer:
    """Another name."""
    try:
        changing.rename_team(the_actor(), team_id, name=request.form.get("name", ""))
    except Invalid as error:
        return _show(team_id, errors=error.fields), 422
    flash(_("Renamed. Seekers who share with it are told."))
    return redirect(url_for(".show", team_id=team_id), 303)


@bp.post("/teams/<uuid:team_id>/add")
def add(team_id: UUID) -> Response:
    """A coach onto the list."""
    changing.add_member(the_actor(), team_id, _person())
    flash(_("On the list. Seekers who share with the team are told."))
    return redirect(url_for(".show", team_id=team_id), 303)


@bp.post("/teams/<uuid:team_id>/remove")
def remove(team_id: UUID) -> Response:
    """A coach off the list."""
    changing.remove_member(the_actor(), team_id, _person())
    flash(_("Off the list: from this moment they see nothing by it. Seekers who share with the team are told."))
    return redirect(url_for(".show", team_id=team_id), 303)


@bp.post("/teams/<uuid:team_id>/end")
def end(team_id: UUID) -> Response:
    """The end of it."""
    changing.end_team(the_actor(), team_id)
    flash(_("Ended. What was shared with it is closed, and its seekers are told."))
    return redirect(url_for(".index"), 303)


def _person() -> UUID:
    person_id = parse_id(request.form.get("person", ""))
    if person_id is None:
        raise NotFound
    return person_id


def _index(**more: Any) -> str:
    return page("organisation/teams.html", organisations=teams_of(the_actor()), given=request.form, **more)


def _show(team_id: UUID, **more: Any) -> str:
    team = one_team(the_actor(), team_id)
    choices = [(str(coach.person_id), coach.name) for coach in team.others]
    return page("organisation/team.html", team=team, choices=choices, given=request.form, **more)
