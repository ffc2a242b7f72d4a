""" "Not this one": a single case kept out of what is shared, at once and everywhere."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from coach_platform.content.vocabulary import ActionKind, Outcome
from coach_platform.core.access.sight import sight_of
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.coaching.case_names import case_names
from coach_platform.core.coaching.exclusions import keep_case_out, let_case_in, readers_of_case
from coach_platform.core.coaching.grants import Cases
from coach_platform.core.coaching.sharing import grant_history, one_coaching
from coach_platform.core.coaching.words import in_words
from coach_platform.core.digests.coach.facts import Why
from coach_platform.core.digests.coach.gathering import gather
from coach_platform.core.insights.for_coach import insights_for_coach
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.plans import actions
from coach_platform.core.plans.details import WORDS, Details
from coach_platform.core.plans.models import Action
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.practice.queries import practice_list
from coach_platform.core.relations.models import Section
from coach_platform.core.today.caseload.listing import caseload
from coach_platform.core.today.coach import coach_today
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id
from tests.core.assessments.stories import a_case
from tests.core.coaching.conftest import CANARY


def cases_seen(cast) -> list:
    page = seeker_page(cast.casey, cast.sam.person_id).cases
    return [line.company for line in page.rows] if page else []


@pytest.mark.parametrize("cases", [Cases.ALL_SO_FAR, Cases.ALL_FUTURE_TOO])
def test_a_case_can_be_kept_out_of_all_when_granting(cast, two, share, cases):
    share(Section.STORY, cases=cases, not_ids=[two.canary])
    assert cases_seen(cast) == ["Nordlys"]


def test_a_foreign_case_cannot_even_be_kept_out(cast, two, share):
    with pytest.raises(NotFound):
        share(Section.STORY, cases=Cases.ALL_FUTURE_TOO, not_ids=[new_id()])
    with pytest.raises(NotFound):
        keep_case_out(cast.sam, new_id())
    share(Section.STORY, cases=Cases.ALL_FUTURE_TOO)
    with pytest.raises(NotFound):
        keep_case_out(cast.nina, two.nordlys)


def test_the_page_of_sharing_says_what_is_kept_out(cast, two, share):
    share(Section.STORY, cases=Cases.ALL_FUTURE_TOO, not_ids=[two.nordlys])
    said = in_words(one_coaching(cast.sam, cast.coaching_id).granted, case_names(cast.sam.person_id)).cases
    assert said == "All your cases, and every case you open later, but not: Nordlys (Project coordinator)."


def digest_of(cast) -> list[str]:
    facts = {"kind": "digest_coach", "key": "k", "address": "-", "locale": "en", "zone": "America/Toronto"}
    message = Outgoing(id=new_id(), person_id=cast.casey.person_id, **facts)
    line = gather([message])[cast.casey.person_id].lines.get(cast.sam.person_id)
    return sorted(reason.company for reason in line.reasons if reason.why is Why.NEW_NO) if line else []


@pytest.mark.parametrize("cases", [Cases.ALL_SO_FAR, Cases.ALL_FUTURE_TOO])
def test_kept_out_later_it_is_gone_from_every_place_at_once(cast, two, share, cases):
    share(*Section, cases=cases)
    evidence = Details(what="Practise", kind=ActionKind.PRACTICE, evidence=[two.nordlys, two.canary])
    actions.add_action(cast.sam, details=evidence)
    keep_case_out(cast.sam, two.canary)
    assert cases_seen(cast) == ["Nordlys"]
    (line,) = caseload(cast.casey).lines
    assert line.cases == 1
    late = [reason.company for line in coach_today(cast.casey).lines for reason in line.reasons if reason.company]
    assert CANARY not in late
    assert digest_of(cast) == ["Nordlys"]
    (point,) = plan_page(cast.casey, cast.sam.person_id).points.open
    assert [case.company for case in point.evidence] == ["Nordlys"]
    with pytest.raises(NotFound):
        sight_of(cast.casey, cast.sam.person_id).need(Section.STORY, two.canary)


def test_a_question_of_a_case_kept_out_is_gone_and_so_is_what_is_seen_with_all_cases_only(cast, two, share):
    share(Section.PRACTICE, cases=Cases.ALL_FUTURE_TOO)
    asked = {
        "seeker_id": cast.sam.person_id,
        "locale": "en",
        "comment_asked_at": clock.now(),
        "created_at": clock.now(),
    }
    for case_id in (two.nordlys, two.canary, None):
        db.session.add(PracticeItem(question="Why?", case_id=case_id, source_key=str(case_id), **asked))
    db.session.flush()

    def seen() -> tuple[int, int]:
        (line,) = coach_today(cast.casey).lines
        sight = sight_of(cast.casey, cast.sam.person_id)
        return line.reasons[0].count, len(practice_list(sight).rows)

    assert seen() == (3, 3)
    keep_case_out(cast.sam, two.canary)
    assert seen() == (1, 1)


@pytest.fixture
def came_back(two):
    """The employer of the case that will be kept out wrote again: it is an open application as well."""
    application = db.session.get_one(Application, db.session.get_one(Case, two.canary).application_id)
    application.outcome = Outcome.OPEN
    db.session.flush()


def pipeline_of(page):
    return [one.company for one in page.pipeline.open], page.pipeline.open_count, page.pipeline.reached[0][1]


def test_the_application_of_a_case_kept_out_is_neither_named_nor_counted_in_the_pipeline(cast, two, came_back, share):
    share(Section.STORY, Section.PIPELINE, cases=Cases.ALL_FUTURE_TOO)

    def seen():
        page = seeker_page(cast.casey, cast.sam.person_id)
        return pipeline_of(page), insights_for_coach(cast.casey, cast.sam.person_id).funnel.total

    assert seen() == (([CANARY], 1, 2), 2)
    keep_case_out(cast.sam, two.canary)
    assert seen() == (([], 0, 1), 1)


def test_kept_out_of_one_grant_it_is_counted_for_whoever_reads_its_story_by_another(cast, team, two, came_back):
    cast.grant(Section.STORY, Section.PIPELINE, future=True)
    by_team = team.share(Section.STORY, Section.PIPELINE)
    keep_case_out(cast.sam, two.canary, grant_id=by_team)
    assert pipeline_of(seeker_page(team.jo, cast.sam.person_id)) == ([], 0, 1)
    assert pipeline_of(seeker_page(cast.casey, cast.sam.person_id)) == ([CANARY], 1, 2)
    team.share(Section.PIPELINE, not_ids=[two.canary])
    assert pipeline_of(seeker_page(team.jo, cast.sam.person_id)) == ([], 0, 1)
    team.share(Section.PIPELINE)
    assert pipeline_of(seeker_page(team.jo, cast.sam.person_id)) == ([CANARY], 1, 2)


def test_a_sentence_counted_over_the_whole_search_is_not_said_to_whom_a_case_is_kept_from(cast, two, share):
    accept_of_search(cast)
    share(Section.STORY, Section.PLAN, Section.PIPELINE, cases=Cases.ALL_FUTURE_TOO)

    def why():
        (point,) = plan_page(cast.casey, cast.sam.person_id).points.open
        return point.why.text

    assert "17" in why()
    keep_case_out(cast.sam, two.canary)
    assert "17" not in why()
    assert why()


def accept_of_search(cast) -> None:
    """A point that a rule proposed for what it counted over seventeen applications."""
    point = actions.add_action(cast.sam, details=Details(what="-", kind=ActionKind.REWRITE))
    counted = {"rule_key": "fit.five_matched", "rule_version": 1, "rule_params": {"applications": 17, "talks": 0}}
    words = dict.fromkeys(WORDS)
    db.session.execute(update(Action).where(Action.id == point).values(**counted, **words))
    db.session.expire_all()


def test_it_can_be_shared_again_as_it_was_agreed_and_kept_out_again(cast, two, share):
    grant_id = share(Section.STORY, cases=Cases.ALL_FUTURE_TOO)
    for _ in range(2):
        keep_case_out(cast.sam, two.canary)
        keep_case_out(cast.sam, two.canary)  # twice is once
        assert cases_seen(cast) == ["Nordlys"]
        let_case_in(cast.sam, two.canary, grant_id=grant_id)
        assert set(cases_seen(cast)) == {"Nordlys", CANARY}
    with pytest.raises(NotFound):
        let_case_in(cast.sam, two.canary, grant_id=grant_id)
    with pytest.raises(NotFound):
        let_case_in(cast.nina, two.canary, grant_id=grant_id)


def test_kept_out_of_one_grant_the_other_still_shows_it_and_out_of_all_nobody_sees_it(cast, team, two):
    cast.grant(Section.STORY, future=True)
    by_team = team.share(Section.STORY)
    keep_case_out(cast.sam, two.canary, grant_id=by_team)
    assert not sight_of(team.jo, cast.sam.person_id).case(two.canary)
    assert sight_of(cast.casey, cast.sam.person_id).case(two.canary)
    keep_case_out(cast.sam, two.canary)
    assert not sight_of(cast.casey, cast.sam.person_id).case(two.canary)


def test_the_case_says_with_whom_it_is_shared_and_of_what(cast, team, two):
    cast.grant(Section.STORY, Section.PLAN, cases=[two.nordlys])
    team.share(Section.DEEPER, not_ids=[two.nordlys])
    readers = readers_of_case(cast.sam, two.nordlys)
    said = [(reader.name, reader.team, reader.sections, reader.future_too, reader.kept_out) for reader in readers]
    assert said == [
        (cast.casey.name, False, (Section.STORY,), False, False),
        ("Ottawa team", True, (Section.DEEPER,), True, True),
    ]
    assert [reader.name for reader in readers_of_case(cast.sam, two.canary)] == ["Ottawa team"]
    assert readers_of_case(cast.nina, two.nordlys) == []


def test_a_plan_alone_shows_no_case_to_keep_out(cast, two, share):
    share(Section.PLAN, cases=Cases.ALL_FUTURE_TOO)
    assert readers_of_case(cast.sam, two.nordlys) == []


def test_an_ended_grant_shares_no_case(cast, two, share):
    share(Section.STORY, cases=Cases.ALL_FUTURE_TOO, until_on=clock.today(cast.sam.zone))
    assert len(readers_of_case(cast.sam, two.nordlys)) == 1
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert readers_of_case(cast.sam, two.nordlys) == []


def test_a_case_opened_later_is_seen_until_it_is_kept_out(cast, two, share):
    share(Section.STORY, cases=Cases.ALL_FUTURE_TOO)
    later = a_case(cast.sam, company="Later")
    assert "Later" in cases_seen(cast)
    keep_case_out(cast.sam, later)
    assert "Later" not in cases_seen(cast)


def test_the_history_says_what_was_agreed_to_and_from_when_a_case_was_kept_out(cast, two, share):
    share(Section.STORY, cases=Cases.ALL_SO_FAR)
    keep_case_out(cast.sam, two.nordlys)
    (grant,) = grant_history(cast.sam, cast.coaching_id).grants.rows
    let_case_in(cast.sam, two.nordlys, grant_id=grant.id)
    keep_case_out(cast.sam, two.nordlys)
    found = grant_history(cast.sam, cast.coaching_id)
    assert "Nordlys" in in_words(grant, found.cases, as_agreed=True).cases
    first, second = found.kept_out[grant.id]
    assert {first.case_id, second.case_id} == {two.nordlys}
    assert first.until is not None
    assert second.until is None
