"""The next talk and the booking page, as the two see them on their pages."""

from datetime import timedelta

import pytest

from coach_platform.core.coaching.profiles import my_profile
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words


def when(**more):
    ahead = clock.today("America/Toronto") + timedelta(days=3)
    return {"on": ahead.isoformat(), "at": "14:30", "minutes": "45", "place": "", "link": "", "seen": "-1", **more}


def test_a_seeker_sets_it_and_the_coach_sees_it_and_calls_it_off(cast, browser_of, counted):
    seeker, coach = browser_of(cast.sam), browser_of(cast.casey)
    page = seeker.post(f"/sharing/{cast.coaching_id}/talk", when(link="https://meet.example.com/abc"))
    assert "Put it into my calendar" in words(page) and "meet.example.com" in words(page)
    assert 'rel="noopener noreferrer nofollow external"' in page.text
    home = f"/coach/seekers/{cast.sam.person_id}"
    for path in ("/coach", home):
        with counted() as statements:
            assert "2:30 p.m." in words(coach.get(path)).replace("\u202f", " ").replace("\xa0", " ")
        assert len(statements) <= 8, path
    for path in ("/today", "/sharing"):
        with counted() as statements:
            assert "Put it into my calendar" in words(seeker.get(path))
    file = coach.get(f"{home}/talk/talk.ics")
    assert (file.mimetype, b"BEGIN:VEVENT" in file.data) == ("text/calendar", True)
    assert file.headers["Content-Disposition"] == 'attachment; filename="rebound-talk.ics"'
    assert "called off" in words(coach.post(f"{home}/talk/cancel")).lower()
    assert "Called off" in words(seeker.get("/today"))
    assert b"STATUS:CANCELLED" in seeker.get(f"/sharing/{cast.coaching_id}/talk/talk.ics").data


def test_what_was_typed_stays_with_its_errors_and_when_the_other_was_quicker(cast, browser_of):
    seeker, coach = browser_of(cast.sam), browser_of(cast.casey)
    page = seeker.post(
        f"/sharing/{cast.coaching_id}/talk", when(at="half past", link="meet.example.com", place="Room 3")
    )
    assert page.status_code == 422 and 'value="Room 3"' in page.text and 'value="meet.example.com"' in page.text
    assert "Write the time like this: 14:30." in words(page)
    coach.post(f"/coach/seekers/{cast.sam.person_id}/talk", when(at="09:00"))
    page = seeker.post(f"/sharing/{cast.coaching_id}/talk", when(place="Room 3"))
    assert page.status_code == 409 and "Casey Tremblay changed it meanwhile" in words(page)
    assert 'value="Room 3"' in page.text


def test_no_talk_has_no_file(cast, browser_of):
    assert browser_of(cast.sam).get(f"/sharing/{cast.coaching_id}/talk/talk.ics").status_code == 404
    assert "Set the next talk" in words(browser_of(cast.sam).get("/sharing"))


def profile(**more):
    return {"headline": "I help", "languages": "en", "remote": "y", "listed": "y", **more}


@pytest.mark.parametrize(
    "url",
    [
        "http://book.example.com",
        "javascript:alert(1)",
        "https://a:b@book.example.com",
        "https://localhost",
        "https://x .y",
    ],
)
def test_a_booking_page_is_https_with_a_host_one_can_read(cast, browser_of, url):
    page = browser_of(cast.casey).post("/coach/profile", profile(booking_url=url))
    assert page.status_code == 422 and "beginning with https://" in words(page)


def test_the_booking_page_is_shown_to_whom_they_coach_and_not_in_the_directory(cast, browser_of):
    browser_of(cast.casey).post("/coach/profile", profile(booking_url="https://book.example.com/casey?x=1"))
    assert my_profile(cast.casey).booking_url == "https://book.example.com/casey?x=1"
    db.session.commit()
    mine = browser_of(cast.sam).get("/sharing")
    assert "https://book.example.com/casey?x=1" in mine.text and "on book.example.com, another site" in words(mine)
    for path in (f"/coaches/{cast.casey.person_id}", "/coaches"):
        assert "book.example.com" not in browser_of(cast.nina).get(path).text
