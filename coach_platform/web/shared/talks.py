"""The next talk: its form, its file for a calendar, and a day and an hour as plain fields hold them."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from babel.dates import get_timezone_location
from flask import Flask, request
from werkzeug.wrappers import Response

from coach_platform.core.coaching.talks.calendar import calendar_file
from coach_platform.core.coaching.talks.reading import TalkView
from coach_platform.core.coaching.talks.setting import NONE_SET, USUAL, Between, When
from coach_platform.kit import clock
from coach_platform.kit.errors import DomainError, Invalid, NotFound
from coach_platform.kit.i18n import region
from coach_platform.kit.web_address import host_of
from coach_platform.web.shared.day_field import day_or_none
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

FIELDS = ("on", "at", "minutes", "place", "link")


def when_given() -> tuple[When, int | None]:
    """What the form says, and the sequence of the talk it was made from."""
    given = request.form
    minutes, seen = given.get("minutes", "").strip(), given.get("seen", "")
    when = When(
        on=day_or_none(given.get("on", "")),
        at=_time(given.get("at", "")),
        minutes=int(minutes) if minutes.isascii() and minutes.isdecimal() and len(minutes) < 6 else None,
        place=given.get("place", ""),
        link=given.get("link", ""),
    )
    return when, int(seen) if re.fullmatch(r"-1|[0-9]{1,8}", seen) else None


def talk_form(face: str, between: Between, urls: Mapping[str, str], error: DomainError | None = None) -> str:
    """The page on which it is set, changed or called off. `urls`: save, cancel, back."""
    typed = {name: request.form.get(name, "") for name in FIELDS} if request.method == "POST" else _as_set(between.talk)
    # After somebody else's change the form still holds what was typed, over the talk as it stands now.
    return page(
        "shared/talk_form.html",
        face=face,
        layout=f"shared/layout_{face}.html",
        between=between,
        typed=typed,
        urls=urls,
        seen=between.talk.sequence if between.talk else NONE_SET,
        errors=error.fields if isinstance(error, Invalid) else {},
        refused=error.message if error else "",
    )


def calendar_of(between: Between) -> Response:
    """Its file. Raises: NotFound where no talk is set."""
    if between.talk is None:
        raise NotFound
    headers = {"Content-Disposition": 'attachment; filename="rebound-talk.ics"'}
    return Response(calendar_file(between.talk), mimetype="text/calendar", headers=headers)


def register_talks(app: Flask) -> None:
    """Give templates `host` (of an address) and `zone_name` ("Toronto")."""
    app.jinja_env.filters["host"] = host_of
    app.jinja_env.filters["zone_name"] = _zone_name


def _zone_name(zone: str) -> str:
    return get_timezone_location(zone, locale=region(), return_city=True)


def _as_set(talk: TalkView | None) -> dict[str, Any]:
    if talk is None or talk.cancelled:
        return {
            "on": "",
            "at": "",
            "minutes": USUAL,
            "place": talk.place if talk else "",
            "link": talk.link if talk else "",
        }
    starts = clock.local(talk.starts_at, the_actor().zone)
    clocked = {"on": starts.date().isoformat(), "at": f"{starts:%H:%M}"}
    return {**clocked, "minutes": talk.minutes, "place": talk.place, "link": talk.link}


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
