"""A team of my coach: choosing what it sees, stopping."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.coaching import grants
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.coaching.sharing import MyCoaching, TeamShared, one_coaching, one_team
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _
from coach_platform.web.seeker.forms_sharing import ShareForm, as_granted
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.seeker.sharing import give, to_share
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("sharing_team", __name__, url_prefix="/sharing/<uuid:coaching_id>/team/<uuid:team_id>")


@bp.get("")
def form(coaching_id: UUID, team_id: UUID) -> str:
    """Choose what this team sees."""
    coaching, shared, names = _asked(coaching_id, team_id)
    data = as_granted(shared.granted) if shared.granted else {}
    return _form(coaching, shared, ShareForm(formdata=None, data=data).offer(names), names)


@bp.post("")
def share(coaching_id: UUID, team_id: UUID) -> Response | tuple[str, int]:
    """Grant it, in place of what the team saw before."""
    coaching, shared, names = _asked(coaching_id, team_id)
    given = ShareForm().offer(names)
    try:
        if not given.validate():
            raise Invalid
        give(coaching_id, given, with_team=given.with_team(team_id))
    except Invalid as error:
        put_errors(given, error)
        return _form(coaching, shared, given, names), 422
    team = shared.team.name
    flash(_("Shared with %(coach)s, from now on. You can change or stop it on this page at any time.", coach=team))
    return redirect(url_for("sharing.index", _anchor=f"team-{team_id}"), 303)


@bp.post("/revoke")
def revoke(coaching_id: UUID, team_id: UUID) -> Response:
    """One tap: nobody on its list sees anything by it any more."""
    one_team(one_coaching(the_actor(), coaching_id), team_id)
    grants.revoke(the_actor(), coaching_id, team_id=team_id)
    flash(_("Stopped. From this moment the team sees nothing of yours."))
    return redirect(url_for("sharing.index"), 303)


def _asked(coaching_id: UUID, team_id: UUID) -> tuple[MyCoaching, TeamShared, dict[UUID, CaseName]]:
    coaching = to_share(coaching_id)
    return coaching, one_team(coaching, team_id), case_names(the_actor().person_id)


def _form(coaching: MyCoaching, shared: TeamShared, given: ShareForm, names: dict[UUID, CaseName]) -> str:
    agreement = latest_agreement("team_grant")
    given.show_list(shared.team.mark)
    return page(
        "seeker/share.html",
        coaching=coaching,
        team=shared.team,
        who=shared.team.name,
        send_url=url_for(".share", coaching_id=coaching.id, team_id=shared.team.id),
        form=given.show(agreement),
        cases=names,
        agreement=agreement,
        help_line=help_line(),
    )
