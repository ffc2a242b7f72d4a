"""Who is in the crowd: coaches of agencies, seekers with and without one, each with a zone, a language and wishes for mail."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from bench.crowd.ids import Ids, one
from bench.crowd.table import NULL
from bench.crowd.tables import Tables
from coach_platform.kit import clock

GIVEN = ("Ava Noah Léa Liam Zoé Owen Mia Hugo Ines Théo Ruth Amir Nora Marc Wei Anya Jade Omar Elsa Ravi").split()
FAMILY = (
    "Tremblay Roy Gagnon Singh Okafor Nguyen Martin Cardinal Haddad Lavoie Chen Fraser Dubois Patel Moreau"
).split()
# Where people are, of a hundred: most in eastern Canada, some everywhere.
ZONES = {
    "America/Toronto": 46, "America/Montreal": 12, "America/Vancouver": 12, "America/Edmonton": 9, "America/Winnipeg": 5,
    "America/Halifax": 6, "America/St_Johns": 2, "Europe/Paris": 4, "Africa/Lagos": 1, "Asia/Kolkata": 2, "Pacific/Auckland": 1,
}  # fmt: skip
SECTIONS = (
    ("{story,deeper,feedback,plan,pipeline,practice,confidence,activity}", 60),
    ("{story,plan,activity}", 25),
    ("{story,plan}", 15),
)
PEOPLE_OF_AN_AGENCY = 2_000


@dataclass(frozen=True)
class Person:
    """What the rest of their rows need to know."""

    number: int
    id: str
    name: str
    locale: str
    zone: str


class People:
    """Draws people and writes the rows that are about nobody else."""

    def __init__(self, tables: Tables, ids: Ids, draw: Random, now: datetime) -> None:
        self.tables, self.ids, self.draw, self.now = tables, ids, draw, now
        self.last_monday = _monday_at_eight(now)

    def person(self, number: int, login: str) -> Person:
        """Their row. `login` becomes the address."""
        draw = self.draw
        name = f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"
        locale = "fr" if draw.random() < 0.25 else "en"
        zone = draw.choices(list(ZONES), list(ZONES.values()))[0]
        since = self.now - timedelta(days=draw.randrange(40, 700))
        seen = self.now - timedelta(days=int(draw.expovariate(1 / 6)), minutes=5)
        here = Person(number, one("person", number), name, locale, zone)
        email = f"{login}@people.example"
        self.tables.persons.add(here.id, email, name, name.lower(), locale, zone, since, seen, since)
        return here

    def member(self, person: Person, role: str, organisation: str = NULL, office: str = NULL) -> None:
        """Their role, since two years."""
        since = self.now - timedelta(days=730)
        self.tables.memberships.add(self.ids.next("membership"), person.id, organisation, office, role, since)

    def digest(self, person: Person, face: str) -> None:
        """Most at Monday eight, some when they chose; one in fourteen turned it off. The last one was a week ago."""
        draw, tables = self.draw, self.tables
        chose = draw.random() < 0.3
        weekday, hour = (draw.randrange(7), draw.randrange(8, 20)) if chose else (0, 8)
        tables.digest_schedules.add(person.id, face, weekday, hour, self.last_monday, clock.TZDATA, NULL)
        if draw.random() < 0.07:
            tables.mail_choices.add(person.id, f"digest_{face}", "f", self.now)
        if face == "seeker" and draw.random() < 0.7:
            self._last_digest(person)

    def _last_digest(self, person: Person) -> None:
        at = self.last_monday - timedelta(days=7)
        shown = f'{{"until": "{at.isoformat()}", "steps": 0, "actions_done": 0, "actions": 2, "confidence": 3}}'
        key = f"digest_seeker:{person.id}:{at:%G-W%V}"
        self.tables.messages.add(
            self.ids.next("message"), at.date(), key, person.id, f"p{person.number}@people.example", person.locale,
            person.zone, at, at, at, at, shown,
        )  # fmt: skip


def _monday_at_eight(now: datetime) -> datetime:
    day = now.date() - timedelta(days=now.weekday())
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Agency:
    """An organisation and its offices."""

    id: str
    offices: tuple[str, ...]


def agencies(tables: Tables, ids: Ids, people: int, now: datetime) -> list[Agency]:
    """One for each two thousand people, with three offices."""
    found = []
    for number in range(max(1, people // PEOPLE_OF_AN_AGENCY)):
        organisation, name = ids.next("organisation"), f"Agency {number}"
        tables.organisations.add(organisation, name, name.lower(), now - timedelta(days=900))
        offices = tuple(ids.next("office") for _ in range(3))
        for office, city in zip(offices, ("Ottawa", "Montréal", "Halifax"), strict=True):
            tables.offices.add(office, organisation, city, city)
        found.append(Agency(organisation, offices))
    return found
