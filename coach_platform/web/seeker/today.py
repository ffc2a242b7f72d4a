"""A seeker's Today."""

from flask import Blueprint

from coach_platform.core.plans.threads import CommentView
from coach_platform.core.today.seeker import SeekerToday, seeker_today
from coach_platform.kit import clock
from coach_platform.kit.i18n import _
from coach_platform.web.seeker.help_line import help_line
from coach_platform.web.shared import plan_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.plan_words import place
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("seeker_today", __name__, url_prefix="/today")
plan_words.speak_in(bp)
NOON, EVENING = 12, 18


@bp.get("")
def show() -> str:
    """What to do now, and what came."""
    actor = the_actor()
    today = seeker_today(actor)
    return page(
        "seeker/today.html",
        today=today,
        greeting=_greeting(actor.zone),
        said=[(comment, *_where(today, comment)) for comment in today.said],
        help_line=help_line(),
    )


def _greeting(zone: str) -> str:
    hour = clock.local(clock.now(), zone).hour
    if hour < NOON:
        return _("Good morning, %(name)s.", name=_given_name())
    if hour < EVENING:
        return _("Good afternoon, %(name)s.", name=_given_name())
    return _("Good evening, %(name)s.", name=_given_name())


def _given_name() -> str:
    return the_actor().name.split(" ")[0]


def _where(today: SeekerToday, comment: CommentView) -> tuple[str, str]:
    """Where a comment stands, in words and as an address."""
    if comment.item_id is not None:
        return _(
            "on a question you practise"
        ), f"{place('rehearsing.show', item_id=comment.item_id)}#comment-{comment.id}"
    if comment.case_id is None:
        return _("on your plan"), f"{place('plan.show')}#comment-{comment.id}"
    company = today.companies.get(comment.case_id, "")
    page_of_case = place("cases.show", case_id=comment.case_id) or place("plan.show")
    return _("on the case of %(company)s", company=company), f"{page_of_case}#comment-{comment.id}"
