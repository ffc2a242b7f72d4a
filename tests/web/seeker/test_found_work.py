"""The end of a search on the pages: found, what helped, parting, Today, and back again."""

import pytest
from sqlalchemy import select

from coach_platform.content.vocabulary import OfferState, Outcome, Stage
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.outcomes import record_outcome
from coach_platform.core.applications.search_end import found_work, search_end
from coach_platform.core.relations.models import Coaching, CoachingState
from coach_platform.kit.db import db


def test_the_whole_way_from_found_to_searching_again(cast, browser_of):
    sam = browser_of(cast.sam)
    assert "I found work" in sam.get("/search/end").text
    assert sam.post("/search/found").request.path == "/search/end"
    assert "What helped?" in sam.get("/search/end").text
    sam.post("/search/helped", data={"helped": ["rest", "people"], "words": "Walking"})
    page = sam.get("/search/end").text
    assert page.count(" checked") == 2 and "Walking" in page
    today = sam.get("/today").text
    assert "You found work. Nothing needs you here." in today and "The quiet ones" not in today
    sam.post("/search/again")
    assert search_end(cast.sam) is None
    assert "You found work" not in sam.get("/today").text


def test_an_accepted_offer_leads_there_and_its_page_proposes_it(cast, browser_of):
    sam = browser_of(cast.sam)
    application = log_no(cast.sam, company="Nordlys", role="Editor", stage=Stage.FINAL_ROUND)
    record_outcome(cast.sam, application, outcome=Outcome.OFFER, offer_state=OfferState.OPEN)
    db.session.commit()
    answer = sam.post(f"/applications/{application}/outcomes/new", data={"outcome": "offer:accepted"})
    assert answer.request.path == "/search/end"
    assert "You accepted this offer." in sam.get(f"/applications/{application}").text


def test_a_coaching_is_ended_with_a_word_that_its_coach_reads(cast, browser_of):
    sam, casey = browser_of(cast.sam), browser_of(cast.casey)
    sam.post("/search/found")
    address = f"/search/coachings/{cast.coaching_id}/end"
    too_long = sam.post(address, data={"thanks": "x" * 9000})
    assert too_long.status_code == 422 and "x" * 9000 in too_long.text and "Please keep it under" in too_long.text
    assert sam.post(address, data={"thanks": "For the Tuesdays <3"}).request.path == "/search/end"
    state = select(Coaching.state).where(Coaching.id == cast.coaching_id)
    assert db.session.scalar(state) is CoachingState.ENDED
    assert "For the Tuesdays &lt;3" in casey.get("/coach/requests").text
    assert "Tuesdays" not in browser_of(cast.omar).get("/coach/requests").text


def test_what_cannot_be_kept_says_so_beside_its_field_and_keeps_what_was_typed(cast, browser_of):
    sam = browser_of(cast.sam)
    sam.post("/search/found")
    answer = sam.post("/search/helped", data={"helped": "people", "words": "y" * 3000})
    assert answer.status_code == 422 and "y" * 3000 in answer.text and 'value="people" checked' in answer.text
    assert sam.post("/search/helped", data={"helped": "magic"}).status_code == 422


@pytest.mark.parametrize("path", ["/search/end", "/today", "/writing"])
def test_the_pages_take_at_most_eight_statements_and_speak_french(cast, browser_of, counted, path):
    found_work(cast.sam)
    db.session.commit()
    sam = browser_of(cast.sam)
    with counted() as statements:
        page = sam.get(path, headers={"Accept-Language": "fr"})
    assert page.status_code == 200
    assert len(statements) <= 8, [one[:90] for one in statements]


def test_private_writing_has_nothing_that_could_be_sent(cast, browser_of):
    page = browser_of(cast.sam).get("/writing").text
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<textarea") == 4
    assert "<form" not in main and " name=" not in main and "hx-" not in main and "data-autosave" not in main
    assert browser_of(cast.sam).post("/writing", data={"a": "b"}).status_code in (400, 405)
