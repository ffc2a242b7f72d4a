"""The settings belong to every face: they wear the colour of the one their reader came from."""

from typing import Any

from flask import request, url_for

from coach_platform.web.shared.nav import faces_of
from coach_platform.web.shared.signed_in import the_actor


def working_face() -> str:
    """`?face=` when it is one of theirs, else the one they land on."""
    held = faces_of(the_actor())
    wanted = request.args.get("face", "")
    return wanted if wanted in held else held[0]


def here(endpoint: str, **values: Any) -> str:
    """url_for() that keeps the face."""
    return url_for(endpoint, face=request.args.get("face") or None, **values)
