"""How much of long lists is asked for, on the pages that the seeker's face and the coach's draw alike."""

from typing import Any

from flask import request

from coach_platform.content.vocabulary import Area
from coach_platform.core.access.figures import Surface
from coach_platform.core.insights.funnel import By
from coach_platform.core.plans.action_views import CLOSED_SHOWN
from coach_platform.kit.ids import parse_id

MOST_CLOSED = 1_000  # on one page, however often more was asked for


def page_marks() -> dict[str, str]:
    """Which pages of the two lists on a seeker's overview, as core.today.one_seeker.seeker_page takes them."""
    return {"cases": request.args.get("cases", ""), "practice": request.args.get("practice", "")}


def closed_points() -> int:
    """How many points that are done or dropped a plan shows; a number nobody offered means the usual one."""
    wanted = request.args.get("closed", CLOSED_SHOWN, int)
    return wanted if CLOSED_SHOWN <= wanted <= MOST_CLOSED else CLOSED_SHOWN


def coachs_surface() -> Surface:
    """Where a coach is shown what this page carries: on paper, if that is what it was opened for (`?for=print`)."""
    return Surface.PRINT if request.args.get("for") == "print" else Surface.PAGE


def deeper_asked() -> bool:
    """Whether the address of a case asks for its deeper answers (`?read=deeper`): a coach's choice, the first time."""
    return request.args.get("read") == "deeper"


def split_asked() -> By:
    """What the address of a page of insights asks to split by (?by=...); anything unknown is the first."""
    asked = request.args.get("by", "")
    return By(asked) if asked in set(By) else By.SOURCE


def area_and_case() -> dict[str, Any]:
    """What an address that leads to a new action names (?area=...&case=...), as its form takes it; unknown words are none."""
    area, case = request.args.get("area", ""), parse_id(request.args.get("case", ""))
    return {"area": Area(area) if area in set(Area) else None, "evidence": [str(case)] if case else []}
