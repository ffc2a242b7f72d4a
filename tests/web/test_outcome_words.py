"""What came of an application is said with the same words on every page and in every letter."""

import pytest

from coach_platform.content.vocabulary import OfferState, Outcome, Section, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.log import log_no
from coach_platform.core.coaching.mail_words import allow_mail_words
from coach_platform.kit.db import db
from tests.agreed import agreed
from tests.browsing import words
from tests.core.digests.test_coach_digest import letter  # noqa: F401 - a fixture

TAKEN_BACK = "Offer taken back"


@pytest.fixture
def taken_back(cast):
    """An offer that Sam had and that was taken back, opened as a case and shared with Casey."""
    application_id = log_no(
        cast.sam,
        company="Copperfield",
        role="Coordinator",
        outcome=Outcome.OFFER,
        offer_state=OfferState.RESCINDED,
        stage=Stage.OFFER,
    )
    case_id = open_case(cast.sam, application_id)
    cast.grant(Section.STORY, cases=[case_id])
    db.session.commit()
    return application_id, case_id


def test_an_offer_taken_back_is_called_so_on_each_page_of_its_seeker(cast, browser_of, taken_back):
    application_id, case_id = taken_back
    browser = browser_of(cast.sam)
    for path in ("/applications", f"/applications/{application_id}", "/cases", f"/cases/{case_id}"):
        assert TAKEN_BACK in words(browser.get(path)), path
    case = words(browser.get(f"/cases/{case_id}"))
    assert case.count(TAKEN_BACK) == 2, "the head and what happened"
    assert "Offer · Offer " not in case.replace(TAKEN_BACK, "")


def test_an_offer_taken_back_waits_in_the_batch_under_that_name(cast, browser_of):
    log_no(
        cast.sam,
        company="Copperfield",
        role="Coordinator",
        outcome=Outcome.OFFER,
        offer_state=OfferState.RESCINDED,
        stage=Stage.OFFER,
    )
    assert TAKEN_BACK in words(browser_of(cast.sam).get("/batch"))


def test_the_coach_reads_the_same_words(cast, browser_of, taken_back):
    _application_id, case_id = taken_back
    browser, home = browser_of(cast.casey), f"/coach/seekers/{cast.sam.person_id}"
    for path in ("/coach", home, f"{home}/cases/{case_id}"):
        assert TAKEN_BACK in words(browser.get(path)), path


def test_the_coachs_letter_calls_it_no_new_no(cast, letter, taken_back):  # noqa: F811 - the fixture
    said = letter().text
    assert "news of one case" in said
    assert "a new no" not in said


def test_where_letters_may_carry_words_it_is_called_by_its_name(cast, letter, taken_back):  # noqa: F811 - the fixture
    allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))
    db.session.commit()
    assert "offer taken back, shared: Copperfield" in letter().text
