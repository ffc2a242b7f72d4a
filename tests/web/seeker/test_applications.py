"""The pages of applications: read, changed, corrected, and closed to strangers."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import url_for
from sqlalchemy import insert, select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications.batch import count_waiting
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.contacts import add_contact
from coach_platform.core.applications.details import add_application
from coach_platform.core.applications.events import rate_stage, record_stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application, Case, OutcomeEvent, StageEvent
from coach_platform.core.applications.one import show_application
from coach_platform.core.applications.resumes import add_resume, list_resumes
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.browsing import words

MINE = ("quick_log", "after_no", "applications", "application_history", "application_parts", "batch", "resumes")


def a_world(actor) -> dict[str, object]:
    """One of each thing an address can name, of one seeker."""
    no = log_no(actor, company="École Nord", role="Analyst", stage=Stage.INTERVIEW)
    return {
        "application_id": no,
        "event_id": db.session.scalar(select(StageEvent.id).where(StageEvent.application_id == no)),
        "outcome_id": db.session.scalar(select(OutcomeEvent.id).where(OutcomeEvent.application_id == no)),
        "contact_id": add_contact(actor, no, name="Zoé"),
        "resume_id": add_resume(actor, name="One"),
        "word": "interview",
    }


def routes(app, *, with_id: bool) -> list[tuple[str, str, set[str]]]:
    found = []
    for rule in app.url_map.iter_rules():
        ids = {name for name in rule.arguments if name.endswith("_id")}
        if rule.endpoint.split(".")[0] in MINE and bool(ids) is with_id:
            found += [(rule.endpoint, method, set(rule.arguments)) for method in rule.methods - {"HEAD", "OPTIONS"}]
    return sorted(found, key=lambda one: one[:2])


def address(app, endpoint: str, names: set[str], world: dict[str, object]) -> str:
    with app.test_request_context():
        return url_for(endpoint, **{name: world[name] for name in names})


def test_a_strangers_application_does_not_exist_on_any_route(app, cast, browser_of):
    world, nina = a_world(cast.sam), browser_of(cast.nina)
    checked = routes(app, with_id=True)
    assert len(checked) > 20
    for endpoint, method, names in checked:
        if endpoint == "applications.deleted":  # shows nothing of it, whoever asks
            continue
        path = address(app, endpoint, names, world)
        status = nina.get(path).status_code if method == "GET" else nina.post(path, {"rating": "3"}).status_code
        assert status == 404, (endpoint, method)


def test_a_stranger_reaches_nothing_through_the_fields_of_a_form_either(cast, browser_of):
    world, nina = a_world(cast.sam), browser_of(cast.nina)
    no = str(world["application_id"])
    for path, form in (
        ("/log", {"application_id": no, "outcome": "rejected", "stage": "applied"}),
        ("/batch", {"application": no, "answer": "unknown"}),
        ("/batch", {"open": no}),
        ("/batch/silence", {"application": no, "what": "wait"}),
        ("/applications/new", {"company": "A", "role": "B", "resume_version_id": str(world["resume_id"])}),
    ):
        answer = nina.post(path, form)
        assert answer.status_code in (404, 422), path
    assert nina.get(f"/log?application={no}").status_code == 404
    assert db.session.scalar(select(Case.id)) is None


def test_only_seekers_enter(app, cast, browser_of):
    world, casey = a_world(cast.sam), browser_of(cast.casey)
    for endpoint, method, names in [*routes(app, with_id=True), *routes(app, with_id=False)]:
        path = address(app, endpoint, names, world)
        status = casey.get(path).status_code if method == "GET" else casey.post(path).status_code
        assert status == 404, (endpoint, method)


def test_every_page_answers_its_owner_in_both_languages(app, cast, browser_of):
    for actor in (cast.sam, cast.nina):
        world, browser = a_world(actor), browser_of(actor)
        for endpoint, method, names in [*routes(app, with_id=True), *routes(app, with_id=False)]:
            if method == "GET":
                assert browser.get(address(app, endpoint, names, world)).status_code == 200, endpoint


def fill(actor, many: int) -> None:
    """`many` applications, put straight into their tables."""
    moment = clock.now()
    rows = [
        {
            "id": new_id(),
            "seeker_id": actor.person_id,
            "company": f"Company {n}",
            "company_sort": f"company {n}",
            "role": "Analyst",
            "role_sort": "analyst",
            "search_text": f"company {n} analyst",
            "locale": "en",
            "created_at": moment,
            "updated_at": moment,
            "furthest_stage": Stage.APPLIED,
            "outcome": Outcome.REJECTED if n % 2 else Outcome.OPEN,
            "outcome_on": date(2026, 1, 1) if n % 2 else None,
            "last_event_on": date(2026, 1, 1) + timedelta(days=n % 300),
        }
        for n in range(many)
    ]
    db.session.execute(insert(Application), rows)
    db.session.execute(
        insert(StageEvent),
        [
            {
                "id": new_id(),
                "seeker_id": actor.person_id,
                "application_id": row["id"],
                "stage": Stage.APPLIED,
                "occurred_on": row["last_event_on"],
                "locale": "en",
                "recorded_at": moment,
            }
            for row in rows
        ],
    )


@pytest.mark.parametrize("query", ["", "?q=company&outcome=rejected&sort=company&case=no"])
def test_the_list_takes_the_same_few_statements_with_20_and_with_2000(cast, browser_of, counted, query):
    browser = browser_of(cast.sam)
    fill(cast.sam, 20)
    browser.get("/applications")
    with counted() as few:
        browser.get(f"/applications{query}")
    fill(cast.sam, 1980)
    with counted() as many:
        page = browser.get(f"/applications{query}")
    assert len(many) == len(few) <= 8
    assert page.text.count('role="rowheader"') == 50


def test_no_page_takes_more_than_eight_statements(app, cast, browser_of, counted):
    world, browser = a_world(cast.sam), browser_of(cast.sam)
    browser.get("/applications")
    for endpoint, method, names in [*routes(app, with_id=True), *routes(app, with_id=False)]:
        if method == "GET":
            with counted() as statements:
                browser.get(address(app, endpoint, names, world))
            assert len(statements) <= 8, (endpoint, statements)


def test_the_batch_and_one_application_do_not_take_more_statements_as_rows_grow(cast, browser_of, counted):
    browser = browser_of(cast.sam)
    no = log_no(cast.sam, company="A", role="B", stage=Stage.INTERVIEW)
    counts = []
    for more in (2, 50):
        for n in range(more):
            record_stage(cast.sam, no, stage=Stage.INTERVIEW, note=str(n))
            log_no(cast.sam, company=f"C{n}", role="R")
        for path in ("/batch", f"/applications/{no}"):
            browser.get(path)
            with counted() as statements:
                browser.get(path)
            counts.append(len(statements))
    assert counts[:2] == counts[2:]


def test_search_finds_what_has_accents_and_says_when_nothing_fits(cast, browser_of):
    a_world(cast.sam)
    browser = browser_of(cast.sam)
    assert "École Nord" in words(browser.get("/applications?q=ecole"))
    nothing = words(browser.get("/applications?q=nordlys"))
    assert "Nothing fits" in nothing
    assert "École Nord" not in nothing


def test_a_made_up_filter_or_page_is_simply_not_there(cast, browser_of):
    a_world(cast.sam)
    page = browser_of(cast.sam).get("/applications?outcome=x&sort=y&page=z&_external=1&case=maybe")
    assert page.status_code == 200
    assert "École Nord" in words(page)


def test_an_interview_ahead_shows_as_upcoming_on_the_list_and_the_page(cast, browser_of):
    browser = browser_of(cast.sam)
    existing = add_application(cast.sam, company="A", role="B")
    day = clock.today(cast.sam.zone) + timedelta(days=4)
    answer = browser.post(f"/applications/{existing}/stages/new", {"stage": "interview", "on": day.isoformat()})
    assert "Ahead: Interview" in words(answer)
    assert "Noted as upcoming. How it went is asked after its day." in words(answer)
    assert "Further than ever" not in words(answer)  # nothing worked or failed there yet
    came = {"stage": "screening", "on": clock.today(cast.sam.zone).isoformat()}
    other = add_application(cast.sam, company="C", role="D")
    assert "A step forward" in words(browser.post(f"/applications/{other}/stages/new", came))
    assert "ahead" in words(browser.get("/applications"))


def test_a_victory_is_said_once(cast, browser_of):
    browser = browser_of(cast.sam)
    existing = add_application(cast.sam, company="A", role="B")
    path = f"/applications/{existing}/stages/new"
    today = clock.today(cast.sam.zone).isoformat()
    assert "Further than ever" in words(browser.post(path, {"stage": "interview", "on": today}))
    assert "Further than ever" not in words(browser.get(f"/applications/{existing}"))
    assert "step forward" not in words(browser.post(path, {"stage": "screening", "on": today}))


def test_a_correction_is_shown_and_the_earlier_words_stay_on_the_page(cast, browser_of):
    browser = browser_of(cast.sam)
    existing = add_application(cast.sam, company="A", role="B")
    event = record_stage(cast.sam, existing, stage=Stage.FINAL_ROUND, note="They said final")
    day = clock.today(cast.sam.zone).isoformat()
    page = words(
        browser.post(f"/applications/stages/{event}/correct", {"stage": "interview", "on": day, "note": "Second"})
    )
    assert "Furthest stage: Interview" in page
    assert "As it was noted before" in page
    assert "They said final" in page


def test_a_rating_outside_the_scale_is_said_beside_it(cast, browser_of):
    world, browser = a_world(cast.sam), browser_of(cast.sam)
    path = f"/applications/{world['application_id']}/stages/interview/rate"
    answer = browser.post(path, {"rating": "9", "what_went_well": "The start"})
    assert answer.status_code == 422
    assert "Choose a number from 1 to 5." in words(answer)
    assert "The start" in answer.text
    assert "My rating: 4 of 5" in words(browser.post(path, {"rating": "4"}))


def test_a_late_answer_leads_on_and_the_history_keeps_the_silence(cast, browser_of):
    browser = browser_of(cast.sam)
    no = log_no(cast.sam, company="A", role="B", outcome=Outcome.NO_REPLY)
    page = words(browser.post(f"/applications/{no}/outcomes/new", {"outcome": "offer:open"}))
    assert "Offer open" in page
    assert "No reply" in page
    refused = browser.post(f"/applications/{no}/outcomes/new", {"outcome": "no_reply"})
    assert refused.status_code == 422


def test_details_are_edited_and_a_bad_link_is_said_beside_its_field(cast, browser_of):
    browser = browser_of(cast.sam)
    existing = add_application(cast.sam, company="A", role="B")
    form = {"company": "A", "role": "B", "link": "javascript:alert(1)", "notes": "Keep me", "work_mode": "remote"}
    refused = browser.post(f"/applications/{existing}/edit", form)
    assert refused.status_code == 422
    assert 'data-error-for="link">' in refused.text
    assert "Keep me" in refused.text
    page = words(browser.post(f"/applications/{existing}/edit", {**form, "link": "https://example.org/job"}))
    assert "Remote" in page
    assert "Keep me" in page


def test_a_deleted_application_is_gone_and_comes_back(cast, browser_of):
    world, browser = a_world(cast.sam), browser_of(cast.sam)
    path = f"/applications/{world['application_id']}"
    assert "Bring it back" in words(browser.post(f"{path}/delete"))
    assert browser.get(path).status_code == 404
    assert "École Nord" not in words(browser.get("/applications"))
    assert "École Nord" in words(browser.post(f"{path}/restore"))


def test_lines_are_proposed_from_the_posting_and_kept_only_when_the_seeker_says_so(cast, browser_of):
    browser = browser_of(cast.sam)
    existing = add_application(cast.sam, company="A", role="B", posting_text="- Three years of SQL\n- French, an asset")
    path = f"/applications/{existing}/requirements"
    assert 'value="Three years of SQL"' in browser.get(f"{path}?propose=1").text
    assert show_application(cast.sam, existing).requirements == ()
    page = browser.post(path, {"text": ["SQL", "French"], "id": ["", ""], "weight": ["must", "nice"]})
    assert "SQL Must have" in words(page)
    assert "French Nice to have" in words(page)


def test_nothing_a_person_writes_becomes_markup(cast, browser_of):
    browser = browser_of(cast.sam)
    nasty = "<script>alert(1)</script>"
    no = log_no(cast.sam, company=nasty, role=nasty, own_words=nasty, notes=nasty)
    add_contact(cast.sam, no, name=nasty)
    rate_stage(cast.sam, no, stage=Stage.APPLIED, value=2, what_went_well=nasty)
    for path in (
        "/applications",
        f"/applications/{no}",
        f"/applications/{no}/after",
        "/batch",
        f"/log?application={no}",
    ):
        assert "<script>alert" not in browser.get(path).text


def test_resume_versions_are_kept_renamed_removed_and_brought_back(cast, browser_of):
    browser = browser_of(cast.sam)
    assert browser.post("/resumes/new", {"name": ""}).status_code == 422
    browser.post("/resumes/new", {"name": "Data, v3", "body": "SQL"})
    version = list_resumes(cast.sam)[0].id
    add_application(cast.sam, company="A", role="B", resume_version_id=version)
    refused = browser.post(f"/resumes/{version}", {"name": "Data, v3", "body": "Everything"})
    assert refused.status_code == 409
    assert "Everything" in refused.text
    assert "Data, third" in words(browser.post(f"/resumes/{version}", {"name": "Data, third", "body": "SQL"}))
    assert "Undo" in words(browser.post(f"/resumes/{version}/remove"))
    assert "Data, third" in words(browser.post(f"/resumes/{version}/restore"))


def test_after_a_no_the_choices_are_equal_and_a_help_line_is_there(cast, browser_of):
    no = log_no(cast.sam, company="A", role="B", stage=Stage.FINAL_ROUND)
    page = browser_of(cast.sam).get(f"/applications/{no}/after")
    for choice in ("Pause", "Look at it now", "Leave it to the weekly batch"):
        assert choice in words(page)
    assert "9-8-8" in words(page)
    choices = page.text.split('class="equals"')[1].split("</section>")[0]
    assert choices.count('class="button quiet"') == choices.count("<button")


def test_the_sentences_after_a_no_fit_how_far_it_went_and_the_language(cast, browser_of):
    early = log_no(cast.nina, company="A", role="B")
    late = log_no(cast.nina, company="A", role="B", stage=Stage.FINAL_ROUND)
    browser = browser_of(cast.nina)
    from coach_platform.content.after_no import sentences

    for no, stages in ((early, {Stage.APPLIED}), (late, {Stage.APPLIED, Stage.FINAL_ROUND})):
        assert sentences(no, Outcome.REJECTED, stages, "fr") in words(browser.get(f"/applications/{no}/after"))


def test_pausing_and_assessing_open_the_case_and_leaving_it_does_not(cast, browser_of):
    browser = browser_of(cast.sam)
    paused, assessed, left = (log_no(cast.sam, company=c, role="R") for c in "ABC")
    assert "Paused until" in words(browser.post(f"/applications/{paused}/after/pause", {"hours": "24"}))
    browser.post(f"/applications/{assessed}/after/assess")
    browser.post(f"/applications/{left}/after/leave")
    cases = {case.application_id: case for case in db.session.scalars(select(Case))}
    assert set(cases) == {paused, assessed}
    assert cases[paused].paused_until is not None
    assert count_waiting(cast.sam.person_id) == 1


def test_nine_quiet_nos_are_answered_in_one_press(cast, browser_of):
    browser = browser_of(cast.sam)
    nos = [log_no(cast.sam, company=f"C{n}", role="R") for n in range(9)]
    page = browser.get("/batch")
    assert page.text.count('type="checkbox" name="application"') == page.text.count(" checked>") == 9
    answered = browser.post("/batch", {"application": [str(no) for no in nos], "answer": "not_about_me"})
    assert "9 answered." in words(answered)
    assert "Then there is nothing here to question yourself about." in words(answered)
    assert count_waiting(cast.sam.person_id) == 0
    browser.post("/batch/take-back", {"application": str(nos[0])})
    assert count_waiting(cast.sam.person_id) == 1


def test_one_no_of_the_batch_is_opened_and_the_others_wait(cast, browser_of):
    browser = browser_of(cast.sam)
    first, _second = (log_no(cast.sam, company=c, role="R") for c in "AB")
    browser.post("/batch", {"open": str(first)})
    assert db.session.scalar(select(Case.application_id)) == first
    assert count_waiting(cast.sam.person_id) == 1


def test_enter_in_the_line_of_words_gives_no_answer_by_accident(cast, browser_of):
    no = log_no(cast.sam, company="A", role="R")
    browser = browser_of(cast.sam)
    form = browser.get("/batch").text.split('class="form"')[1]
    first_button = form[form.index("<button") :].split(">")[0]
    assert 'name="answer" value=""' in first_button
    assert browser.post("/batch", {"application": str(no), "answer": "", "words": "x"}).status_code == 422
    assert count_waiting(cast.sam.person_id) == 1


def test_answering_without_a_tick_says_so(cast, browser_of):
    log_no(cast.sam, company="A", role="R")
    answer = browser_of(cast.sam).post("/batch", {"answer": "unknown", "words": "My line"})
    assert answer.status_code == 422
    assert "Choose at least one." in words(answer)
    assert "My line" in answer.text


def test_silence_is_asked_about_and_what_the_seeker_says_is_noted(cast, browser_of):
    browser = browser_of(cast.sam)
    old = add_application(cast.sam, company="Old", role="R", applied_on=clock.today(cast.sam.zone) - timedelta(days=40))
    assert "40 days of silence" in words(browser.get("/batch"))
    assert "Nothing was heard for 40 days" in words(browser.get(f"/applications/{old}"))
    browser.post("/batch/silence", {"application": str(old), "what": "wait"})
    assert "days of silence" not in words(browser.get("/batch"))
    assert browser.post("/batch/days", {"no_reply_days": "1"}).status_code == 422
    browser.post("/batch/days", {"no_reply_days": "30"})
    assert 'value="30"' in browser.get("/batch").text


def test_a_case_that_is_open_is_shown_in_the_list(cast, browser_of):
    no = log_no(cast.sam, company="A", role="B")
    assert isinstance(open_case(cast.sam, no), UUID)
    assert 'data-label="Case">opened' in browser_of(cast.sam).get("/applications?case=yes").text
