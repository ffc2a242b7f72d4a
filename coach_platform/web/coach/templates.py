"""The action templates a coach can propose, readable in full."""

from flask import Blueprint

from coach_platform.core.plans.templates.offering import offered
from coach_platform.web.coach.template_words import speak_in
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("coach_templates", __name__, url_prefix="/coach/library/templates")
speak_in(bp)


@bp.get("")
def index() -> str:
    """Everybody's and those of the coach's organisations; those that only lead to a guide stand with the guides."""
    return page("coach/templates.html", templates=[one for one in offered(the_actor()) if not one.of_guide])
