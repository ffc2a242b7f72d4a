"""What no foreign key holds together hangs together all the same: ids inside documents, grants, rules, drafts."""

import pytest
from sqlalchemy import select

from coach_platform.content import sample_world
from coach_platform.core.access.sight import sights_of_coaches
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.applications.models import Application, Case, Requirement, StageRating
from coach_platform.core.assessments.context import own_case
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole
from coach_platform.core.assessments.question_sets import current
from coach_platform.core.assessments.responses import field_errors_of
from coach_platform.core.drafts.models import Draft
from coach_platform.core.plans.models import Action, ActionEvidence, Comment
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.relations.models import CaseScope, Coaching, CoachingState, Grant, GrantCase, Look, Person

STORIES = {story["seeker"]: story for story in sample_world.seekers()}


def person(world, login: str) -> Person:
    return world.scalars(select(Person).where(Person.email == f"{login}@example.org")).one()


def cases_of(world, login: str) -> dict[str, Case]:
    """A seeker's cases by the key of their application in the story."""
    companies = {a["company"]: a["key"] for a in STORIES[login]["applications"]}
    rows = world.execute(
        select(Application.company, Case)
        .join(Case, Case.application_id == Application.id)
        .where(Case.seeker_id == person(world, login).id)
    )
    return {companies[company]: case for company, case in rows}


def test_caseys_grants_from_sam_are_those_that_were_told_in_their_order(world):
    sam, casey, cases = person(world, "sam"), person(world, "casey"), cases_of(world, "sam")
    grants = world.scalars(
        select(Grant).where(Grant.seeker_id == sam.id, Grant.coach_id == casey.id).order_by(Grant.agreed_at)
    ).all()
    told = STORIES["sam"]["coachings"][0]["grants"]
    assert [set(grant.sections) for grant in grants] == [set(each["sections"]) for each in told]
    assert [grant.revoked_at is None for grant in grants] == ["revoked_days_ago" not in each for each in told]
    assert grants[0].revoked_at == grants[1].agreed_at
    assert [grant.case_scope for grant in grants[:2]] == [CaseScope.FUTURE_TOO] * 2
    listed = set(world.scalars(select(GrantCase.case_id).where(GrantCase.grant_id == grants[2].id)))
    assert listed == {cases[key].id for key in told[2]["cases"]} and cases["copperfield"].id not in listed


def test_casey_sees_of_sam_what_the_live_grant_says_and_nothing_of_nina(world):
    sam, casey, nina = person(world, "sam"), person(world, "casey"), person(world, "nina")
    seen = sights_of_coaches([casey.id])[casey.id]
    assert seen[sam.id].sections == set(STORIES["sam"]["coachings"][0]["grants"][2]["sections"])
    assert not seen[sam.id].case(cases_of(world, "sam")["copperfield"].id)
    assert nina.id not in seen


def test_the_one_who_agreed_reads_the_text_in_their_language(world):
    luce, sam = person(world, "luce"), person(world, "sam")
    texts = {
        login.id: set(
            world.scalars(select(Grant.consent_text).where(Grant.seeker_id == login.id, Grant.team_id.is_(None)))
        )
        for login in (luce, sam)
    }
    assert len(texts[luce.id]) == len(texts[sam.id]) == 1 and texts[luce.id] != texts[sam.id]


def test_only_a_live_coaching_shares_anything(world):
    rows = world.execute(select(Coaching, Grant).join(Grant, Grant.coaching_id == Coaching.id)).all()
    assert all(grant.coach_id == coaching.coach_id for coaching, grant in rows if grant.team_id is None)
    assert [grant.coach_id for _coaching, grant in rows if grant.team_id is not None] == [None]
    assert all(coaching.state is CoachingState.ACTIVE for coaching, grant in rows if grant.revoked_at is None)
    states = {state: state in set(world.scalars(select(Coaching.state))) for state in CoachingState}
    assert states == dict.fromkeys(CoachingState, True)


def documents(world):
    """(case id, answers) of everything submitted or half done."""
    yield from world.execute(select(AssessmentResponse.case_id, AssessmentResponse.answers)).all()
    yield from world.execute(select(Draft.subject_id, Draft.body)).all()


def test_marks_name_the_lines_of_their_own_posting(world):
    lines = {}
    for case_id, line in world.execute(
        select(Case.id, Requirement.id).join(Requirement, Requirement.application_id == Case.application_id)
    ):
        lines.setdefault(case_id, set()).add(str(line))
    marked = [
        (case, [m["requirement"] for m in body["match"]["marks"]])
        for case, body in documents(world)
        if "match" in body and "marks" in body["match"]
    ]
    assert len(marked) > 10
    for case_id, ids in marked:
        assert set(ids) <= lines[case_id] and len(ids) == len(set(ids))


def test_the_product_would_take_every_answer_as_it_stands(world):
    asked = {key: current(key)[1] for key in ("first_assessment", "deeper")}
    actors = {row.id: actor_for(row.id) for row in world.scalars(select(Person))}
    submitted = world.scalars(select(AssessmentResponse)).all()
    for row in submitted:
        case = own_case(actors[row.seeker_id], row.case_id)
        assert field_errors_of(asked[row.set_key], case, row.answers, row.author_role) == {}
    for draft in world.scalars(select(Draft)):
        case = own_case(actors[draft.seeker_id], draft.subject_id)
        assert field_errors_of(asked[draft.form], case, draft.body) == {}
    assert {row.author_role for row in submitted} == set(AuthorRole)


def test_half_done_assessments_are_drafts_of_their_seekers_own_cases(world):
    drafts = world.scalars(select(Draft)).all()
    told = [
        (login, application["key"], set_key)
        for login, story in STORIES.items()
        for application in story["applications"]
        for set_key in ("first_assessment", "deeper")
        if application.get("case", {}).get(set_key, {}).get("state") == "draft"
    ]
    assert len(drafts) == len(told)
    for login, key, set_key in told:
        case = cases_of(world, login)[key]
        [draft] = [each for each in drafts if each.subject_id == case.id]
        assert (draft.form, draft.person_id, draft.seeker_id) == (set_key, case.seeker_id, case.seeker_id)


def test_ratings_of_a_first_assessment_are_rows_of_their_own(world):
    case = cases_of(world, "sam")["halden"]
    rows = world.scalars(select(StageRating).where(StageRating.application_id == case.application_id)).all()
    said = [row.what_went_well for row in rows if row.stage == "further_interview"]
    assert "Four rounds, and in three of them I was the person I wanted to be." in said


def test_surprises_became_practice_rehearsed_as_often_as_told(world):
    case = cases_of(world, "sam")["halden"]
    told = next(a for a in STORIES["sam"]["applications"] if a["key"] == "halden")["case"]
    rows = world.scalars(select(PracticeItem).where(PracticeItem.case_id == case.id)).all()
    questions = [line["question"] for line in told["deeper"]["answers"]["surprises"]["items"]]
    assert {row.question: row.times_rehearsed for row in rows} == dict(zip(questions, told["rehearsals"], strict=True))
    assert all(row.source_key.startswith("surprises.items:") for row in rows)


@pytest.mark.parametrize("login", sorted(login for login, story in STORIES.items() if story.get("plan")))
def test_an_action_in_a_rules_words_rests_on_the_cases_it_was_told_with(world, login):
    cases = cases_of(world, login)
    actions = world.scalars(select(Action).where(Action.seeker_id == person(world, login).id).order_by(Action.position))
    for told, action in zip(STORIES[login]["plan"]["actions"], actions, strict=True):
        evidence = set(world.scalars(select(ActionEvidence.case_id).where(ActionEvidence.action_id == action.id)))
        assert evidence == {cases[key].id for key in told["evidence"]}, told["key"]
        assert (action.rule_key is None) == (action.what is not None) == ("rule" not in told)
        if "rule" in told:
            considered = set(action.rule_params["considered"])
            assert considered >= {str(case_id) for case_id in evidence}
            assert (action.kind, action.area) == (told["kind"], told["area"])


def test_a_comment_carries_the_coaching_of_the_coach_who_wrote_it(world):
    coach_of = dict(world.execute(select(Coaching.id, Coaching.coach_id)).all())
    for comment in world.scalars(select(Comment)):
        assert comment.by_coach == (comment.coaching_id is not None) == (comment.author_id != comment.seeker_id)
        assert comment.coaching_id is None or coach_of[comment.coaching_id] == comment.author_id


def test_looks_and_drafts_name_cases_of_the_same_seeker(world):
    seeker_of = dict(world.execute(select(Case.id, Case.seeker_id)).all())
    looks = world.execute(select(Look.case_id, Look.seeker_id).where(Look.case_id.is_not(None))).all()
    assert looks and all(seeker_of[case_id] == seeker_id for case_id, seeker_id in looks)
