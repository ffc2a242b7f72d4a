"""The facts of a whole chunk of coaches' digests, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import OfferState, Outcome, Section
from coach_platform.core.access.mail_words import words_allowed
from coach_platform.core.access.sight import Sight, sights_of_coaches
from coach_platform.core.digests.coach import statements
from coach_platform.core.digests.coach.facts import CoachFacts, Line, Reason, Talk, Why
from coach_platform.core.digests.last import last_digests
from coach_platform.core.insights.rhythm import FLOOR, WEEKS, rhythm_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.plans.spans import ANSWER_LASTS, QUESTION_LASTS
from coach_platform.kit import clock
from coach_platform.kit.db import db

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
LATELY = timedelta(days=31)  # a first digest tells of the last month
WEEK = timedelta(days=7)
OF_CASES = (Section.STORY, Section.DEEPER, Section.FEEDBACK, Section.PRACTICE)


def gather(messages: Sequence[Outgoing]) -> Mapping[UUID, CoachFacts]:
    """Facts by coach. Seven statements, whatever the number of coaches and seekers."""
    now = clock.now()
    people = [m.person_id for m in messages if m.person_id]
    last = last_digests(messages[0].kind, people)
    facts = {person_id: CoachFacts(now) for person_id in people}
    sights = _sights(facts, people)
    since = [last[s.reader_id].until if s.reader_id in last else BEGINNING for s in sights]
    given = _told(sights, since) | {"now": now, "quiet_since": now - FLOOR, "rhythm": WEEKS}
    for row in db.session.execute(statements.PEOPLE, given):
        _person(facts[row.coach_id], row, now)
    for row in db.session.execute(statements.NEW_NOS, given | {"lately": now - LATELY}):
        facts[row.coach_id].lines[row.seeker_id].reasons.append(_new_no(row))
    spans = {"answered_since": now - ANSWER_LASTS, "asked_since": now - QUESTION_LASTS}
    _said(facts, db.session.execute(statements.SAID, _by_section(sights) | given | spans).all())
    for row in db.session.execute(statements.BESIDE, {"people": people, "now": now, "talks_until": now + WEEK}):
        if row.starts_at is None:
            facts[row.coach_id].requests.append(row.name)
        else:
            facts[row.coach_id].talks.append(Talk(row.seeker_id, row.name, row.starts_at))
    return facts


def _said(facts: Mapping[UUID, CoachFacts], rows: Sequence[Any]) -> None:
    """Each employer's answer is a reason; questions are one together, and so are answers that are practised."""
    questions: defaultdict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
    practised: defaultdict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
    for row in rows:
        line = facts[row.coach_id].lines[row.seeker_id]
        if row.why == Why.ANSWER:
            line.reasons.append(Reason(Why.ANSWER, n=1, company=row.company, case_id=row.case_id))
        else:
            (questions if row.why == Why.QUESTION else practised)[row.coach_id, row.seeker_id].append(row)
    for (coach_id, seeker_id), threads in questions.items():
        places = dict.fromkeys((Section(one.section), one.case_id) for one in threads if not one.closed)
        reason = Reason(Why.QUESTION, n=sum(one.n for one in threads), places=tuple(places))
        facts[coach_id].lines[seeker_id].reasons.append(reason)
    for (coach_id, seeker_id), items in practised.items():
        first = items[0]
        reason = Reason(Why.PRACTICE, n=len(items), case_id=first.case_id, item_id=first.item_id)
        facts[coach_id].lines[seeker_id].reasons.append(reason)


def _sights(facts: Mapping[UUID, CoachFacts], people: list[UUID]) -> list[Sight]:
    every = sights_of_coaches(people)
    for coach_id, sights in every.items():
        facts[coach_id].sights = dict(sights)
    flat = [sight for sights in every.values() for sight in sights.values()]
    for coach_id, seeker_id in words_allowed(flat):
        facts[coach_id].worded.add(seeker_id)
    return flat


def _told(sights: list[Sight], since: list[datetime]) -> dict[str, Any]:
    """What each sees, as the statements take it: a place in each list is one coach and one seeker of theirs."""
    through = [(sight.reader_id, coaching_id) for sight in sights for coaching_id in sight.over(Section.PLAN)]
    reaches = [(sight.reader_id, sight.reach(Section.STORY)) for sight in sights]
    listed = [(reader, case_id) for reader, reach in reaches for case_id in reach.listed]
    excluded = [(reader, case_id) for reader, reach in reaches for case_id in reach.excluded]
    return {
        "coaches": [sight.reader_id for sight in sights],
        "seekers": [sight.seeker_id for sight in sights],
        "since": since,
        "activity": [sight.section(Section.ACTIVITY) for sight in sights],
        "plan": [sight.section(Section.PLAN) for sight in sights],
        "every_case": [reach.all_cases for _reader, reach in reaches],
        **_columns(("readers", "through"), through),
        **_columns(("listers", "listed"), listed),
        **_columns(("excluders", "excluded"), excluded),
    }


def _by_section(sights: list[Sight]) -> dict[str, Any]:
    """The same of every section that belongs to cases."""
    reaches = {section: [(sight.reader_id, sight.reach(section)) for sight in sights] for section in OF_CASES}
    listed = [(by, s.value, case) for s, of in reaches.items() for by, reach in of for case in reach.listed]
    out = [(by, s.value, case) for s, of in reaches.items() for by, reach in of for case in reach.excluded]
    return {
        **{section.value: [reach.all_cases for _by, reach in reaches[section]] for section in OF_CASES},
        "practice_whole": [reach.whole for _by, reach in reaches[Section.PRACTICE]],
        **{f"listed_{name}": [row[place] for row in listed] for place, name in enumerate(("by", "in", "cases"))},
        **{f"out_{name}": [row[place] for row in out] for place, name in enumerate(("by", "in", "cases"))},
    }


def _columns(names: tuple[str, str], pairs: list[tuple[UUID, UUID]]) -> dict[str, list[UUID]]:
    return {names[0]: [one for one, _ in pairs], names[1]: [other for _, other in pairs]}


def _new_no(row: Any) -> Reason:
    return Reason(
        Why.NEW_NO,
        company=row.company,
        stage=row.stage,
        outcome=Outcome(row.outcome),
        offer_state=OfferState(row.offer_state) if row.offer_state else None,
        case_id=row.case_id,
    )


def _person(one: CoachFacts, row: Any, now: datetime) -> None:
    line = one.lines[row.seeker_id] = Line(row.seeker_id, row.name)
    one.seekers += 1
    if row.waits_since is not None:
        line.reasons.append(Reason(Why.WAITS, n=(now - row.waits_since).days))
    if row.last_seen_at is not None and _quiet(row, now):
        line.reasons.append(Reason(Why.QUIET, n=(now - row.last_seen_at).days))
    if row.overdue:
        line.reasons.append(Reason(Why.OVERDUE, n=row.overdue))
    if row.agreed:
        line.reasons.append(Reason(Why.AGREED))
    if row.done:
        line.reasons.append(Reason(Why.DONE, n=row.done))


def _quiet(row: Any, now: datetime) -> bool:
    """The same rule as on Today: against their own rhythm."""
    rhythm = rhythm_of(row.days or (), clock.local(row.last_seen_at, row.zone).date())
    return now - row.last_seen_at >= rhythm.after
