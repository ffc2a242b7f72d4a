"""Outcomes, for the organisation's admin: what was frozen, a month at a time. Nothing to filter, nobody to find."""

from flask import Blueprint, request

from coach_platform.core.outcomes.measures import Measure
from coach_platform.core.outcomes.page import outcomes_of
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("outcomes", __name__, url_prefix="/organisation/outcomes")


@bp.get("")
def index() -> str:
    """The newest month, or the one asked for."""
    shown = outcomes_of(the_actor(), month=request.args.get("month", ""))
    return page("organisation/outcomes.html", shown=shown, measures=list(Measure))
