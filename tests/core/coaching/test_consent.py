"""Consent: what a grant opens, to whom, of which cases, until when; each rule a sentence."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.access.sight import sight_of
from coach_platform.core.coaching import asking, grants
from coach_platform.core.coaching.case_names import case_names
from coach_platform.core.coaching.grants import Cases
from coach_platform.core.coaching.sharing import grant_history, one_coaching, sharing_page
from coach_platform.core.coaching.words import in_words
from coach_platform.core.relations.models import Grant, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import using
from tests.agreed import agreed
from tests.core.assessments.stories import a_case
from tests.core.coaching.conftest import CANARY


def sight(cast):
    return sight_of(cast.casey, cast.sam.person_id)


def refused(call) -> set[str]:
    with pytest.raises(Invalid) as error:
        call()
    return set(error.value.fields)


def test_nothing_is_shared_until_its_owner_shares_it(cast, two):
    assert sight(cast).sections == frozenset()
    assert not sight(cast).case(two.nordlys)


def test_a_grant_opens_its_sections_of_the_listed_cases_and_nothing_else(cast, two, share):
    share(Section.STORY, cases=Cases.LISTED, case_ids=[two.nordlys])
    assert sight(cast).case(two.nordlys, Section.STORY)
    assert not sight(cast).case(two.nordlys, Section.DEEPER)
    assert not sight(cast).case(two.canary, Section.STORY)
    assert not sight(cast).section(Section.PLAN)


def test_a_stranger_coach_sees_nothing_of_what_another_was_granted(cast, two, share):
    share(*Section, cases=Cases.ALL_FUTURE_TOO)
    with pytest.raises(NotFound):
        sight_of(cast.omar, cast.sam.person_id)


def test_all_so_far_does_not_include_a_later_case(cast, two, share):
    share(Section.STORY, cases=Cases.ALL_SO_FAR)
    later = a_case(cast.sam, company="Later")
    assert sight(cast).case(two.canary)
    assert not sight(cast).case(later)


def test_all_future_too_includes_a_later_case(cast, two, share):
    share(Section.STORY, cases=Cases.ALL_FUTURE_TOO)
    assert sight(cast).case(a_case(cast.sam, company="Later"))


def test_revoking_counts_at_the_next_question(cast, two, share):
    share(*Section)
    grants.revoke(cast.sam, cast.coaching_id)
    assert sight(cast).sections == frozenset()


def test_a_grant_ends_with_its_last_day_in_the_seekers_zone(cast, two):
    with time_machine.travel("2026-11-23T15:00:00Z", tick=False):
        day = clock.today(cast.sam.zone)
        grants.grant(
            cast.sam,
            cast.coaching_id,
            sections=[Section.PLAN],
            cases=Cases.ALL_SO_FAR,
            until_on=day,
            agreed_to=agreed(),
        )
    with time_machine.travel("2026-11-24T04:59:00Z", tick=False):  # 23:59 in Toronto
        assert sight(cast).section(Section.PLAN)
    with time_machine.travel("2026-11-24T05:00:01Z", tick=False):
        assert not sight(cast).section(Section.PLAN)
        assert one_coaching(cast.sam, cast.coaching_id).granted is None


def test_granting_anew_takes_the_place_of_what_was_granted(cast, two, share):
    share(Section.STORY, Section.CONFIDENCE)
    share(Section.PLAN)
    assert sight(cast).sections == {Section.PLAN}


def test_the_record_of_consent_stays_whole(cast, two, share):
    share(Section.STORY)
    share(Section.PLAN)
    grants.revoke(cast.sam, cast.coaching_id)
    kept = grant_history(cast.sam, cast.coaching_id).grants.rows
    assert [grant.sections for grant in kept] == [(Section.PLAN,), (Section.STORY,)]
    assert all(grant.ended_at for grant in kept)


def test_the_text_agreed_to_is_kept_with_version_language_and_time(cast, two, share):
    share(Section.PLAN)
    row = db.session.scalars(select(Grant)).one()
    agreement = latest_agreement("coaching_grant")
    assert (row.consent_version, row.consent_locale) == (agreement.version, "en")
    assert row.consent_text == agreement.text("en")
    assert clock.now() - row.agreed_at < timedelta(minutes=1)


def test_what_is_kept_is_the_text_that_was_on_the_screen_also_when_their_language_changed_since(cast, two):
    everything = {"sections": [Section.PLAN], "cases": Cases.ALL_SO_FAR}
    grants.grant(cast.sam, cast.coaching_id, **everything, agreed_to=agreed("fr"))
    row = db.session.scalars(select(Grant)).one()
    assert cast.sam.locale == "en"
    assert (row.consent_locale, row.consent_text) == ("fr", latest_agreement("coaching_grant").text("fr"))


def test_a_text_that_changed_meanwhile_is_not_agreed_to(cast, two):
    present = latest_agreement("coaching_grant")
    earlier = replace(present, paragraphs=present.paragraphs[1:])
    older = replace(present, version=present.version - 1)
    for read in (earlier.mark("en"), older.mark("en"), present.mark("de"), agreed()[:-1], ""):
        call = partial(grants.grant, cast.sam, cast.coaching_id, sections=[Section.PLAN], cases=Cases.ALL_SO_FAR)
        assert refused(partial(call, agreed_to=read)) == {"agreed"}, read
    assert one_coaching(cast.sam, cast.coaching_id).granted is None


def test_nothing_is_shared_without_agreeing(cast, two):
    assert refused(
        lambda: grants.grant(
            cast.sam, cast.coaching_id, sections=[Section.PLAN], cases=Cases.ALL_SO_FAR, agreed_to=None
        )
    ) == {"agreed"}


def test_no_section_no_case_and_a_day_that_is_over_are_refused_beside_their_fields(cast, two, share):
    yesterday = clock.today(cast.sam.zone) - timedelta(days=1)
    assert refused(lambda: share()) == {"sections"}
    assert refused(lambda: share(Section.STORY, cases=Cases.LISTED)) == {"case_ids"}
    assert refused(lambda: share(Section.PLAN, until_on=yesterday)) == {"until_on"}


def test_a_plan_alone_needs_no_case(cast, share):
    share(Section.PLAN, cases=Cases.LISTED)
    assert sight(cast).sections == {Section.PLAN}


def test_a_strangers_case_cannot_be_granted(cast, share):
    strangers = a_case(cast.nina)
    with pytest.raises(NotFound):
        share(Section.STORY, cases=Cases.LISTED, case_ids=[strangers])


def test_nobody_grants_over_another_persons_coaching(cast):
    for verb in (
        grants.revoke,
        lambda who, of: grants.grant(who, of, sections=[Section.PLAN], cases=Cases.LISTED, agreed_to=agreed()),
    ):
        with pytest.raises(NotFound):
            verb(cast.nina, cast.coaching_id)
        with pytest.raises(NotFound):
            verb(cast.casey, cast.coaching_id)


def test_nothing_can_be_shared_before_the_coach_said_yes_or_after_the_end(cast, share):
    asking.end(cast.sam, cast.coaching_id)
    with pytest.raises(Conflict):
        share(Section.PLAN)


def test_the_page_says_what_is_granted_in_words_of_either_language(cast, two, share):
    share(Section.STORY, Section.PLAN, cases=Cases.LISTED, case_ids=[two.nordlys])
    page = sharing_page(cast.sam)
    said = in_words(page.active[0].granted, page.cases)
    assert [name for name, _explained in said.sections] == ["Story", "Plan"]
    assert said.cases == "One case: Nordlys (Project coordinator)."
    assert said.until == "Until you end it."
    with using("fr"):
        assert in_words(page.active[0].granted, page.cases).cases == "Un dossier\u00a0: Nordlys (Project coordinator)."


def test_the_page_says_when_later_cases_are_included_and_says_no_cases_for_a_plan_alone(cast, two, share):
    share(Section.STORY, cases=Cases.ALL_FUTURE_TOO)
    names = case_names(cast.sam.person_id)
    assert in_words(one_coaching(cast.sam, cast.coaching_id).granted, names).cases == (
        "All your cases, and every case you open later."
    )
    share(Section.PLAN)
    assert in_words(one_coaching(cast.sam, cast.coaching_id).granted, names).cases == ""


def test_names_of_cases_are_the_seekers_own(cast, two):
    assert {name.company for name in case_names(cast.sam.person_id).values()} == {"Nordlys", CANARY}
    assert case_names(cast.nina.person_id) == {}


def test_a_page_of_sharing_takes_six_statements_at_most(cast, two, share, counted):
    share(*Section)
    with counted() as statements:
        sharing_page(cast.sam)
    assert len(statements) <= 6
