"""The sample accounts as `make run` prints them: who each is, in a few words."""

from typing import Any

from coach_platform.content import sample_world
from coach_platform.sample.people import PASSWORD

LANGUAGES = {"en": "English", "fr": "French"}


def account_lines() -> list[str]:
    """`address<TAB>who`, then `password<TAB>...` (laptop/table.py reads them)."""
    people = [f"{person['email']}\t{_who(person)}" for person in sample_world.people()]
    return [*people, f"password\t{PASSWORD}"]


def _who(person: dict) -> str:
    return f"{_role(person)}, {person['city']}, {LANGUAGES[person['locale']]}"


def _role(person: dict) -> str:
    login, role = person["login"], person["roles"][0]
    coaches = _coaches_of(login)
    if role == "seeker":
        return f"seeker, coached by {' and '.join(coaches)}" if coaches else "seeker, on their own so far"
    places = [m["organisation"] for m in sample_world.memberships() if m["person"] == login]
    names = {o["key"]: o["name"] for o in sample_world.organisations()}
    at = f" at {names[places[0]]}" if places else ""
    return {"coach": f"coach{at}", "admin": f"administrator{at}", "operator": "operator of the site"}[role]


def _coaches_of(login: str) -> list[str]:
    story: dict[str, Any] = next((s for s in sample_world.seekers() if s["seeker"] == login), {"coachings": []})
    return [c["coach"].capitalize() for c in story["coachings"] if c["state"] == "active"]
