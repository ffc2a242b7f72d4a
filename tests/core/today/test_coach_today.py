"""A coach's Today and caseload: who is on it and why, in which order, and only by what was granted."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.assessments.check_ins import check_in
from coach_platform.core.coaching import asking, grants
from coach_platform.core.coaching.grants import Cases
from coach_platform.core.coaching.looks_log import looks_page
from coach_platform.core.plans import actions, progress, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.relations.models import Membership, Person, Role, Section
from coach_platform.core.today.caseload.listing import PAGE, caseload
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotAllowed
from tests.agreed import agreed
from tests.core.coaching.test_asking import listed

CANARY = "Kanarienvogel"


def seeker(name: str, coach, *sections, cases=Cases.ALL_FUTURE_TOO):
    """Another seeker of `coach`, who granted `sections`."""
    moment = clock.now() - timedelta(days=90)
    facts = {"locale": "en", "zone": "America/Toronto", "confirmed_at": moment, "created_at": moment}
    person = Person(
        email=f"{name.lower()}@example.org", name=name, name_sort=name.lower(), last_seen_at=clock.now(), **facts
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(Membership(person_id=person.id, role=Role.SEEKER, from_at=moment))
    db.session.flush()
    actor = actor_for(person.id)
    coaching_id = asking.invite(coach, person.id)
    asking.accept(actor, coaching_id)
    if sections:
        grants.grant(actor, coaching_id, sections=sections, cases=cases, agreed_to=agreed())
    return actor, coaching_id


def late_no(actor, company="Nordlys", stage=Stage.FINAL_ROUND):
    return open_case(actor, log_no(actor, company=company, role="Planner", stage=stage))


def overdue(actor, days=3):
    due = clock.today(actor.zone) - timedelta(days=days)
    details = Details(what="Practise aloud", kind=ActionKind.PRACTICE, due_on=due)
    return actions.add_action(actor, details=details)


def quiet(actor, days):
    db.session.execute(
        update(Person).where(Person.id == actor.person_id).values(last_seen_at=clock.now() - timedelta(days=days))
    )


def whys(today) -> dict[str, list[Why]]:
    return {line.name: [reason.why for reason in line.reasons] for line in today.lines}


def test_reasons_of_one_person_are_merged_in_the_order_of_what_an_answer_changes(cast):
    sam, coaching_id = seeker("Maya", cast.casey, *Section)
    overdue(sam)
    late_no(sam)
    reviews.ask_review(sam, coaching_id, note="Please look")
    quiet(sam, 16)
    (line,) = coach_today(cast.casey).lines
    assert [reason.why for reason in line.reasons] == [Why.LATE_NO, Why.REVIEW, Why.QUIET, Why.OVERDUE]
    assert (line.reasons[0].company, line.reasons[1].note, line.reasons[2].days, line.reasons[3].count) == (
        "Nordlys",
        "Please look",
        16,
        1,
    )


def test_people_stand_in_the_order_of_their_weightiest_reason_then_of_the_longest_wait(cast):
    with time_machine.travel(clock.now() - timedelta(days=2), tick=False):
        first, first_id = seeker("First", cast.casey, *Section)
        overdue(first)
        reviews.ask_review(first, first_id)
    overdue(seeker("Over", cast.casey, *Section)[0])
    quiet(seeker("Quiet", cast.casey, *Section)[0], 20)
    late_no(seeker("Late", cast.casey, *Section)[0])
    second, second_id = seeker("Second", cast.casey, *Section)
    overdue(second)
    reviews.ask_review(second, second_id)
    assert [line.name for line in coach_today(cast.casey).lines] == ["Late", "First", "Second", "Quiet", "Over"]


@pytest.mark.parametrize(
    ("section", "why"),
    [
        (Section.STORY, [Why.LATE_NO]),
        (Section.PLAN, [Why.OVERDUE]),
        (Section.ACTIVITY, [Why.QUIET]),
        (Section.CONFIDENCE, []),
    ],
)
def test_each_reason_is_there_only_with_its_section(cast, section, why):
    maya, _id = seeker("Maya", cast.casey, section)
    late_no(maya)
    overdue(maya)
    quiet(maya, 16)
    assert whys(coach_today(cast.casey)) == ({"Maya": why} if why else {})


def test_a_late_no_of_a_case_that_was_not_granted_is_not_there(cast):
    maya, coaching_id = seeker("Maya", cast.casey)
    shared = late_no(maya)
    late_no(maya, company=CANARY)
    grants.grant(maya, coaching_id, sections=[Section.STORY], cases=Cases.LISTED, case_ids=[shared], agreed_to=agreed())
    (line,) = coach_today(cast.casey).lines
    assert [reason.company for reason in line.reasons] == ["Nordlys"]


def test_an_early_no_and_an_old_one_are_no_reason(cast):
    maya, _id = seeker("Maya", cast.casey, Section.STORY)
    late_no(maya, stage=Stage.SCREENING)
    with time_machine.travel(clock.now() - timedelta(days=9), tick=False):
        late_no(maya, company="Old")
    assert coach_today(cast.casey).lines == []


def test_a_sleeping_action_and_thirteen_days_of_silence_are_no_reason(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    action_id = overdue(maya)
    progress.snooze(maya, action_id, until_on=clock.today(maya.zone) + timedelta(days=2))
    quiet(maya, 13)
    assert coach_today(cast.casey).lines == []


def test_the_rhythm_before_the_silence_counts_days_with_something_written(cast):
    maya, _id = seeker("Maya", cast.casey, Section.ACTIVITY)
    for days in (20, 22, 22, 30):
        with time_machine.travel(clock.now() - timedelta(days=days), tick=False):
            check_in(maya, confidence=3)
    quiet(maya, 18)
    (line,) = coach_today(cast.casey).lines
    assert (line.reasons[0].days, line.reasons[0].active_days) == (18, 3)


def test_new_requests_are_there_and_nothing_else_of_who_asks(cast):
    listed(cast.casey)
    asking.ask(cast.nina, cast.casey.person_id, message="Bonjour")
    late_no(cast.nina, company=CANARY)
    today = coach_today(cast.casey)
    assert [(one.seeker, one.message) for one in today.requests] == [("Nina Roy", "Bonjour")]
    assert today.lines == []
    assert CANARY not in repr(today)


def test_looks_of_the_queue_are_written_by_section_and_case(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    case_id = late_no(maya)
    overdue(maya)
    coach_today(cast.casey)
    (line,) = looks_page(maya).lines
    assert line.surface == "queue"
    assert line.seen == ((Section.STORY, (case_id,)), (Section.PLAN, ()))


def test_who_is_not_on_the_list_was_not_looked_at(cast):
    maya, _id = seeker("Maya", cast.casey, *Section)
    coach_today(cast.casey)
    assert looks_page(maya).lines == []


def test_only_a_coach_has_a_coachs_today(cast):
    for verb in (coach_today, caseload):
        with pytest.raises(NotAllowed):
            verb(cast.sam)


def test_the_caseload_shows_each_figure_only_where_its_section_is_granted(cast):
    everything, _all = seeker("All", cast.casey, *Section)
    seeker("Nothing", cast.casey)
    overdue(everything)
    late_no(everything)
    check_in(everything, confidence=2, occasion="logged")
    check_in(everything, confidence=4, occasion="planned")
    lines = {line.name: line for line in caseload(cast.casey).lines}
    full, bare = lines["All"], lines["Nothing"]
    assert (full.open_actions, full.overdue, full.cases, full.confidence) == (1, 1, 1, (2, 4))
    assert full.last_seen_on is not None
    assert (bare.open_actions, bare.overdue, bare.cases, bare.confidence, bare.last_seen_on) == (None,) * 5
    assert set(lines) == {"All", "Nothing", "Sam Okafor"}


def test_the_caseload_counts_only_granted_cases_and_says_since_when_a_plan_waits(cast):
    maya, coaching_id = seeker("Maya", cast.casey)
    shared = late_no(maya)
    late_no(maya, company=CANARY)
    sections = [Section.STORY, Section.PLAN]
    grants.grant(maya, coaching_id, sections=sections, cases=Cases.LISTED, case_ids=[shared], agreed_to=agreed())
    overdue(maya)
    reviews.ask_review(maya, coaching_id)
    line = next(one for one in caseload(cast.casey).lines if one.name == "Maya")
    assert line.cases == 1
    assert line.waiting_since is not None


def test_the_caseload_comes_in_pages_by_name(cast):
    for number in range(PAGE + 3):
        seeker(f"Seeker {number:02}", cast.casey)
    first = caseload(cast.casey)
    second = caseload(cast.casey, page=2)
    names = [line.name for line in (*first.lines, *second.lines)]
    assert names == sorted(names, key=str.lower)
    assert (len(names), first.total, first.pages, second.page) == (PAGE + 4, PAGE + 4, 2, 2)


def test_statements_do_not_grow_with_seekers(cast, counted):
    numbers = []
    made = 0
    for total in (2, 50):
        while made < total:
            maya, coaching_id = seeker(f"Seeker {made:02}", cast.casey, *Section)
            late_no(maya)
            overdue(maya)
            reviews.ask_review(maya, coaching_id)
            quiet(maya, 16)
            made += 1
        with counted() as today:
            assert len(coach_today(cast.casey).lines) == total
        with counted() as load:
            caseload(cast.casey)
        numbers.append((len(today), len(load)))
    assert numbers[0] == numbers[1]
    assert numbers[0][0] <= 7  # and one for the sign-in session
    assert numbers[0][1] <= 4
