"""What a team's grant opens, to whom, from when until when; and how it adds to a coach's own grant without mixing."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.core.access.sight import sight_of, sights_of_coaches
from coach_platform.core.assessments.case_view import case_list, case_page
from coach_platform.core.coaching import asking, grants
from coach_platform.core.coaching.grants import Cases
from coach_platform.core.coaching.teams import changing
from coach_platform.core.relations.models import Look, Membership, Section
from coach_platform.core.today.caseload.listing import caseload
from coach_platform.core.today.one_seeker import seeker_page
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.ids import new_id
from tests.agreed import agreed


def sight(reader, cast):
    return sight_of(reader, cast.sam.person_id)


def unseen(reader, cast) -> bool:
    with pytest.raises(NotFound):
        sight(reader, cast)
    return cast.sam.person_id not in [line.seeker_id for line in caseload(reader).lines]


def test_whoever_is_in_a_team_sees_nothing_before_its_seeker_shares_with_it(cast, team):
    cast.grant(*Section, future=True)  # with Casey alone
    assert unseen(team.jo, cast)


def test_a_teams_grant_opens_its_sections_and_cases_to_each_on_its_list(cast, team, two):
    team.share(Section.STORY, cases=Cases.LISTED, case_ids=[two.nordlys])
    for reader in (cast.casey, team.jo):
        assert sight(reader, cast).case(two.nordlys, Section.STORY)
        assert not sight(reader, cast).case(two.canary, Section.STORY)
        assert not sight(reader, cast).section(Section.PLAN)
    assert unseen(cast.omar, cast)


def test_two_grants_add_up_but_never_mix(cast, team, two):
    """Story of one case from one grant and the deeper assessment of another from the second open no third thing."""
    cast.grant(Section.STORY, cases=[two.nordlys])
    team.share(Section.DEEPER, cases=Cases.LISTED, case_ids=[two.canary])
    seen = sight(cast.casey, cast)
    assert seen.case(two.nordlys, Section.STORY)
    assert seen.case(two.canary, Section.DEEPER)
    assert not seen.case(two.canary, Section.STORY)
    assert not seen.case(two.nordlys, Section.DEEPER)
    assert case_page(cast.casey, two.canary).story is None
    assert case_page(cast.casey, two.nordlys).deeper is None
    assert [line.case_id for line in case_list(seen).rows] == [two.nordlys]
    assert not sight(team.jo, cast).case(two.nordlys, Section.STORY)


def test_a_case_kept_out_of_one_grant_is_still_open_by_another_that_has_it(cast, team, two):
    cast.grant(Section.STORY, cases=[two.nordlys])
    team.share(Section.STORY, not_ids=[two.nordlys, two.canary])
    seen = sight(cast.casey, cast)
    assert seen.cases([two.nordlys, two.canary]) == [two.nordlys]
    assert [line.case_id for line in case_list(seen).rows] == [two.nordlys]
    assert sight(team.jo, cast).cases([two.nordlys, two.canary]) == []
    assert case_list(sight(team.jo, cast)).rows == []


def test_a_new_member_sees_from_the_moment_they_are_on_the_list(cast, team, two, colleague):
    team.share(Section.STORY)
    late = colleague("Lea Roy")
    assert unseen(late, cast)
    changing.add_member(cast.dana, team.id, late.person_id)
    assert sight(late, cast).case(two.nordlys)
    assert not sight(late, cast).section(Section.PLAN)


def test_whoever_is_taken_off_the_list_loses_sight_at_once(cast, team):
    team.share(Section.STORY)
    changing.remove_member(cast.dana, team.id, team.jo.person_id)
    assert unseen(team.jo, cast)
    assert sight(cast.casey, cast).section(Section.STORY)


def test_whoever_leaves_the_organisation_loses_sight_at_once_and_is_taken_off_its_lists(cast, team):
    team.share(Section.STORY)
    changing.create_team(cast.dana, cast.agency_id, name="Empty")
    gone = Membership.person_id == team.jo.person_id, Membership.organisation_id == cast.agency_id
    db.session.execute(update(Membership).where(*gone).values(until_at=clock.now()))
    elsewhere = Membership(person_id=team.jo.person_id, role="coach", from_at=clock.now() - timedelta(days=1))
    db.session.add(elsewhere)  # a coach still, but on their own
    db.session.flush()
    assert unseen(team.jo, cast)
    assert changing.sweep_lists() == 1
    assert changing.sweep_lists() == 0


def test_the_end_of_a_team_closes_what_was_shared_with_it_and_nothing_else(cast, team):
    cast.grant(Section.PLAN)
    team.share(Section.STORY)
    changing.end_team(cast.dana, team.id)
    assert unseen(team.jo, cast)
    assert sight(cast.casey, cast).sections == {Section.PLAN}


def test_the_end_of_the_coaching_ends_what_a_team_saw_over_it(cast, team):
    team.share(Section.STORY)
    asking.end(cast.sam, cast.coaching_id)
    assert unseen(team.jo, cast)
    assert unseen(cast.casey, cast)


def test_stopping_with_the_team_leaves_the_coachs_own_grant_and_the_other_way_round(cast, team):
    cast.grant(Section.PLAN)
    team.share(Section.STORY)
    grants.revoke(cast.sam, cast.coaching_id, team_id=team.id)
    assert unseen(team.jo, cast)
    assert sight(cast.casey, cast).sections == {Section.PLAN}
    team.share(Section.STORY)
    grants.revoke(cast.sam, cast.coaching_id)
    assert sight(cast.casey, cast).sections == {Section.STORY}


def test_a_last_day_ends_it_without_anybody_doing_anything(cast, team):
    team.share(Section.STORY, until_on=clock.today(cast.sam.zone))
    assert sight(team.jo, cast).section(Section.STORY)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert unseen(team.jo, cast)


def test_a_team_is_shared_with_only_over_a_coaching_whose_coach_is_in_it(cast, team):
    changing.remove_member(cast.dana, team.id, cast.casey.person_id)
    with pytest.raises(NotFound):
        team.share(Section.STORY)
    with pytest.raises(NotFound):
        grants.grant(
            cast.sam,
            cast.coaching_id,
            sections=[Section.STORY],
            cases=Cases.ALL_SO_FAR,
            agreed_to=agreed(key="team_grant"),
            with_team=grants.WithTeam(new_id(), ""),
        )


def test_a_list_that_changed_while_it_was_read_is_asked_again(cast, team):
    with pytest.raises(Invalid) as error:
        grants.grant(
            cast.sam,
            cast.coaching_id,
            sections=[Section.STORY],
            cases=Cases.ALL_FUTURE_TOO,
            agreed_to=agreed(key="team_grant"),
            with_team=grants.WithTeam(team.id, "the list of yesterday"),
        )
    assert set(error.value.fields) == {"agreed"}
    assert unseen(team.jo, cast)


def test_the_text_of_a_coach_is_no_agreement_to_a_team(cast, team):
    with pytest.raises(Invalid):
        grants.grant(
            cast.sam,
            cast.coaching_id,
            sections=[Section.STORY],
            cases=Cases.ALL_FUTURE_TOO,
            agreed_to=agreed(),
            with_team=grants.WithTeam(team.id, ""),
        )


def test_a_look_by_a_teams_grant_names_the_team_and_one_by_a_grant_of_ones_own_does_not(cast, team, two):
    cast.grant(Section.STORY, cases=[two.nordlys])
    team.share(Section.STORY, Section.ACTIVITY)
    for reader in (cast.casey, team.jo):
        for case_id in (two.nordlys, two.canary):
            case_page(reader, case_id)
    rows = db.session.execute(select(Look.reader_name, Look.case_id, Look.team_name).where(Look.section == "story"))
    assert set(rows) == {
        (cast.casey.name, two.nordlys, ""),
        (cast.casey.name, two.canary, "Ottawa team"),
        (team.jo.name, two.nordlys, "Ottawa team"),
        (team.jo.name, two.canary, "Ottawa team"),
    }


def test_the_page_of_a_seeker_says_by_which_team_and_who_coaches_them(cast, team, two):
    team.share(Section.STORY)
    shown = seeker_page(team.jo, cast.sam.person_id)
    assert (shown.team, shown.coach) == ("Ottawa team", cast.casey.name)
    assert seeker_page(cast.casey, cast.sam.person_id).team == ""


def test_the_sights_of_many_coaches_are_one_statement(cast, team, two, counted):
    cast.grant(Section.STORY, cases=[two.nordlys])
    team.share(Section.DEEPER, not_ids=[two.nordlys])
    with counted() as statements:
        found = sights_of_coaches([cast.casey.person_id, team.jo.person_id, cast.omar.person_id])
    assert len(statements) == 1
    assert set(found) == {cast.casey.person_id, team.jo.person_id}


def test_a_coach_who_is_their_own_teams_seeker_reads_themself_on_their_own_side(cast, team, colleague):
    team.share(Section.STORY)
    changing.add_member(cast.dana, team.id, team.jo.person_id)  # twice is once
    sights = sights_of_coaches([cast.sam.person_id])
    assert sights == {}
