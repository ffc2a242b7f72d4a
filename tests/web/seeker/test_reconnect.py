"""The pages of step two: few statements, nothing lost, two tabs shown side by side; the recruiter's form beside them."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import update

from coach_platform.content.vocabulary import Outcome, Section, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.contacts import add_contact
from coach_platform.core.applications.log import log_no
from coach_platform.core.assessments.case_view import case_page
from coach_platform.core.reconnect.writing import card_mark
from coach_platform.core.relations.models import Coaching
from coach_platform.kit.db import db
from tests.browsing import words


@pytest.fixture
def case(cast) -> str:
    """The path of Sam's case at Nordlys."""
    no = log_no(cast.sam, company="Nordlys", role="Data analyst", stage=Stage.INTERVIEW, outcome=Outcome.REJECTED)
    add_contact(cast.sam, no, name="Ines Dufour", stage=Stage.INTERVIEW, email="ines@nordlys.example.org")
    found = open_case(cast.sam, no)
    db.session.commit()
    return f"/cases/{found}"


def company(case: str) -> str:
    """Where the message to the company is written."""
    return f"{case}/reconnect/{case.rsplit('/', 1)[1]}"


FORM = {"subject": "Thanks", "text": "Hello, thank you: [link to the card]", "locale": "en", "channel": "mail"}


def test_each_page_takes_at_most_eight_statements_and_no_more_as_answers_come(cast, browser_of, case, counted):
    browser, numbers = browser_of(cast.sam), []
    for more in (1, 12):
        for n in range(more):
            browser.post(f"{case}/feedback/new", {"source": "reply", "words": f"Word {n}.", "reasons": "other"})
            browser.post(f"{case}/doors/new", {"reconnect_on": "2030-01-01"})
        browser.post(company(case), {**FORM, "revision": str(len(numbers) and 1)})
        for path in (
            case,
            f"{case}/reconnect",
            company(case),
            f"{case}/feedback/new",
            "/doors",
            "/cases",
            "/applications",
        ):
            with counted() as statements:
                assert browser.get(path).status_code == 200
            assert len(statements) <= 8, (path, [one[:80] for one in statements])
            numbers.append((path, len(statements)))
    assert numbers[: len(numbers) // 2] == numbers[len(numbers) // 2 :]


def test_the_autosave_brings_the_message_as_it_goes_out(cast, browser_of, case):
    browser = browser_of(cast.sam)
    answer = browser.post(f"{company(case)}/draft", {**FORM, "revision": "0"}).get_json()
    assert answer["revision"] == 1 and "/card/" in answer["parts"]["ready"]


def test_quiet_hints_follow_the_typing_and_block_nothing(cast, browser_of, case):
    browser = browser_of(cast.sam)
    hurt = {**FORM, "locale": "en", "text": "Your decision was unfair. I do not understand how you could ignore me."}
    answer = browser.post(f"{company(case)}/draft", {**hurt, "revision": "0"}).get_json()
    assert answer["errors"] == {}  # it is kept all the same
    drawn = answer["parts"]["message-hints"]
    assert "You wrote:" in drawn
    assert "Another wording:" in drawn
    assert "You wrote:" in browser.get(company(case)).text
    kind = {**hurt, "text": "Thank you for your time. What would help most next time?"}
    assert browser.post(f"{company(case)}/draft", {**kind, "revision": "1"}).get_json()["parts"]["message-hints"] == ""


def test_the_file_is_a_draft_and_nothing_else(cast, browser_of, case):
    browser = browser_of(cast.sam)
    browser.post(company(case), {**FORM, "subject": "A\r\nBcc: x@example.org", "revision": "0"})
    file = browser.get(f"{company(case)}/message.eml")
    assert file.mimetype == "message/rfc822" and "attachment" in file.headers["Content-Disposition"]
    draft = message_from_bytes(file.data, policy=policy.default)
    assert draft["X-Unsent"] == "1" and draft["Bcc"] is None and "/card/" in draft.get_content()


def test_too_long_a_text_keeps_what_was_typed(cast, browser_of, case):
    answer = browser_of(cast.sam).post(company(case), {**FORM, "text": "x" * 30_000, "revision": "0"})
    assert answer.status_code == 422 and "x" * 30_000 in answer.text and "At most" in words(answer)


def test_a_link_that_opens_a_mail_program_is_offered_only_while_it_works(cast, browser_of, case):
    browser = browser_of(cast.sam)
    browser.post(company(case), {**FORM, "revision": "0"})
    assert 'href="mailto:?subject=Thanks&amp;body=Hello%2C' in browser.get(company(case)).text
    browser.post(company(case), {**FORM, "text": "é" * 800, "revision": "1"})
    page = browser.get(company(case))
    assert "mailto:" not in page.text and "It is too long for a link" in words(page)


def test_nothing_sent_without_a_message_and_a_day_that_cannot_be_is_said_beside_it(cast, browser_of, case):
    browser = browser_of(cast.sam)
    assert browser.post(f"{company(case)}/sent").status_code == 422
    browser.post(company(case), {**FORM, "revision": "0"})
    wrong = browser.post(f"{company(case)}/sent", {"on": "soon"})
    assert wrong.status_code == 422 and "Write the day like this" in words(wrong)
    assert "Written to the company" in words(browser.post(f"{company(case)}/sent"))


def test_feedback_that_says_nothing_is_asked_for_a_word_and_keeps_its_source(cast, browser_of, case):
    answer = browser_of(cast.sam).post(f"{case}/feedback/new", {"source": "phone"})
    assert answer.status_code == 422 and 'value="phone" checked' in answer.text
    assert "Write a few words, or choose a reason." in words(answer)


def test_an_agencys_recruiter_enters_what_the_client_said(cast, browser_of, case):
    case_id, casey = case.rsplit("/", 1)[1], browser_of(cast.casey)
    cast.grant(*Section, future=True)
    db.session.commit()
    path = f"/coach/seekers/{cast.sam.person_id}{case}"
    assert "Enter what the client said" not in words(casey.get(path))
    assert casey.get(f"{path}/feedback").status_code == 403
    db.session.execute(update(Coaching).values(places_candidates=True))
    db.session.commit()
    assert "Enter what the client said" in words(casey.get(path))
    assert casey.post(f"{path}/feedback", {"words": ""}).status_code == 422
    assert "They wanted more SQL." in words(casey.post(f"{path}/feedback", {"words": "They wanted more SQL."}))
    shown = case_page(cast.sam, type(cast.sam.person_id)(case_id)).reconnect
    assert shown is not None and shown.feedback[0].author == "Casey Tremblay"


def test_the_cards_questions_count_only_where_the_cards_link_goes_with_the_text(cast, browser_of, case):
    browser = browser_of(cast.sam)
    two = {
        **FORM,
        "locale": "en",
        "blocks": ["questions", "card"],
        "question": ["What weighed most?", "What should I show?"],
    }
    text = "Thank you for your time. Did anything stand out? Is there a book you like?"
    bare = browser.post(f"{company(case)}/draft", {**two, "text": text, "revision": "0"}).get_json()
    assert "questions" not in bare["parts"]["message-hints"]
    linked = browser.post(
        f"{company(case)}/draft", {**two, "text": f"{text} {card_mark('en')}", "revision": "1"}
    ).get_json()
    assert "There are 4 questions" in linked["parts"]["message-hints"]
