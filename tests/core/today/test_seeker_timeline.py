"""A seeker's timeline for a coach: across the cases that are shared, of the sections that are, and each line a look."""

from datetime import timedelta

import pytest

from coach_platform.content.vocabulary import ActionKind, Section
from coach_platform.core.access import looks
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.assessments.check_ins import check_in
from coach_platform.core.assessments.models import CheckIn
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.plans import actions, progress
from coach_platform.core.plans.details import Details
from coach_platform.core.relations.models import Look
from coach_platform.core.today.seeker_timeline import Happened, timeline_page
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from tests.core.assessments.stories import a_case


@pytest.fixture
def cases(cast):
    """Two cases, a deeper assessment of the first that Casey has looked at, an action done, a check-in."""
    found = [a_case(cast.sam), a_case(cast.sam, company="Harbour")]
    submit_assessment(cast.sam, found[0], set_key="deeper", answers={"research": {"value": 2}})
    progress.finish(cast.sam, actions.add_action(cast.sam, details=Details(what="One", kind=ActionKind.REWRITE)))
    check_in(cast.sam, confidence=3)
    cast.grant(*Section, future=True)
    case_page(cast.casey, found[0], read=True)
    db.session.commit()
    return found


def lines(cast, **more):
    return timeline_page(cast.casey, cast.sam.person_id, surface=looks.VIEW_AS, **more).lines.rows


def test_it_goes_across_the_cases_the_newest_day_first(cast, cases):
    found = lines(cast)
    assert [line.on for line in found] == sorted((line.on for line in found), reverse=True)
    assert {line.company for line in found if line.case_id} == {"Nordlys", "Harbour"}
    assert {line.what for line in found} == set(Happened) - {Happened.FEEDBACK}


@pytest.mark.parametrize("missing", sorted(Section))
def test_a_section_that_was_not_granted_has_no_line_and_names_no_case(cast, cases, missing):
    cast.grant(*(set(Section) - {missing}), future=True)
    found = lines(cast)
    assert missing not in {line.what.section for line in found}
    if missing is Section.STORY:
        assert {line.company for line in found} == {""}


def test_a_case_that_is_not_shared_is_not_in_it(cast, cases):
    cast.grant(*Section, cases=[cases[0]])
    assert {line.company for line in lines(cast) if line.case_id} == {"Nordlys"}


def test_answers_a_coach_never_looked_at_are_no_line(cast, cases):
    cast.revoke()
    cast.grant(*Section, cases=[cases[1]])
    submit_assessment(cast.sam, cases[1], set_key="deeper", answers={"research": {"value": 2}})
    assert Happened.DEEPER not in {line.what for line in lines(cast)}


def test_each_line_is_a_look(cast, cases):
    page = timeline_page(cast.casey, cast.sam.person_id)
    kept = {(row.section, row.case_id) for row in db.session.query(Look)}
    assert {(line.what.section, line.case_id) for line in page.lines.rows} <= kept


def test_nobody_else_has_it(cast, cases):
    for who in (cast.omar, cast.nina, cast.sam, cast.dana):
        with pytest.raises(NotFound):
            timeline_page(who, cast.sam.person_id)


def test_it_takes_a_constant_number_of_statements_and_comes_in_pages(cast, cases, counted):
    db.session.add_all(
        CheckIn(seeker_id=cast.sam.person_id, confidence=3, occasion="other", at=clock.now() - timedelta(days=day))
        for day in range(70)
    )
    db.session.commit()
    with counted() as statements:
        first = timeline_page(cast.casey, cast.sam.person_id)
    assert len(statements) <= 4  # the sign-in's is one more
    assert len(first.lines.rows) == 50
    second = lines(cast, page=first.lines.next)
    assert second[0].on <= first.lines.rows[-1].on
    assert lines(cast, page="no mark at all") == first.lines.rows
