"""The sample world as data (content/sample/): the cast, and what has happened to them, counted in days before today.

Nothing here touches the database. A date is `..._days_ago` or `..._in_days`. What a seeker and
their coach write to each other is in the seeker's language (an exception carries `locale`), a coach's private note in
the coach's own. `at` says where a comment stands: plan, action.KEY, case, SET.ITEM for an answer, practice.N for the
N-th question of a case.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coach_platform.content.reading import plain_data

FOLDER = Path(__file__).parent / "sample"


def organisations() -> list[dict[str, Any]]:
    """Organisations, each with its offices."""
    return read(FOLDER / "organisations.yaml")["organisations"]


def people() -> list[dict[str, Any]]:
    """Everybody who can sign in, as NAME@example.org."""
    return read(FOLDER / "people.yaml")["people"]


def teams() -> list[dict[str, Any]]:
    """Teams of organisations, with their lists."""
    return read(FOLDER / "teams.yaml")["teams"]


def caseload() -> dict[str, Any]:
    """How coaches look at their lists, an organisation's action templates, and what was proposed to several."""
    return read(FOLDER / "caseload.yaml")


def memberships() -> list[dict[str, Any]]:
    """Who is coach or admin of which organisation and office."""
    return read(FOLDER / "people.yaml")["memberships"]


def coaches() -> list[dict[str, Any]]:
    """What the directory shows of each coach, in each language the coach writes in."""
    return read(FOLDER / "coaches.yaml")["coaches"]


def library() -> dict[str, list[dict[str, Any]]]:
    """`snippets` of coaches and organisations, `guides` of organisations, and the next `talks`."""
    return read(FOLDER / "library.yaml")


def invitations() -> list[dict[str, Any]]:
    """Seekers who were invited by mail: a round a pasted list."""
    return read(FOLDER / "invitations.yaml")["rounds"]


def privacy() -> dict[str, Any]:
    """Who wants suggestions, who asked for a coach's notes, and the register of incidents."""
    return read(FOLDER / "privacy.yaml")


def hand_ons() -> list[dict[str, Any]]:
    """Lines of a coach's Today that were handed on to a colleague."""
    return read(FOLDER / "queue.yaml")["hand_ons"]


def by_phone() -> list[dict[str, Any]]:
    """Talks on the phone: what a coach noted in each, and the report that came of it."""
    return read(FOLDER / "by_phone.yaml")["talks"]


def waiting_accounts() -> dict[str, list[dict[str, Any]]]:
    """What waits for somebody's click: `coach_invitations` by operators, `new_addresses` of people."""
    return read(FOLDER / "waiting.yaml")


def handing() -> dict[str, list[dict[str, Any]]]:
    """`away`: days on which coaches are not there; `hand_overs`: who was proposed to whom."""
    return read(FOLDER / "handing.yaml")


def mails() -> list[dict[str, Any]]:
    """What became of mails of the last weeks, one a line."""
    return read(FOLDER / "mails.yaml")["mails"]


def seekers() -> list[dict[str, Any]]:
    """Each seeker whole: resume_versions, check_ins, coachings, applications (some with a `case`) and `plan`, if any."""
    places = sorted((FOLDER / "seekers").iterdir(), key=lambda place: place.stem)
    return [_of_folder(place) if place.is_dir() else read(place) for place in places]


def _of_folder(folder: Path) -> dict[str, Any]:
    """A long story lies in a folder: me.yaml, plan.yaml, applications/ (no case) and cases/ (one application each)."""
    seeker = read(folder / "me.yaml")
    quiet = [each for path in sorted(folder.glob("applications/*.yaml")) for each in read(path)["applications"]]
    cases = [read(path) for path in sorted(folder.glob("cases/*.yaml"))]
    return seeker | {"applications": quiet + cases, "plan": read(folder / "plan.yaml")}


def read(path: Path) -> Any:
    """One file of the sample world."""
    return plain_data(path.read_text("utf-8"))
