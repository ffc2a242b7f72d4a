"""What happens to applications: a few hundred stories, drawn once, which every application then takes one of."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.crowd.table import NULL
from coach_platform.content.vocabulary import STAGES, Outcome, RoleKind, Source, WorkMode

STORIES = 600
COMPANIES = (
    "Harbour Foods", "Maple Ledger", "Northgate Clinic", "Tidewater Logistics", "Ottawa Data Works", "Ferme du Lac",
    "Éditions Boréal", "Clinique des Érables", "Banque du Nord", "Transport Rivière", "Copper & Pine", "Lakeside Schools",
    "Granite Insurance", "Prairie Solar", "Quayside Hotels", "Atelier Montcalm", "Sable Software", "Fundy Fisheries",
)  # fmt: skip
ROLES = (
    "Data analyst", "Office coordinator", "Registered nurse", "Warehouse lead", "Junior developer", "Conseillère clientèle",
    "Chargé de projet", "Comptable", "Teacher, grade 6", "Line cook", "Marketing specialist", "Electrician",
)  # fmt: skip
# How far people get, of a hundred, and what came of it there.
REACHED = (55, 16, 15, 4, 6, 3, 1)
OUTCOMES = {Outcome.REJECTED: 45, Outcome.NO_REPLY: 28, Outcome.OPEN: 22, Outcome.WITHDRAWN: 5}
POSTING = "We look for somebody who listens, writes clearly and likes to bring order into things. " * 9


@dataclass(frozen=True)
class Story:
    """One try: everything but whose, and when. `stages` and `outcome_after` are days after it was sent."""

    text: str  # the columns of an application that do not hang on its day
    locale: str
    stages: tuple[tuple[str, int], ...]
    furthest: str
    rating: int | None
    outcome: str
    outcome_after: int | None
    own_words: str
    late: bool  # worth a case: it had gone far


def stories(seed: int) -> list[Story]:
    """The same for the same seed."""
    draw = Random(seed)
    return [_story(draw) for _ in range(STORIES)]


def _story(draw: Random) -> Story:
    company, role = f"{draw.choice(COMPANIES)} {draw.randrange(100)}", draw.choice(ROLES)
    locale = "fr" if draw.random() < 0.25 else "en"
    rank = draw.choices(range(7), REACHED)[0]
    day, stages = 0, [(STAGES[0].value, 0)]
    for reached in range(1, rank + 1):
        if reached == rank or draw.random() < 0.8:
            day += draw.randrange(3, 12)
            stages.append((STAGES[reached].value, day))
    outcome = draw.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    ended = outcome is not Outcome.OPEN
    words = "We went ahead with somebody whose experience is closer to the role." if draw.random() < 0.5 else ""
    return Story(
        text=_columns(draw, company, role, locale),
        locale=locale,
        stages=tuple(stages),
        furthest=STAGES[rank].value,
        rating=draw.randrange(1, 6) if rank and draw.random() < 0.6 else None,
        outcome=outcome.value,
        outcome_after=day + draw.randrange(2, 30) if ended else None,
        own_words=words if outcome is Outcome.REJECTED else "",
        late=ended and outcome is not Outcome.WITHDRAWN and rank >= 2,
    )


def _columns(draw: Random, company: str, role: str, locale: str) -> str:
    plain = company.lower().replace("é", "e").replace("è", "e")
    values = [company, plain, role, role.lower(), f"{plain} {role.lower()} ottawa"]
    values += [draw.choice(list(Source)).value, draw.choice(list(WorkMode)).value, draw.choice(list(RoleKind)).value]
    return "\t".join([*values, "Ottawa", POSTING if draw.random() < 0.05 else "", locale])


# In the order of `Story.text`, between the ids and the days.
TEXT_COLUMNS = "company company_sort role role_sort search_text source work_mode role_kind location posting_text locale"


def days_of(story: Story, sent_on: date, today: date) -> tuple[str, str]:
    """The day of the outcome, and of the last event: none lies ahead."""
    if story.outcome_after is None:
        return NULL, min(sent_on + timedelta(days=story.stages[-1][1]), today).isoformat()
    ended = min(sent_on + timedelta(days=story.outcome_after), today).isoformat()
    return ended, ended
