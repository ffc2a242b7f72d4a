"""Lists that grow with a person's years: a page at a time, with as many statements for many rows as for two."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import ActionKind, Section, Stage
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Case
from coach_platform.core.assessments.case_view import case_list
from coach_platform.core.coaching import notes
from coach_platform.core.coaching.sharing import grant_history, sharing_page
from coach_platform.core.plans import actions, progress
from coach_platform.core.plans.action_views import CLOSED_SHOWN
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Action
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.practice.items import Surprise, keep_surprises
from coach_platform.core.practice.queries import practice_list
from coach_platform.core.relations.models import Coaching, CoachingState
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.paging import PAGE, Paged

MANY = 2 * PAGE + 3


def some_cases(cast, number: int) -> None:
    for n in range(number):
        open_case(cast.sam, log_no(cast.sam, company=f"Company {n}", role="Planner", stage=Stage.INTERVIEW))


def some_notes(cast, number: int) -> None:
    for n in range(number):
        notes.add_note(cast.casey, cast.sam.person_id, body=f"Note {n}")


def some_practice(cast, number: int) -> None:
    case_id = open_case(cast.sam, log_no(cast.sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW))
    keep_surprises(cast.sam, case_id, [Surprise("surprises", f"Question {n}?") for n in range(number)])


def some_grants(cast, number: int) -> None:
    for _ in range(number):
        cast.grant(Section.PLAN)


def some_past_coachings(cast, number: int) -> None:
    # The same moment for all: then the key alone decides.
    moment = clock.now() - timedelta(days=90)
    over = {"state": CoachingState.ENDED, "asked_at": moment, "answered_at": moment, "ended_at": moment}
    rows = [Coaching(seeker_id=cast.sam.person_id, places_candidates=False, **over) for _ in range(number)]
    db.session.add_all(rows)
    db.session.flush()


LISTS: dict[str, tuple[Callable[..., None], Callable[..., Paged[Any]], str]] = {
    "cases": (some_cases, lambda c, page: case_list(own_sight(c.sam.person_id), page=page), "case_id"),
    "notes": (some_notes, lambda c, page: notes.notes_page(c.casey, c.sam.person_id, page=page).notes, "id"),
    "practice": (some_practice, lambda c, page: practice_list(own_sight(c.sam.person_id), page=page), "id"),
    "grants": (some_grants, lambda c, page: grant_history(c.sam, c.coaching_id, page=page).grants, "id"),
    "past coachings": (some_past_coachings, lambda c, page: sharing_page(c.sam, page=page).past, "id"),
}


@pytest.mark.parametrize("name", LISTS)
def test_each_row_is_on_one_page_and_pages_cost_alike(cast, counted, name):
    put, read, key = LISTS[name]
    put(cast, 2)
    with counted() as few:
        short = read(cast, "")
    assert (len(short.rows), short.next) == (2, "")
    put(cast, MANY)
    seen: list[Any] = []
    page, mark = None, ""
    while page is None or mark:
        with counted() as statements:
            page = read(cast, mark)
        assert len(statements) == len(few)
        assert len(page.rows) <= PAGE
        seen += [getattr(row, key) for row in page.rows]
        mark = page.next
    assert len(seen) == len(set(seen)) == MANY + 2
    assert read(cast, page.previous).rows


def test_a_mark_that_cannot_be_read_means_the_first_page(cast):
    some_notes(cast, 2)
    for mark in ("x", ">", "<dt:never~uuid:x", ">i:1~i:2~i:3", "\0"):
        assert len(notes.notes_page(cast.casey, cast.sam.person_id, page=mark).notes.rows) == 2


def test_a_coach_sees_a_page_of_cases_and_practice_and_the_looks_are_of_that_page(cast, counted):
    cast.grant(*Section, future=True)
    some_cases(cast, PAGE + 4)
    first = seeker_page(cast.casey, cast.sam.person_id)
    with counted() as statements:
        second = seeker_page(cast.casey, cast.sam.person_id, cases=first.cases.next)
    assert len(statements) <= 8
    assert (len(first.cases.rows), len(second.cases.rows)) == (PAGE, 4)
    every = set(db.session.scalars(select(Case.id)))
    assert {line.case_id for page in (first, second) for line in page.cases.rows} == every


def test_a_plan_shows_the_latest_of_what_is_done_and_more_when_asked(cast, counted):
    for n in range(CLOSED_SHOWN + 5):
        action_id = actions.add_action(cast.sam, details=Details(what=f"Step {n}", kind=ActionKind.PRACTICE))
        progress.finish(cast.sam, action_id)
        db.session.get(Action, action_id).closed_at = clock.now() - timedelta(days=n)
    actions.add_action(cast.sam, details=Details(what="Open", kind=ActionKind.PRACTICE))
    db.session.flush()
    with counted() as statements:
        points = plan_page(cast.sam, cast.sam.person_id).points
    assert len(statements) <= 7
    assert (len(points.open), len(points.closed), points.closed_total) == (1, CLOSED_SHOWN, CLOSED_SHOWN + 5)
    assert points.closed[0].what.text == "Step 0"
    more = plan_page(cast.sam, cast.sam.person_id, closed=CLOSED_SHOWN * 2).points
    assert len(more.closed) == CLOSED_SHOWN + 5
