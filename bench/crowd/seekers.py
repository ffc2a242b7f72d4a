"""What a seeker has: applications with their events, cases with assessments, a plan, a coaching and what it grants."""

import json
from datetime import date, datetime, timedelta
from random import Random

from bench.crowd.ids import Ids, one
from bench.crowd.people import SECTIONS, Agency, Person
from bench.crowd.stories import Story, days_of
from bench.crowd.table import NULL
from bench.crowd.tables import AREAS, Tables

FIRST = {
    "what_happened": {
        "words": "They said another person had done exactly this before. I had prepared for other questions."
    },
    "clarity": {"value": 3, "words": "They told me on the phone."},
    "timing": {"value": "late"},
}
_SCALED = {"words": "I would prepare this differently, with somebody who asks me aloud."}
DEEPER = {
    "rapport": {"value": 4, **_SCALED},
    "preparation": {"value": 2, **_SCALED},
    "research": {"value": 1, **_SCALED},
    "answers": {
        "value": 2,
        "sensed": [{"question": "Why did you leave?", "said": "It was time.", "weakness": "Too short."}],
    },
    "surprises": {
        "items": [{"question": "Who else did you ask?", "said": "Nobody.", "better": "Two former colleagues."}]
    },
}
STEPS = (
    "Practise the answer about why I left|Ask somebody in the field to read my resume|Write down three stories|Read up"
)


class Seekers:
    """Writes everything of one seeker. `sets`: the ids of the two question sets in this database."""

    def __init__(self, tables: Tables, ids: Ids, draw: Random, now: datetime, told: list[Story], sets: dict[str, str]):
        self.tables, self.ids, self.draw, self.now, self.told, self.sets = tables, ids, draw, now, told, sets
        self.today = now.date()
        self._days = [self.today - timedelta(days=back) for back in range(800)]

    def applications(self, person: Person, many: int) -> list[tuple[str, Story, date]]:
        """`many` tries over the last two years, more of them lately; those worth a case are given back."""
        late, draw, me = [], self.draw, person.id
        for _ in range(many):
            story = draw.choice(self.told)
            sent_on = self._days[int(draw.random() ** 2 * 700)]
            key = self.ids.next("application")
            self._application(key, me, story, sent_on)
            if story.late:
                late.append((key, story, sent_on))
        return late

    def _application(self, key: str, me: str, story: Story, sent_on: date) -> None:
        tables, ids, head = self.tables, self.ids, f"{key}\t{me}"
        ended, last = days_of(story, sent_on, self.today)
        rating = NULL if story.rating is None else story.rating
        tables.applications.line(
            f"{head}\t{sent_on}\t{ended}\t{last}\t{story.furthest}\t{rating}\t{story.outcome}\t{sent_on}\t{last}\t{story.text}"
        )
        for stage, after in story.stages:
            on = min(sent_on + timedelta(days=after), self.today)
            tables.stage_events.line(f"{ids.next('event')}\t{me}\t{key}\t{stage}\t{on}\t{on}\t{story.locale}")
        if story.rating is not None:
            tables.stage_ratings.add(ids.next("rating"), me, key, story.furthest, story.rating, last, story.locale)
        if story.outcome_after is not None:
            tables.outcome_events.line(
                f"{ids.next('outcome')}\t{me}\t{key}\t{story.outcome}\t{ended}\t{story.own_words}\t{ended}\t{story.locale}"
            )

    def cases(
        self, person: Person, late: list[tuple[str, Story, date]], most: int, *, whole: bool = False
    ) -> list[str]:
        """Some of what went far was opened; most of these (`whole`: all) hold a first assessment, half the deeper one."""
        found = []
        for application, story, sent_on in late[:most]:
            opened = min(sent_on + timedelta(days=(story.outcome_after or 0) + 2), self.today)
            key = self.ids.next("case")
            self.tables.cases.add(key, person.id, application, opened, "{first}")
            for set_key, answers, share in (("first_assessment", FIRST, 0.8), ("deeper", DEEPER, 0.5)):
                if whole or self.draw.random() < share:
                    self._response(person, key, set_key, answers, opened)
            if self.draw.random() < 0.5:
                self.tables.practice_items.add(
                    self.ids.next("practice"), person.id, key, "deeper", self.draw.choice(AREAS),
                    "Why did you leave your last position?", opened,
                )  # fmt: skip
            found.append(key)
        return found

    def _response(self, person: Person, case: str, set_key: str, answers: object, at: date) -> None:
        told = json.dumps(answers)
        self.tables.assessment_responses.add(
            self.ids.next("response"), person.id, case, self.sets[set_key], set_key, person.id, person.name, told, at
        )

    def coaching(self, person: Person, coach: Person, agency: Agency) -> str:
        """With this coach, for months; with a grant, most of them of everything."""
        draw, since = self.draw, self.now - timedelta(days=self.draw.randrange(20, 300))
        key, office = self.ids.next("coaching"), draw.choice(agency.offices)
        self.tables.coachings.add(key, person.id, coach.id, agency.id, office, since, since)
        sections = draw.choices([words for words, _ in SECTIONS], [share for _, share in SECTIONS])[0]
        self.tables.grants.add(self.ids.next("grant"), person.id, key, coach.id, sections, since)
        return key

    def plan(self, person: Person, coach: Person | None, coaching: str, cases: list[str], points: int) -> None:
        """Points done, open and overdue; of those with a coach one in four waits for an answer."""
        draw, tables = self.draw, self.tables
        begun = self.now - timedelta(days=draw.randrange(10, 120))
        waits = coach is not None and draw.random() < 0.25
        key = self.ids.next("plan")
        tables.plans.add(key, person.id, "awaiting_coach" if waits else "draft", begun, coaching, begun)
        for position in range(points):
            self._action(person, key, position, begun, cases)
        if coach is not None:
            self._words(person, coach, coaching, key, cases, waits=waits)
        for back in range(draw.randrange(0, 5)):
            at = self.now - timedelta(days=7 * back + 1)
            tables.check_ins.add(self.ids.next("check_in"), person.id, draw.randrange(1, 6), at)

    def _action(self, person: Person, plan: str, position: int, begun: datetime, cases: list[str]) -> None:
        draw, key = self.draw, self.ids.next("action")
        done = draw.random() < 0.35
        due = NULL if draw.random() < 0.2 else self.today + timedelta(days=draw.randrange(-12, 25))
        closed: object = begun + timedelta(days=3) if done else NULL
        self.tables.actions.add(
            key, person.id, plan, position, "practice", draw.choice(AREAS), "done" if done else "open",
            draw.choice(STEPS.split("|")), "It came up in two interviews.", due, closed, begun, begun,
        )  # fmt: skip
        if cases and draw.random() < 0.5:
            self.tables.action_evidence.add(key, draw.choice(cases), person.id)

    def _words(self, person: Person, coach: Person, coaching: str, plan: str, cases: list[str], *, waits: bool) -> None:
        draw, tables = self.draw, self.tables
        if waits:
            asked = self.now - timedelta(days=draw.randrange(0, 20))
            tables.reviews.add(
                self.ids.next("review"), person.id, plan, coaching, "Is this enough for next week?", asked, NULL, ""
            )
        for case in cases[:2]:
            at = self.now - timedelta(days=draw.randrange(1, 30))
            tables.comments.add(
                self.ids.next("comment"), person.id, coaching, coach.id, coach.name, "t", "case", case,
                "Your second answer is stronger than you think.", at, NULL if draw.random() < 0.3 else at,
            )  # fmt: skip
            if draw.random() < 0.3:
                tables.comments.add(
                    self.ids.next("comment"), person.id, coaching, person.id, person.name, "f", "case", case,
                    "Should I say it in the first minute?", at + timedelta(hours=2), NULL,
                )  # fmt: skip
        for section in ("plan", "story")[: draw.randrange(0, 3)]:
            at = self.now - timedelta(days=draw.randrange(2, 60))
            tables.looks.add(self.ids.next("look"), person.id, coach.id, coach.name, section, "page", at)


def person_id(number: int) -> str:
    """Of the person of that number (1 is the first coach)."""
    return one("person", number)
