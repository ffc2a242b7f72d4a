"""Who looked at what I share: the log, filtered, and as a file."""

import io
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from defusedcsv import csv
from flask import Blueprint, Response, request, url_for

from coach_platform.content.vocabulary import Section, label
from coach_platform.core.access.figures import Surface
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.coaching.looks_filter import LooksFilter
from coach_platform.core.coaching.looks_log import look_rows, looks_page
from coach_platform.kit import clock
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker.look_words import PLACES, case_word, days, place_word
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("looks", __name__, url_prefix="/sharing/looks")
Word = TypeVar("Word", bound=StrEnum)


@bp.get("")
def index() -> str:
    """A page of it, day by day."""
    asked = _asked()
    shown = looks_page(the_actor(), wanted=asked, before=request.args.get("before", ""))
    kept = _kept(asked)
    return page(
        "seeker/looks.html",
        days=days(shown.lines, shown.cases, the_actor().zone),
        kept=kept,
        choices=_choices(shown.readers, shown.cases),
        following=url_for(".index", before=shown.next, **kept) if shown.next else "",
        file_url=url_for(".file", **kept),
    )


@bp.get("/file.csv")
def file() -> Response:
    """The same as a table to keep, one row a section and case."""
    actor, names = the_actor(), case_names(the_actor().person_id)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(
        [_("Day"), _("Time"), _("Time zone"), _("Coach"), _("Team"), _("What was shared"), _("Case"), _("Where")]
    )
    for row in look_rows(actor, wanted=_asked()):
        at = clock.local(row.at, actor.zone)
        case = case_word(row.case_id, names) if row.case_id else ""
        section, where = label(row.section, current_locale()), place_word(row.surface)
        when = (at.date().isoformat(), at.strftime("%H:%M:%S"), actor.zone)
        table.writerow([*when, row.reader, row.team, section, case, where])
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=rebound-looks.csv"
    return answer


def _asked() -> LooksFilter:
    """What the address asks for; a word nobody offered asks for nothing."""
    given = request.args
    return LooksFilter(
        reader_id=parse_id(given.get("coach", "")),
        section=_word(Section, "section"),
        case_id=parse_id(given.get("case", "")),
        surface=_word(Surface, "where"),
        first=_day("from"),
        last=_day("to"),
    )


def _word(kind: type[Word], name: str) -> Word | None:
    return next((word for word in kind if word.value == request.args.get(name)), None)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _kept(asked: LooksFilter) -> dict[str, Any]:
    """The same again, for the form and the addresses of the next page and the file."""
    said = {
        "coach": asked.reader_id,
        "section": asked.section,
        "case": asked.case_id,
        "where": asked.surface,
        "from": asked.first,
        "to": asked.last,
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def _choices(readers: Mapping[UUID, str], cases: Mapping[UUID, CaseName]) -> dict[str, list[tuple[str, str]]]:
    every = [("", _("All"))]
    return {
        "coach": every + [(str(key), name or _("A former coach")) for key, name in readers.items()],
        "section": every + [(section.value, label(section, current_locale())) for section in Section],
        "case": every + [(str(key), name.said) for key, name in cases.items()],
        "where": every + [(surface.value, str(word)) for surface, word in PLACES.items()],
    }
