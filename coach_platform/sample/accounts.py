"""The sample accounts as `make run` prints them: who each is, in a few words."""

from collections import Counter
from typing import Any

from coach_platform.content import sample_world
from coach_platform.core.relations.models import CoachingState
from coach_platform.sample.crowd import Crowd, crowd
from coach_platform.sample.people import PASSWORD

LANGUAGES = {"en": "English", "fr": "French"}
STANDING = {"active": "coached by", "invited": "invited by", "requested": "has asked", "ended": "was coached by"}


def account_lines(*, crowded: bool = False) -> list[str]:
    """`address<TAB>who`, then `password<TAB>...` (laptop/table.py reads them). Of a crowd its coaches, by how many."""
    around = crowd() if crowded else Crowd()
    beside = {story["seeker"]: _beside(story) for story in sample_world.seekers()}
    beside |= {login: f"coach of {count} at Tamarack & Finch" for login, count in _holds(around).items()}
    names = {organisation["key"]: organisation["name"] for organisation in sample_world.organisations()}
    works_at = {member["person"]: names[member["organisation"]] for member in sample_world.memberships()}
    told = [*sample_world.people(), *(person for person in around.people if "coach" in person["roles"])]
    people = [f"{person['email']}\t{_who(person, beside, works_at)}" for person in told]
    return [*people, f"password\t{PASSWORD}"]


def _holds(around: Crowd) -> Counter[str]:
    return Counter(
        coaching["coach"]
        for story in around.stories
        for coaching in story["coachings"]
        if coaching["state"] == CoachingState.ACTIVE
    )


def _beside(story: dict[str, Any]) -> str:
    if "found_work_days_ago" in story:
        return "seeker who found work"
    coaches: dict[str, list[str]] = {}
    for coaching in story["coachings"]:
        coaches.setdefault(coaching["state"], []).append(coaching["coach"].capitalize())
    return next(f"seeker, {how} {' and '.join(coaches[state])}" for state, how in STANDING.items() if state in coaches)


def _who(person: dict[str, Any], beside: dict[str, str], works_at: dict[str, str]) -> str:
    login = person["login"]
    at = f" at {works_at[login]}" if login in works_at else ""
    words = {"coach": f"coach{at}", "admin": f"administrator{at}", "operator": "operator of the site"}
    what = beside.get(login) or words[person["roles"][0]]
    return f"{what}, {person['city']}, {LANGUAGES[person['locale']]}"
