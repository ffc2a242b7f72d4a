"""A coach invites me: yes as proposed or otherwise, yes without sharing, or no. One page, one step."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.coaching.grants import CASE_SECTIONS, Cases
from coach_platform.core.coaching.inviting.answering import Share, accept
from coach_platform.core.coaching.inviting.opening import Offer, open_offer, said_yes
from coach_platform.core.coaching.inviting.words import proposal_in_words
from coach_platform.kit import clock
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.web.seeker.forms_sharing import ShareForm
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared.forms import put_errors
from coach_platform.web.shared.link_over import link_over
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor
from coach_platform.web.shared.texts import the_mark

bp = Blueprint("invited_step", __name__, url_prefix="/sharing/invited")


@bp.get("/<token>")
def show(token: str) -> str | tuple[str, int]:
    """The offer, and what is proposed as a form: nothing of it is agreed to yet."""
    try:
        offer = open_offer(token)
    except NotFound:
        return link_over()
    names = case_names(the_actor().person_id)
    return _page(ShareForm(formdata=None, data=_proposed(offer)).offer(names), token, offer, names)


@bp.post("/<token>")
def answer(token: str) -> Response | tuple[str, int]:
    """Yes, sharing what was chosen, or nothing."""
    try:
        offer = open_offer(token)
    except NotFound:
        return _answered(token)
    if request.form.get("answer") == "nothing":
        try:
            accept(the_actor(), token, agreed_to=the_mark("coaching"))
        except Invalid:
            flash(_("Nothing was changed: the text above this button has changed meanwhile. Please read it first."))
            return redirect(url_for(".show", token=token), 303)
        flash(_("%(coach)s is your coach now, and sees nothing of yours.", coach=offer.coach))
        return redirect(url_for("sharing.index"), 303)
    names = case_names(the_actor().person_id)
    given = ShareForm().offer(names)
    try:
        if not given.validate():
            raise Invalid
        accept(the_actor(), token, share=_share(given), agreed_to=the_mark("coaching"))
    except Invalid as error:
        put_errors(given, error)
        return _page(given, token, offer, names), 422
    flash(_("%(coach)s is your coach now, and sees what you chose. You can change or stop it here.", coach=offer.coach))
    return redirect(url_for("sharing.index"), 303)


def _answered(token: str) -> Response | tuple[str, int]:
    """The second of two clicks: the first was taken, and its page is the answer to both."""
    if (joined := said_yes(the_actor(), token)) is None:
        return link_over()
    flash(_("%(coach)s is your coach now. What they see stands here; you can change or stop it.", coach=joined.coach))
    return redirect(url_for("sharing.index"), 303)


def _proposed(offer: Offer) -> dict[str, Any]:
    """The proposal as the form shows it. A day that has passed since is no proposal any more."""
    until = offer.until_on
    return {
        "sections": [section.value for section in offer.sections],
        "cases": offer.cases.value if offer.cases else None,
        "until_on": until if until and until >= clock.today(the_actor().zone) else None,
    }


def _share(given: ShareForm) -> Share:
    chosen, which = given.chosen(), given.which()
    if which is None:
        # Asked, never assumed: but it is no question where no section belongs to a case.
        if CASE_SECTIONS & set(chosen["sections"]):
            raise Invalid({"cases": _("Choose which cases: it is never assumed.")})
        which = Cases.LISTED
    if which is not Cases.LISTED:
        chosen["case_ids"] = []
    return Share(cases=which, **chosen)


def _page(form: ShareForm, token: str, offer: Offer, names: dict[Any, CaseName]) -> str:
    agreement = latest_agreement("coaching_grant")
    return page(
        "seeker/invited.html",
        form=form.show(agreement),
        token=token,
        offer=offer,
        proposal=proposal_in_words(offer),
        cases=names,
        agreement=agreement,
        help_line=help_line(),
    )
