"""All my seekers, to compare."""

from datetime import datetime

from flask import Blueprint, request, url_for

from coach_platform.core.today.caseload import caseload
from coach_platform.kit import clock
from coach_platform.kit.i18n import format_date
from coach_platform.web.shared import case_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("caseload", __name__, url_prefix="/coach/seekers")
case_words.speak_in(bp)


@bp.get("")
def index() -> str:
    """A page of the caseload, by name."""
    shown = caseload(the_actor(), after=request.args.get("after", ""))
    following = url_for(".index", after=shown.next) if shown.next else ""
    first = url_for(".index") if request.args.get("after") else ""
    return page("coach/caseload.html", shown=shown, following=following, first=first, day_short=_day)


def _day(moment: datetime, zone: str) -> str:
    return format_date(clock.local(moment, zone).date(), "medium")
