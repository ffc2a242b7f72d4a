"""What the rules propose, and who reads what of it."""

from dataclasses import fields, is_dataclass

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import ActionKind
from coach_platform.core.access.sight import own_sight
from coach_platform.core.applications.log import log_no
from coach_platform.core.assessments.responses import submit_assessment
from coach_platform.core.plans import actions, suggestions
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.ground import ground
from coach_platform.core.plans.models import Action, DismissedSuggestion
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.relations.models import Look, Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import using
from tests.core.plans.conftest import CANARY

RULE = "research.one_page"


@pytest.fixture
def weak_research(cast, cases):
    """Sam knew little about both companies."""
    for case_id in (cases.nordlys, cases.canary):
        submit_assessment(cast.sam, case_id, set_key="deeper", answers={"research": {"value": 1}})
    return cases


def rules(actor) -> list[str]:
    return [one.rule for one in suggestions.proposed(actor)]


def every_word(thing) -> str:
    """All text anywhere inside a page."""
    if is_dataclass(thing):
        return " ".join(every_word(getattr(thing, field.name)) for field in fields(thing))
    if isinstance(thing, (tuple, list)):
        return " ".join(every_word(one) for one in thing)
    return str(thing)


def test_what_was_accepted_or_sent_away_is_not_offered_again(cast, weak_research):
    found = rules(cast.sam)
    assert RULE in found
    other = next(rule for rule in found if rule != RULE)
    suggestions.accept(cast.sam, RULE)
    suggestions.dismiss(cast.sam, other)
    assert not {RULE, other} & set(rules(cast.sam))
    for verb in (suggestions.accept, suggestions.dismiss):
        for rule in (RULE, other):
            with pytest.raises(NotFound):
                verb(cast.sam, rule)
    assert list(db.session.scalars(select(DismissedSuggestion.rule_key))) == [other]


def test_an_accepted_suggestion_that_was_deleted_stays_away_too(cast, weak_research):
    actions.delete_action(cast.sam, suggestions.accept(cast.sam, RULE))
    assert RULE not in rules(cast.sam)


def test_nothing_is_proposed_to_somebody_else(cast, weak_research):
    assert rules(cast.nina) == []


def test_an_accepted_suggestion_is_kept_as_a_rule_and_read_in_each_language(cast, weak_research):
    action = db.session.get(Action, suggestions.accept(cast.sam, RULE))
    assert (action.what, action.rule_key, action.rule_version) == (None, RULE, 1)
    said = {}
    for locale in ("en", "fr"):
        with using(locale):
            (shown,) = plan_page(cast.sam, cast.sam.person_id).points.open
            said[locale] = shown
    assert said["en"].what.text.startswith("Make a one-page research sheet")
    assert said["fr"].what.text.startswith("Faire une fiche de recherche")
    assert (said["en"].what.lang, said["fr"].what.lang) == ("en", "fr")
    assert said["en"].why.text.startswith("In 2 of 2 cases")


def test_only_the_words_a_person_changed_become_text(cast, weak_research):
    _suggestion, words = suggestions.find(cast.sam, RULE)
    details = Details(
        what="One page on each employer, on paper",
        kind=ActionKind.RESEARCH,
        area=words.area,
        why=words.why,
        if_then=words.if_then,
        obstacle=words.obstacle,
        obstacle_answer=words.answer,
        done_when=words.done_when,
        guide_key=words.guide,
        evidence=[weak_research.nordlys, weak_research.canary],
    )
    action = db.session.get(Action, suggestions.accept(cast.sam, RULE, details=details))
    assert action.what == details.what
    assert (action.why, action.if_then, action.done_when) == (None, None, None)
    with using("fr"):
        (shown,) = plan_page(cast.sam, cast.sam.person_id).points.open
    assert (shown.what.text, shown.what.lang) == (details.what, "en")
    assert (shown.done_when.lang, shown.done_when.text[:15]) == ("fr", "Je peux dire en")


def test_a_coach_reads_neither_the_name_nor_the_count_of_a_case_that_was_not_granted(cast, weak_research):
    suggestions.accept(cast.sam, RULE)
    cast.grant(Section.PLAN, Section.STORY, Section.DEEPER, cases=[weak_research.nordlys])
    page = plan_page(cast.casey, cast.sam.person_id)
    (shown,) = page.points.open
    assert shown.why.text.startswith("With Nordlys")
    assert [case.company for case in shown.evidence] == ["Nordlys"]
    assert CANARY not in every_word(page)
    assert "2 of 2" not in every_word(page)
    assert str(weak_research.canary) not in every_word(page)


def test_a_coach_without_the_section_the_evidence_comes_from_reads_the_area_only(cast, weak_research):
    suggestions.accept(cast.sam, RULE)
    cast.grant(Section.PLAN, Section.STORY, future=True)
    (shown,) = plan_page(cast.casey, cast.sam.person_id).points.open
    assert shown.evidence == ()
    assert "Nordlys" not in shown.why.text
    assert "research" in shown.why.text


def test_a_coach_without_any_case_reads_the_plan_and_no_company(cast, weak_research):
    suggestions.accept(cast.sam, RULE)
    cast.grant(Section.PLAN)
    page = plan_page(cast.casey, cast.sam.person_id)
    assert page.points.open[0].what.text.startswith("Make a one-page")
    assert not {"Nordlys", CANARY} & set(every_word(page).replace(",", " ").split())
    assert (page.suggestions, page.cases, page.coaches) == ((), (), ())


def test_a_coachs_look_at_the_plan_and_at_the_evidence_it_names_is_written_down(cast, weak_research):
    suggestions.accept(cast.sam, RULE)
    cast.grant(Section.PLAN, Section.STORY, Section.DEEPER, cases=[weak_research.nordlys])
    plan_page(cast.casey, cast.sam.person_id)
    plan_page(cast.sam, cast.sam.person_id)
    looks = {(look.section, look.case_id) for look in db.session.scalars(select(Look))}
    assert looks == {(Section.PLAN, None), (Section.DEEPER, weak_research.nordlys)}


def test_without_the_plan_there_is_no_page(cast, weak_research):
    for section in (Section.STORY, Section.DEEPER):
        cast.grant(section, future=True)
        with pytest.raises(NotFound):
            plan_page(cast.casey, cast.sam.person_id)
    for stranger in (cast.nina, cast.omar, cast.dana, cast.root):
        with pytest.raises(NotFound):
            plan_page(stranger, cast.sam.person_id)


def test_counts_of_the_whole_search_need_the_pipeline(cast, cases):
    for number in range(30):
        log_no(cast.sam, company=f"Quiet {number}", role="R")
    on = ground(own_sight(cast.sam.person_id))
    assert (on.search.applications, on.search.talks) == (32, 2)


def test_the_suggestion_page_is_read_in_a_constant_number_of_statements(cast, weak_research, counted):
    suggestions.accept(cast.sam, RULE)
    with counted() as statements:
        plan_page(cast.sam, cast.sam.person_id)
    assert len(statements) == 6
    cast.grant(Section.PLAN, Section.STORY, Section.DEEPER, future=True)
    with counted() as statements:
        plan_page(cast.casey, cast.sam.person_id)
    assert len(statements) == 6, [s[:150] for s in statements]
