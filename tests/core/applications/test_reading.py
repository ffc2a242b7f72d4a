"""The list, the typeahead, one application, contacts, resumes, the posting's lines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import Need, Outcome, Source, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.contacts import add_contact, remove_contact
from coach_platform.core.applications.details import add_application, edit_application
from coach_platform.core.applications.events import correct_stage, rate_stage, record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import StageEvent
from coach_platform.core.applications.one import show_application
from coach_platform.core.applications.outcomes import correct_outcome
from coach_platform.core.applications.queries import Filters, Sort, list_applications
from coach_platform.core.applications.requirements import Line, propose_lines, set_requirements
from coach_platform.core.applications.resumes import add_resume, edit_resume, list_resumes
from coach_platform.core.applications.typeahead import find_existing, same_try
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.paging import PAGE


def companies(page) -> list[str]:
    return [row.company for row in page.rows]


def test_search_finds_without_accents_and_case_and_takes_wildcards_literally(cast):
    log_no(cast.sam, company="École Nord", role="Enseignante")
    log_no(cast.sam, company="100% Bio", role="Vendeuse")
    assert companies(list_applications(cast.sam, Filters(words="ecole"))) == ["École Nord"]
    assert companies(list_applications(cast.sam, Filters(words="ENSEIGNANTE école"))) == ["École Nord"]
    assert companies(list_applications(cast.sam, Filters(words="0%"))) == ["100% Bio"]
    assert companies(list_applications(cast.sam, Filters(words="_"))) == []


def test_search_finds_a_person_there_until_they_are_removed(cast):
    existing = add_application(cast.sam, company="A", role="B")
    contact = add_contact(cast.sam, existing, name="Zoé Lévesque")
    assert companies(list_applications(cast.sam, Filters(words="levesque"))) == ["A"]
    remove_contact(cast.sam, contact)
    assert companies(list_applications(cast.sam, Filters(words="levesque"))) == []


def test_each_filter_leaves_what_fits(cast):
    no = log_no(cast.sam, company="No", role="R", stage=Stage.INTERVIEW, source=Source.REFERRAL)
    add_application(cast.sam, company="Open", role="R")
    log_no(cast.nina, company="Hers", role="R")
    open_case(cast.sam, no)
    for filters in (
        Filters(outcome=Outcome.REJECTED),
        Filters(stage=Stage.INTERVIEW),
        Filters(source=Source.REFERRAL),
        Filters(has_case=True),
    ):
        found = list_applications(cast.sam, filters)
        assert (companies(found), found.found, found.total) == (["No"], 1, 2)
    assert companies(list_applications(cast.sam, Filters(has_case=False))) == ["Open"]


def test_each_order_is_the_one_it_names(cast):
    add_application(cast.sam, company="Beta", role="R", applied_on=date(2026, 3, 1))
    first = add_application(cast.sam, company="École", role="R", applied_on=date(2026, 2, 1))
    add_application(cast.sam, company="alpha", role="R", noted_on=date(2026, 1, 1))
    record_stage(cast.sam, first, stage=Stage.TASK, on=date(2026, 2, 5))
    orders = {sort: companies(list_applications(cast.sam, sort=sort)) for sort in Sort}
    assert orders == {
        Sort.LATEST: ["Beta", "École", "alpha"],
        Sort.COMPANY: ["alpha", "Beta", "École"],
        Sort.STAGE: ["École", "Beta", "alpha"],
        Sort.APPLIED: ["Beta", "École", "alpha"],
    }


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_a_gap_or_a_double_and_lead_back(cast, sort):
    for n in range(PAGE + 7):
        add_application(cast.sam, company=f"C{n % 9}", role="R", noted_on=date(2026, 1, 1 + n % 4))
    first = list_applications(cast.sam, sort=sort)
    second = list_applications(cast.sam, sort=sort, page=first.next)
    assert (len(first.rows), len(second.rows), second.next, first.previous) == (PAGE, 7, "", "")
    assert len({row.id for row in (*first.rows, *second.rows)}) == PAGE + 7
    back = list_applications(cast.sam, sort=sort, page=second.previous)
    assert [row.id for row in back.rows] == [row.id for row in first.rows]


@pytest.mark.parametrize("page", ["nonsense", ">", "<i:1", ">x:1~y:2", ">d:2026-01-01", "\0"])
def test_a_mark_that_cannot_be_read_means_the_first_page(cast, page):
    add_application(cast.sam, company="A", role="R")
    assert companies(list_applications(cast.sam, page=page)) == ["A"]


def test_a_dated_interview_shows_as_upcoming(cast):
    existing = add_application(cast.sam, company="A", role="R")
    day = clock.today(cast.sam.zone) + timedelta(days=3)
    record_stage(cast.sam, existing, stage=Stage.INTERVIEW, on=day)
    assert list_applications(cast.sam).rows[0].upcoming
    assert [event.on for event in show_application(cast.sam, existing).upcoming] == [day]


def test_typing_finds_what_exists_open_ones_first(cast):
    log_no(cast.sam, company="École Nord", role="Analyst")
    still_open = add_application(cast.sam, company="Nordlys", role="École de données")
    log_no(cast.nina, company="École à elle", role="X")
    assert [one.company for one in find_existing(cast.sam, "ECOLE")] == ["Nordlys", "École Nord"]
    assert find_existing(cast.sam, "  ") == []
    assert [one.id for one in same_try(cast.sam, "nordlys", "something else")] == [still_open]
    assert same_try(cast.sam, "École Nord", "another role") == []


def test_one_application_tells_its_whole_history_with_its_corrections(cast):
    existing = log_no(cast.sam, company="A", role="R", stage=Stage.FINAL_ROUND, own_words="We regret", applied_on=None)
    event = db.session.scalar(select(StageEvent.id).where(StageEvent.stage == Stage.FINAL_ROUND))
    correct_stage(cast.sam, event, stage=Stage.INTERVIEW, note="It was only the second talk")
    rate_stage(cast.sam, existing, stage=Stage.INTERVIEW, value=2)
    rate_stage(cast.sam, existing, stage=Stage.INTERVIEW, value=3)
    view = show_application(cast.sam, existing)
    correct_outcome(cast.sam, view.outcomes[0].id, outcome=Outcome.CLOSED, stated_reason="role_closed")
    view = show_application(cast.sam, existing)
    assert [(s.stage, [e.stage for e in s.earlier]) for s in view.stages] == [
        (Stage.APPLIED, []),
        (Stage.INTERVIEW, [Stage.FINAL_ROUND]),
    ]
    assert [(o.outcome, o.own_words, [e.outcome for e in o.earlier]) for o in view.outcomes] == [
        (Outcome.CLOSED, "We regret", [Outcome.REJECTED])
    ]
    assert (view.dots, [rated.value for rated in view.ratings]) == ({"interview": 3}, [3, 2])
    assert view.stages[0].day_unknown


def test_a_long_history_is_read_with_the_same_number_of_statements(cast, counted):
    existing = add_application(cast.sam, company="A", role="R")
    with counted() as few:
        show_application(cast.sam, existing)
    for n in range(30):
        record_stage(cast.sam, existing, stage=Stage.INTERVIEW, note=str(n))
        add_contact(cast.sam, existing, name=f"N{n}")
    with counted() as many:
        show_application(cast.sam, existing)
    assert len(few) == len(many) <= 7


def test_a_strangers_application_is_not_read(cast):
    with pytest.raises(NotFound):
        show_application(cast.nina, add_application(cast.sam, company="A", role="R"))


def test_the_text_of_a_resume_that_was_sent_stays_as_it_was_sent(cast):
    version = add_resume(cast.sam, name="Data, v3", body="SQL")
    edit_resume(cast.sam, version, name="Data, v3", body="SQL, Python")
    add_application(cast.sam, company="A", role="R", resume_version_id=version)
    edit_resume(cast.sam, version, name="Data, third", body="SQL, Python")
    with pytest.raises(Conflict):
        edit_resume(cast.sam, version, name="Data, third", body="Everything")
    assert [(line.name, line.sent) for line in list_resumes(cast.sam)] == [("Data, third", 1)]


def test_nobody_sends_somebody_elses_resume(cast):
    version = add_resume(cast.nina, name="Hers")
    with pytest.raises(NotFound):
        edit_application(cast.sam, add_application(cast.sam, company="A", role="R"), resume_version_id=version)


POSTING = """About us
We make maps.
Requirements:
- Three years of SQL
• Dashboards (an asset)
Nice to have:
1. Python
- three years of  sql
"""


def test_lines_are_proposed_from_the_bullets_of_a_posting():
    lines = propose_lines(POSTING)
    assert [(line.text, line.weight) for line in lines] == [
        ("Three years of SQL", Need.MUST),
        ("Dashboards (an asset)", Need.NICE),
        ("Python", Need.NICE),
    ]


def test_a_posting_without_bullets_proposes_its_short_lines():
    lines = propose_lines("Maîtrise du français\n\nPermis de conduire, un atout\n" + "x" * 400)
    assert [(line.text, line.weight) for line in lines] == [
        ("Maîtrise du français", Need.MUST),
        ("Permis de conduire, un atout", Need.NICE),
    ]


def test_a_line_keeps_its_id_when_it_is_edited_moved_or_outlived(cast):
    existing = add_application(cast.sam, company="A", role="R")
    set_requirements(cast.sam, existing, [Line("SQL"), Line("Python", Need.NICE), Line(" ")])
    sql, python = show_application(cast.sam, existing).requirements
    set_requirements(cast.sam, existing, [Line("Python 3", Need.MUST, python.id), Line("French")])
    after = show_application(cast.sam, existing).requirements
    assert [(line.text, line.weight) for line in after] == [("Python 3", Need.MUST), ("French", Need.MUST)]
    assert after[0].id == python.id
    with pytest.raises(NotFound):
        set_requirements(cast.sam, existing, [Line("SQL", id=sql.id)])


def test_a_contact_needs_a_name_and_an_address_that_can_be_one(cast):
    existing = add_application(cast.sam, company="A", role="R")
    with pytest.raises(Invalid) as refused:
        add_contact(cast.sam, existing, name=" ", email="nobody")
    assert set(refused.value.fields) == {"name", "email"}
