"""My coach, what they see, and who looked: granting, revoking, ending."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.coaching import asking, grants
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.coaching.grants import CASE_SECTIONS
from coach_platform.core.coaching.handing.listing import shared_before
from coach_platform.core.coaching.inviting.opening import waiting_for
from coach_platform.core.coaching.mail_words import mail_words_of
from coach_platform.core.coaching.sharing import MyCoaching, grant_history, one_coaching, sharing_page
from coach_platform.core.coaching.words import in_words, sections_in_words
from coach_platform.core.relations.models import CoachingState
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _, format_list
from coach_platform.web.seeker.forms_sharing import ShareForm, as_granted
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import away_words, case_words
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.texts import the_mark

bp = Blueprint("sharing", __name__, url_prefix="/sharing")
case_words.speak_in(bp)
away_words.speak_in(bp)
PARTING_TOLD = timedelta(days=60)  # that a coach left is said on the page so long, unless somebody else was found


@bp.get("")
def index() -> str:
    """My coaches, what each sees in words, what waits for an answer."""
    shown = sharing_page(the_actor(), page=request.args.get("page", ""))
    given = [g for one in shown.active for g in (one.granted, *(team.granted for team in one.teams)) if g]
    said = {grant.id: in_words(grant, shown.cases) for grant in given}
    return page(
        "seeker/sharing.html",
        shared=shown,
        said=said,
        mail_words=mail_words_of(the_actor()),
        help_line=help_line(),
        invited=waiting_for(the_actor()),
        lately=clock.now() - PARTING_TOLD,
    )


@bp.get("/<uuid:coaching_id>")
def form(coaching_id: UUID) -> str:
    """Choose what this coach sees."""
    coaching, names = to_share(coaching_id), case_names(the_actor().person_id)
    data = as_granted(coaching.granted) if coaching.granted else {}
    return _form(coaching, ShareForm(formdata=None, data=data).offer(names), names)


@bp.post("/<uuid:coaching_id>")
def share(coaching_id: UUID) -> Response | tuple[str, int]:
    """Grant it, in place of what was granted before."""
    coaching, names = to_share(coaching_id), case_names(the_actor().person_id)
    given = ShareForm().offer(names)
    try:
        if not given.validate():
            raise Invalid
        give(coaching_id, given)
    except Invalid as error:
        put_errors(given, error)
        return _form(coaching, given, names), 422
    flash(
        _(
            "Shared with %(coach)s, from now on. You can change or stop it on this page at any time.",
            coach=coaching.coach,
        )
    )
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:coaching_id>/revoke")
def revoke(coaching_id: UUID) -> Response:
    """One tap: they see nothing any more."""
    grants.revoke(the_actor(), coaching_id)
    by_team = one_coaching(the_actor(), coaching_id).seen_by_team
    flash(
        _("Stopped. They still see what you share with %(team)s, whose list they are on.", team=format_list(by_team))
        if by_team
        else _("Stopped. From this moment they see nothing of yours.")
    )
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:coaching_id>/accept")
def accept(coaching_id: UUID) -> Response:
    """Say yes to a coach's offer."""
    try:
        asking.accept(the_actor(), coaching_id, agreed_to=the_mark("coaching"))
    except Invalid:
        flash(_("Nothing was changed: the text above this button has changed meanwhile. Please read it first."))
        return redirect(url_for(".index"), 303)
    flash(_("You have a coach now. They see nothing yet: choose what to share."))
    return redirect(url_for(".form", coaching_id=coaching_id), 303)


@bp.post("/<uuid:coaching_id>/decline")
def decline(coaching_id: UUID) -> Response:
    """Say no to it."""
    asking.decline(the_actor(), coaching_id)
    flash(_("Declined. They were told kindly, without a reason."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:coaching_id>/end")
def end(coaching_id: UUID) -> Response:
    """End a coaching, or take back a request."""
    asking.end(the_actor(), coaching_id)
    flash(_("Ended. Whatever was shared is closed."))
    return redirect(url_for(".index"), 303)


@bp.get("/<uuid:coaching_id>/history")
def history(coaching_id: UUID) -> str:
    """Every grant there ever was, with the text that was agreed to."""
    found = grant_history(the_actor(), coaching_id, page=request.args.get("page", ""))
    return page(
        "seeker/sharing_history.html",
        coaching=found.coaching,
        grants=[(grant, in_words(grant, found.cases, as_agreed=True)) for grant in found.grants.rows],
        kept_out=found.kept_out,
        names=found.cases,
        marks=found.grants,
    )


def to_share(coaching_id: UUID) -> MyCoaching:
    """The coaching to share over. Raises: NotFound unless it is active."""
    coaching = one_coaching(the_actor(), coaching_id)
    if coaching.state is not CoachingState.ACTIVE:
        raise NotFound  # there is nobody to share with (yet, or any more)
    return coaching


def give(coaching_id: UUID, given: ShareForm, **whom: Any) -> None:
    """Grant what the form says, to the coach or (`with_team`) to a team. Raises: as grants.grant."""
    chosen: dict[str, Any] = given.chosen()
    which = given.which()
    if which is None:
        # Asked, never assumed: but it is no question where no section belongs to a case.
        if CASE_SECTIONS & set(chosen["sections"]):
            raise Invalid({"cases": _("Choose which cases: it is never assumed.")})
        which = grants.Cases.LISTED
    if which is not grants.Cases.LISTED:
        chosen["case_ids"] = []
    grants.grant(the_actor(), coaching_id, cases=which, **chosen, **whom)


def _form(coaching: MyCoaching, given: ShareForm, names: dict[UUID, CaseName]) -> str:
    agreement = latest_agreement("coaching_grant")
    return page(
        "seeker/share.html",
        coaching=coaching,
        team=None,
        who=coaching.coach,
        send_url=url_for(".share", coaching_id=coaching.id),
        form=given.show(agreement),
        cases=names,
        agreement=agreement,
        before=_before(coaching),
        help_line=help_line(),
    )


def _before(coaching: MyCoaching) -> tuple[str, str] | None:
    """Whom they were handed over by, and what that coach saw: told, never ticked."""
    found = shared_before(the_actor(), coaching.id) if coaching.granted is None else None
    return (found[0] or _("your former coach"), sections_in_words(found[1])) if found else None
