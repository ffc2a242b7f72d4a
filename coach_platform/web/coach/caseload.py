"""All my seekers, to compare: filtered, ordered, kept as a view, taken out as a file. Everything stands in the address."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, request, url_for

from coach_platform.core.today.caseload.filters import Asked, Order, Sort, as_words, filters_of, order_of
from coach_platform.core.today.caseload.listing import caseload, taken_out
from coach_platform.core.today.caseload.views import View, views
from coach_platform.kit import clock
from coach_platform.kit.i18n import format_near
from coach_platform.kit.ids import parse_id
from coach_platform.kit.spreadsheet import as_csv
from coach_platform.web.coach import caseload_file
from coach_platform.web.coach.caseload_words import HEADINGS, beside_words, work_stages
from coach_platform.web.shared import case_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("caseload", __name__, url_prefix="/coach/seekers")
case_words.speak_in(bp)
Words = dict[str, Any]  # what an address asks


@bp.get("")
def index() -> str:
    """A page of the caseload, as it is asked for, or else as the coach's first view has it."""
    actor = the_actor()
    kept = views(actor)
    view = chosen_view(kept)
    asked = view.asked if view else given()
    wanted, order = filters_of(asked), order_of(asked)
    shown = caseload(actor, wanted, order, page=_page_asked())
    words: Words = as_words(wanted, order)
    return page(
        "coach/caseload.html",
        shown=shown,
        wanted=wanted,
        order=order,
        view=view,
        views=kept,
        view_choices=[(one.id, one.name) for one in kept],
        filtered=bool(wanted.without_words()),
        kept=words,
        kept_for_view=as_words(wanted.without_words(), order),
        columns=[_column(sort, words, order) for sort in Sort],
        sort_choices=[(sort.value, str(heading)) for sort, heading in HEADINGS.items()],
        work_stages=work_stages(),
        beside_words=beside_words(),
        everybody=url_for(".index", all=1),
        previous_url=_url(words, shown.page - 1) if shown.page > 1 else "",
        next_url=_url(words, shown.page + 1) if shown.page < shown.pages else "",
        file_url=url_for(".file", **words),
        day_short=_days_of(actor.zone),
    )


@bp.get("/file.csv")
def file() -> Response:
    """What the list shows, all pages of it, as a table to keep."""
    actor, asked = the_actor(), given()
    lines = taken_out(actor, filters_of(asked), order_of(asked))
    answer = Response(as_csv(*caseload_file.table(lines, actor.zone)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=rebound-seekers.csv"
    return answer


def given() -> Asked:
    """What the address (or a form) asks of the list."""
    return request.values.to_dict(flat=False)


def chosen_view(kept: list[View]) -> View | None:
    """The view that the address names; where it asks for nothing at all, the one the list opens with."""
    if request.args.keys() - {"page"}:
        named = parse_id(request.args.get("view", ""))
        return next((one for one in kept if one.id == named), None)
    return next((one for one in kept if one.first), None)


def _page_asked() -> int:
    text = request.args.get("page", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _url(words: Words, number: int) -> str:
    return url_for(".index", **(words or {"all": ["1"]}), page=number)


def _column(sort: Sort, words: Words, order: Order) -> tuple[Any, str, str]:
    """A heading that sorts by its column, the other way the second time."""
    mine = order.by is sort
    turned = {**words, "sort": [sort.value], "dir": ["desc"] if mine and not order.descending else []}
    way = ("descending" if order.descending else "ascending") if mine else ""
    return HEADINGS[sort], url_for(".index", **turned), way


def _days_of(zone: str) -> Callable[[date], str]:
    today = clock.today(zone)
    return lambda at: format_near(clock.local(at, zone).date() if isinstance(at, datetime) else at, today)
