"""Who is in the crowd, and with which coach."""

from dataclasses import dataclass, field
from typing import Any

from coach_platform.kit.text import plain
from coach_platform.sample.crowd.drawing import Draw, written
from coach_platform.sample.crowd.stories import ORGANISATION, Words, story_of

# Seekers of each coach: more than the told ones, so that the agency holds 120 with them. A busy one, and a new one.
HOLDS = {"priya": 40, "solene": 34, "gordon": 22, "bastien": 16}
FRENCH = {"ottawa": 0.25, "montreal": 0.8}  # share of the seekers of an office who write French
CITIES = {
    "ottawa": ["Ottawa", "Gatineau", "Kanata", "Orléans"],
    "montreal": ["Montréal", "Laval", "Longueuil", "Verdun"],
}
NEVER_IN = 0.4  # of a public service's people, the share who hardly ever sign in


@dataclass(frozen=True)
class Crowd:
    """As content/sample/ tells it: people, memberships and profiles of coaches, and a story for each seeker."""

    people: list[dict[str, Any]] = field(default_factory=list)
    memberships: list[dict[str, Any]] = field(default_factory=list)
    coaches: list[dict[str, Any]] = field(default_factory=list)
    stories: list[dict[str, Any]] = field(default_factory=list)


def crowd() -> Crowd:
    """All of it."""
    found, names = Crowd(), written("names")
    words = Words(said=written("words"), roles=names["roles"], employers=names["employers"])
    for coach in names["coaches"]:
        _coach(found, coach)
        for _ in range(HOLDS[coach["login"]]):
            _seeker(found, coach, names, words)
    return found


def _coach(found: Crowd, told: dict[str, Any]) -> None:
    profile = ("languages", "fields", "city", "remote", "places_candidates")
    found.people.append(_person(told, zone="America/Toronto", roles=["coach"], weekday=0))
    found.memberships.append(
        {
            "person": told["login"],
            "organisation": ORGANISATION,
            "office": told["office"],
            "role": "coach",
            "from_days_ago": told["joined_days_ago"],
        }
    )
    found.coaches.append(
        {
            "person": told["login"],
            **{name: told[name] for name in profile},
            **{name: {told["locale"]: told[name]} for name in ("headline", "about")},
        }
    )


def _seeker(found: Crowd, coach: dict[str, Any], names: dict[str, Any], words: Words) -> None:
    place = len(found.stories)
    draw = Draw(place)
    locale = "fr" if draw.happens(FRENCH[coach["office"]]) else "en"
    # Steps that share no factor with the lists' lengths: no name comes twice.
    given, family = names["given"][locale], names["family"][locale]
    name = f"{given[place % len(given)]} {family[(place * 5 + place // len(given)) % len(family)]}"
    seen = draw.number(12, 60) if draw.happens(NEVER_IN) else draw.weighed({0: 4, 1: 4, 2: 3, 4: 2, 7: 2, 10: 1})
    told = {
        "login": "-".join(plain(name).split()),
        "name": name,
        "locale": locale,
        "city": draw.one(CITIES[coach["office"]]),
        "joined_days_ago": draw.number(max(35, seen + 14), 170),
        "seen_days_ago": seen,
        "hour": draw.number(8, 12),
    }
    person = _person(told, zone="America/Toronto", roles=["seeker"], weekday=draw.number(0, 4))
    found.people.append(person | {"no_reply_after_days": draw.one([14, 21, 28])})
    found.stories.append(story_of(draw, told, coach, words))


def _person(told: dict[str, Any], *, zone: str, roles: list[str], weekday: int) -> dict[str, Any]:
    plain_facts = ("login", "name", "locale", "city", "joined_days_ago", "seen_days_ago")
    return {
        **{name: told[name] for name in plain_facts},
        "email": f"{told['login']}@example.org",
        "zone": zone,
        "roles": roles,
        "digest": {"weekday": weekday, "hour": told["hour"], "frequency": "weekly"},
    }
