"""The facts of a whole chunk of seekers' digests, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from coach_platform.content.vocabulary import Stage
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.batch import waiting_beside
from coach_platform.core.applications.models import Case
from coach_platform.core.assessments.models import CheckIn
from coach_platform.core.digests.last import last_digests
from coach_platform.core.digests.seeker import statements
from coach_platform.core.digests.seeker.facts import CoachWrote, Happening, OpenAction, SeekerFacts
from coach_platform.core.insights.victories import victory_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.plans.due_dates import is_asleep, is_overdue
from coach_platform.core.plans.evidence import evidence_of
from coach_platform.core.plans.rule_words import words_for
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=7)  # what comes due before the next weekly one
TALKS_AHEAD = timedelta(days=14)


def gather(messages: Sequence[Outgoing]) -> Mapping[UUID, SeekerFacts]:
    """Facts by person; whoever has none has empty ones. Six statements, whatever the number of people."""
    readers = {m.person_id: m for m in messages if m.person_id}
    last = last_digests(messages[0].kind, list(readers))
    given = _given(readers, {p: one.until for p, one in last.items()})
    now = clock.now()
    facts: defaultdict[UUID, SeekerFacts] = defaultdict(lambda: SeekerFacts(now))
    for person_id in readers:
        facts[person_id].before = last[person_id].shown if person_id in last else None
    _coaches(facts, given)
    _plan(facts, readers, given)
    _figures(facts, given)
    _stages(facts, readers, given)
    return facts


def _given(readers: Mapping[UUID, Outgoing], sent: Mapping[UUID, datetime]) -> dict[str, Any]:
    people = list(readers)
    return {
        "people": people,
        "since": [sent.get(p, BEGINNING) for p in people],
        "today": [clock.today(readers[p].zone) for p in people],
        "stages": [stage.value for stage in Stage],
        "talks_ahead": TALKS_AHEAD.days,
        # A first digest tells of the last month, not of a whole search.
        "lately": clock.now() - timedelta(days=31),
    }


def _rows(statement: Any, given: Mapping[str, Any]) -> Any:
    wanted = {name: value for name, value in given.items() if name in statement.compile().params}
    return db.session.execute(statement, wanted)


def _coaches(facts: Mapping[UUID, SeekerFacts], given: Mapping[str, Any]) -> None:
    found: dict[tuple[UUID, str], CoachWrote] = {}
    for row in _rows(statements.WROTE, given):
        before = found.get((row.seeker_id, row.author), CoachWrote(row.author, 0, False))
        both = CoachWrote(row.author, before.comments + row.comments, before.review or row.review)
        found[row.seeker_id, row.author] = both
    for (seeker_id, _author), wrote in found.items():
        facts[seeker_id].wrote.append(wrote)


def _plan(facts: Mapping[UUID, SeekerFacts], readers: Mapping[UUID, Outgoing], given: Mapping[str, Any]) -> None:
    today = dict(zip(given["people"], given["today"], strict=True))
    wanted: list[tuple[Any, bool]] = []  # rows whose words are needed, and whether each is the next one
    for row in _rows(statements.ACTIONS, given):
        one = facts[row.seeker_id]
        one.figures.actions += 1
        one.figures.actions_done += row.state == "done"
        if row.state == "open" and not is_asleep(row.snoozed_until_on, today[row.seeker_id]):
            wanted += _mentioned(one, row, today[row.seeker_id], first=not one.has_next)
            one.has_next = True
    evidence, names = evidence_of([row.id for row, _ in wanted])
    for row, is_next in wanted:
        reader = readers[row.seeker_id]
        said = words_for(row, evidence.get(row.id, []), reader.locale, own_sight(row.seeker_id), names.get(row.id, {}))[
            "what"
        ]
        action = OpenAction(row.id, said.text, said.lang, row.due_on)
        if is_next:
            facts[row.seeker_id].next_action = action
        else:
            facts[row.seeker_id].due.append(action)


def _mentioned(one: SeekerFacts, row: Any, today: date, *, first: bool) -> list[tuple[Any, bool]]:
    """The nearest open action is the next one; of the others, those due before the next digest are named."""
    if is_overdue(row.due_on, row.snoozed_until_on, today):
        one.overdue += 1
    if first:
        return [(row, True)]
    soon = row.due_on is not None and row.due_on <= today + AHEAD
    return [(row, False)] if soon else []


def _figures(facts: Mapping[UUID, SeekerFacts], given: Mapping[str, Any]) -> None:
    for row in db.session.execute(_beside_each(given["people"])):
        one = facts[row.id]
        one.figures.steps, one.figures.confidence, one.batch = int(row.steps or 0), row.confidence, row.batch


def _beside_each(people: Sequence[UUID]) -> Select:
    steps = select(func.sum(func.cardinality(Case.steps_done))).where(Case.seeker_id == Person.id)
    latest = select(CheckIn.confidence).where(CheckIn.seeker_id == Person.id).order_by(CheckIn.at.desc()).limit(1)
    return select(
        Person.id,
        steps.correlate(Person).scalar_subquery().label("steps"),
        latest.correlate(Person).scalar_subquery().label("confidence"),
        waiting_beside(Person.id).label("batch"),
    ).where(Person.id.in_(people))


def _stages(facts: Mapping[UUID, SeekerFacts], readers: Mapping[UUID, Outgoing], given: Mapping[str, Any]) -> None:
    for row in _rows(statements.STAGES, given):
        one = facts[row.seeker_id]
        if row.kind is not None:
            one.won.append(victory_of(row, readers[row.seeker_id].locale))
            continue
        happening = Happening(row.application_id, row.company, Stage(row.stage), row.day)
        (one.coming if row.coming else one.victories).append(happening)
    for one in facts.values():
        one.victories = _furthest(one.victories)


def _furthest(steps: list[Happening]) -> list[Happening]:
    """Of each application the furthest step only, the furthest first."""
    found: dict[UUID, Happening] = {}
    for step in sorted(steps, key=lambda step: -step.stage.rank):
        found.setdefault(step.application_id, step)
    return list(found.values())
