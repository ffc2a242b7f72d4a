"""A coach who takes no new requests: the directory and their page say so, and asking is refused, in either language."""

import pytest
from sqlalchemy import func, select

from coach_platform.core.coaching import asking
from coach_platform.core.relations.models import Coaching, CoachingState
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict
from tests.browsing import words
from tests.core.coaching.test_asking import listed

SAID = {
    "en": ("Takes no new requests", "takes no new requests at the moment.", "This coach takes no new requests"),
    "fr": (
        "Ne prend pas de nouvelles demandes",
        "ne prend pas de nouvelles demandes en ce moment.",
        "Ce coach ne prend pas de nouvelles demandes",
    ),
}


@pytest.fixture(params=["en", "fr"])
def pair(request, cast):
    """A seeker who reads in that language, and a coach they do not know, who is closed."""
    seeker, coach = {"en": (cast.sam, cast.omar), "fr": (cast.nina, cast.casey)}[request.param]
    assert seeker.locale == request.param
    listed(coach, closed=True)
    db.session.commit()
    return seeker, coach, SAID[request.param]


def asked() -> int:
    requested = select(func.count()).where(Coaching.state == CoachingState.REQUESTED)
    return db.session.scalar(requested)


def test_the_pages_say_so_and_offer_no_form(pair, browser_of):
    seeker, coach, (chip, sentence, _refusal) = pair
    browser = browser_of(seeker)
    assert chip in words(browser.get("/coaches"))
    assert coach.name not in words(browser.get("/coaches?open=y"))
    page = browser.get(f"/coaches/{coach.person_id}")
    assert f"{coach.name} {sentence}" in words(page)
    assert 'name="message"' not in page.text


def test_a_form_that_was_open_before_is_refused_with_a_sentence(pair, browser_of):
    seeker, coach, (_chip, _sentence, refusal) = pair
    answer = browser_of(seeker).post(f"/coaches/{coach.person_id}", {"message": "Would you?"})
    assert answer.status_code == 409
    assert refusal in words(answer)
    assert asked() == 0


def test_the_core_refuses_and_an_invitation_of_the_coachs_goes_on(pair):
    seeker, coach, _said = pair
    with pytest.raises(Conflict):
        asking.ask(seeker, coach.person_id)
    assert asked() == 0
    asking.accept(seeker, asking.invite(coach, seeker.person_id))


def test_open_again_they_can_be_asked(pair):
    seeker, coach, _said = pair
    listed(coach, closed=False)
    asking.ask(seeker, coach.person_id)
    assert asked() == 1
