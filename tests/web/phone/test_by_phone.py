"""By phone, through the pages: entered by the coach, confirmed by the seeker, marked on both faces; the report likewise."""

import re

import pytest
from sqlalchemy import update

from coach_platform.content.agreements import latest_agreement
from coach_platform.content.vocabulary import ActionKind, FeedbackSource, Section, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application
from coach_platform.core.coaching.noted.allowing import KEY, allow_by_phone
from coach_platform.core.coaching.noted.models import NotedEntry
from coach_platform.core.phone import acts, entering
from coach_platform.core.phone.said import Act, Answer, No
from coach_platform.core.plans.actions import add_action
from coach_platform.core.plans.details import Details
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.i18n import format_date
from coach_platform.kit.ids import new_id

BY = r"entered by Casey Tremblay on [A-Z][a-z]+ \d+, \d{4}, by phone"


@pytest.fixture
def pages(cast, browser_of):
    """Sam lets Casey note things and shares everything; both browsers."""
    allow_by_phone(cast.sam, cast.coaching_id, allowed=True, agreed_to=latest_agreement(KEY).mark("en"))
    cast.grant(*Section, future=True)
    db.session.commit()
    return browser_of(cast.sam), browser_of(cast.casey), f"/coach/seekers/{cast.sam.person_id}"


def note(cast, said=None):
    entry_id = entering.enter(cast.casey, cast.sam.person_id, said or No("Nordlys", "Analyst"), client_id=new_id())
    db.session.commit()
    return entry_id


def test_the_seeker_turns_it_on_and_off(cast, browser_of):
    sam = browser_of(cast.sam)
    assert "Let them note what I say on the phone" in sam.get("/sharing").text
    where = f"/sharing/{cast.coaching_id}/by-phone"
    mark = latest_agreement(KEY).mark("en")
    assert "Each note waits for you" in sam.post(where, {"allowed": "yes", "text_by_phone": mark}).text
    assert "notes nothing for you" in sam.post(where, {"allowed": "no"}).text
    assert "Nothing was changed" in sam.post(where, {"allowed": "yes", "text_by_phone": "old"}).text


def test_without_the_switch_the_page_says_how(cast, browser_of):
    cast.grant(*Section, future=True)
    db.session.commit()
    casey = browser_of(cast.casey)
    home = f"/coach/seekers/{cast.sam.person_id}/phone"
    assert "They have not allowed this" in casey.get(home).text
    assert casey.get(f"{home}/no").status_code == 404


def test_a_no_goes_from_the_phone_to_the_seekers_applications(cast, pages):
    sam, casey, home = pages
    casey.get(f"{home}/phone/no")
    said = {
        "client_id": str(new_id()),
        "company": "Nordlys",
        "role": "Analyst",
        "outcome": "rejected",
        "stage": "interview",
    }
    assert "Noted. It waits for them" in casey.post(f"{home}/phone/no", said).text
    shown = casey.get(home).text
    assert re.search(BY, shown) and "not confirmed yet" in shown
    today = sam.get("/today").text
    assert "A no: Nordlys, Analyst" in today and re.search(BY, today)
    (where,) = re.findall(r'action="(/noted/[0-9a-f-]+/confirm)"', today)
    assert "Confirmed. It is yours now." in sam.post(where, {"next": "/today"}).text
    application = where.split("/")[2]
    view = sam.get(f"/applications/{application}").text
    assert re.search(f"{BY}; confirmed on", view)


@pytest.mark.parametrize("kind", ["no", "answer", "first", "action", "done"])
def test_each_form_says_what_is_wrong_and_loses_nothing(cast, pages, kind):
    _sam, casey, home = pages
    open_case(cast.sam, log_no(cast.sam, company="Harbour", role="Analyst", stage=Stage.INTERVIEW))
    add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    db.session.commit()
    assert casey.get(f"{home}/phone/{kind}").status_code == 200
    typed = dict.fromkeys(("own_words", "words", "person", "if_then"), "kept words") | {"role": "kept words"}
    answer = casey.post(f"{home}/phone/{kind}", {**typed, "company": "", "what": ""})
    assert answer.status_code == 422
    assert "Nothing you typed was lost" in answer.text
    if kind != "first":
        assert "kept words" in answer.text


def test_changed_by_the_seeker_it_says_so_on_both_faces(cast, pages):
    sam, casey, home = pages
    entry_id = note(cast, Act("Call Harbor"))
    assert "Call Harbor" in sam.get(f"/noted/{entry_id}").text
    sam.post(f"/noted/{entry_id}", {"what": "Call Harbour", "kind": "outreach"})
    for browser, page in ((sam, "/plan"), (casey, f"{home}/plan")):
        text = browser.get(page).text
        assert "Call Harbour" in text and re.search(f"{BY}; changed and confirmed on", text)


def test_the_seeker_says_which_application_is_meant(cast, pages):
    sam, _casey, _home = pages
    there = log_no(cast.sam, company="Nordlys", role="Analyst")
    entry_id = note(cast)
    assert "Is it one of these?" in sam.post(f"/noted/{entry_id}/confirm", {}).text
    form = {"company": "Nordlys", "role": "Analyst", "outcome": "rejected", "stage": "applied"}
    assert sam.post(f"/noted/{entry_id}", form, follow=False).status_code == 422
    assert "yours now" in sam.post(f"/noted/{entry_id}", {**form, "application_id": str(there)}).text


def test_what_cannot_be_confirmed_says_why_and_no_more(cast, pages):
    """Noted while the day could be; not every refusal is a company that was noted before."""
    sam, _casey, _home = pages
    entry_id = note(cast, Act("Call Harbour"))
    db.session.execute(update(NotedEntry).values(body=NotedEntry.body.concat({"what": "x" * 2_001})))
    db.session.commit()
    refused = sam.post(f"/noted/{entry_id}/confirm", {}).text
    assert "It cannot be confirmed as it stands. Please keep it under 2000 characters." in refused
    assert "noted this company before" not in refused


@pytest.mark.parametrize("next", ["", "/today"])
def test_a_confirmed_entry_leads_to_what_it_became(cast, pages, next):
    sam, _casey, _home = pages
    case_id = open_case(cast.sam, log_no(cast.sam, company="Harbour", role="Analyst", stage=Stage.INTERVIEW))
    db.session.commit()
    for said, about, where in (
        (No("Nordlys", "Analyst"), None, r"/applications/[0-9a-f-]{36}"),
        (Answer(FeedbackSource.PHONE, words="Too little SQL"), case_id, f"/cases/{case_id}"),
        (Act("Call Harbour"), None, "/plan"),
    ):
        entry_id = entering.enter(cast.casey, cast.sam.person_id, said, client_id=new_id(), about_id=about)
        db.session.commit()
        page = sam.post(f"/noted/{entry_id}/confirm", {"next": next}).text
        (link,) = re.findall(rf'<a href="({where})">See it where it stands</a>', page)
        assert sam.get(link).status_code == 200
        assert f'href="{link}"' in sam.get("/noted").text
    db.session.execute(update(Application).where(Application.company == "Nordlys").values(deleted_at=clock.now()))
    db.session.commit()
    assert not re.search(r'href="/applications/[0-9a-f-]{36}"', sam.get("/noted").text)


def test_all_at_once_and_taken_out_and_back(cast, pages):
    sam, casey, home = pages
    entries = [note(cast, Act(f"Step {n}")) for n in range(3)]
    sam.get("/noted")
    assert "Taken out" in sam.post("/noted/remove", {"entry": str(entries[0])}).text
    assert "they left it out" in casey.get(f"{home}/phone").text
    assert "waits for you" in sam.post(f"/noted/{entries[0]}/restore", {}).text
    assert "Confirmed: 3." in sam.post("/noted/confirm", {"entry": [str(one) for one in entries]}).text


def test_the_link_of_the_mail_is_a_page_with_one_button(cast, pages, client):
    entry_id = note(cast, Act("Call Harbour"))
    path = "/noted-by-phone/" + acts.act_url(acts.Act.CONFIRM, entry_id).split("/noted-by-phone/")[1]
    asked = client.get(path)
    assert asked.status_code == 200 and "Call Harbour" not in asked.text
    assert "Confirmed" in client.post(path, {}).text


@pytest.mark.parametrize("number", [2, 40])
def test_these_pages_cost_at_most_eight_statements(cast, pages, counted, number):
    sam, casey, home = pages
    for n in range(number):
        note(cast, Act(f"Step {n}"))
    for browser, page in (
        (sam, "/today"),
        (sam, "/noted"),
        (casey, home),
        (casey, f"{home}/phone"),
        (casey, f"{home}/reports"),
    ):
        browser.get(page)
        with counted() as statements:
            assert browser.get(page).status_code == 200
        assert len(statements) <= 8, (page, [one[:90] for one in statements])


def made(casey, home, **more):
    today = clock.today("America/Toronto").isoformat()
    casey.get(f"{home}/reports/new")
    said = {"client_id": str(new_id()), "audience": "The fund", "from_on": "2026-01-01", "to_on": today}
    said |= {"language": "en", "sections": ["story", "plan"], "words": "Well done"}
    return casey.post(f"{home}/reports/new", {**said, **more}, follow=False)


def test_a_report_is_made_previewed_and_printed(cast, pages):
    sam, casey, home = pages
    add_action(cast.sam, details=Details("Call Harbour", ActionKind.OUTREACH))
    db.session.commit()
    where = made(casey, home).headers["Location"]
    assert casey.get(f"{where}?for=print").status_code == 403
    report_id = where.rpartition("/")[2]
    assert "made a report of your progress" in sam.get("/today").text
    preview = sam.get(f"/reports/{report_id}").text
    assert "Call Harbour" in preview and "Agree to this version" in preview
    assert "Agreed, to just this version" in sam.post(f"/reports/{report_id}/agree", {}).text
    assert f"Agreed on {format_date(clock.today('America/Toronto'))}" in casey.get(where).text
    printed = casey.get(f"{where}?for=print")
    assert printed.status_code == 200 and "data-print-now" in printed.text
    paper = re.compile(r"<article class=\"paper\".*?</article>", re.S)
    assert paper.search(printed.text)[0] == paper.search(sam.get(f"/reports/{report_id}").text)[0]
    sam.post(f"/reports/{report_id}/withdraw", {})
    assert casey.get(f"{where}?for=print").status_code == 403
    cast.revoke()
    db.session.commit()
    assert casey.get(where).status_code == 404


def test_the_paper_speaks_its_own_language(cast, pages):
    sam, casey, home = pages
    where = made(casey, home, language="fr").headers["Location"]
    page = sam.get(f"/reports/{where.rpartition('/')[2]}").text
    assert (
        "Rapport de progrès" in page
        and "Agree to this version" in page
        and '<article class="paper" lang="fr-CA">' in page
    )


def test_the_form_says_your_only_to_whose_life_it_is(cast, pages):
    sam, casey, home = pages
    assert "your ratings" in sam.get("/reports/new").text
    page = casey.get(f"{home}/reports/new").text
    assert 'value="story"' in page and "your ratings" not in page and "For example: me" not in page


def test_a_report_form_says_what_is_wrong(cast, pages):
    _sam, casey, home = pages
    answer = made(casey, home, audience="", talks="many", sections=[])
    assert answer.status_code == 422
    assert "Well done" in answer.text


def test_a_seekers_own_asks_nobody(cast, browser_of):
    sam = browser_of(cast.sam)
    sam.get("/reports/new")
    today = clock.today("America/Toronto").isoformat()
    said = {
        "audience": "me",
        "from_on": "2026-01-01",
        "to_on": today,
        "language": "fr",
        "sections": ["plan", "confidence"],
    }
    page = sam.post("/reports/new", said).text
    assert "It goes to nobody unless you give it" in page and "Rapport de progrès" in page
