"""The account's own pages."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.core.accounts.models import Credential, SignInSession
from coach_platform.core.digests.models import DigestSchedule, Frequency
from coach_platform.core.digests.welcome import welcome
from coach_platform.core.mail.models import MailChoice
from coach_platform.core.relations.models import Membership, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words
from tests.web.auth.conftest import PASSWORD

NEW = "seven geese over the canal"


@pytest.fixture
def sam(with_passwords, browser_of):
    welcome(with_passwords.sam.person_id, Role.SEEKER, "America/Toronto")
    db.session.commit()
    return browser_of(with_passwords.sam)


def _person(cast):
    return db.session.get(Person, cast.sam.person_id, populate_existing=True)


@pytest.fixture
def wednesday():
    """On a Monday a move could skip this week's hour, and the digest would come at the next allowed one."""
    with time_machine.travel(datetime(2026, 11, 18, 16, tzinfo=UTC), tick=True):
        yield


def test_name_language_and_zone_are_kept_and_the_digest_moves_along(wednesday, sam, with_passwords):
    before = db.session.scalar(select(DigestSchedule.next_at))
    given = {"name": " Sam  O. ", "locale": "fr", "zone": "Pacific/Auckland"}
    page = sam.post("/settings", given)
    person = _person(with_passwords)
    assert (person.name, person.name_sort, person.locale, person.zone) == ("Sam O.", "sam o.", "fr", "Pacific/Auckland")
    assert "Enregistré." in words(page)
    after = db.session.scalar(select(DigestSchedule.next_at))
    assert after != before
    assert clock.local(after, "Pacific/Auckland").hour == 8


def test_what_cannot_be_kept_is_said_beside_its_field(sam, with_passwords):
    response = sam.post("/settings", {"name": "Sam\0", "locale": "tlh", "zone": "Mars/Olympus"})
    assert response.status_code == 422
    said = words(response)
    assert "cannot hold line breaks" in said
    assert "Choose English or French." in said
    assert "We do not know this time zone" in said
    assert _person(with_passwords).zone == "America/Toronto"


@pytest.mark.parametrize("zone", ["America/Toronto", "Canada/Eastern", "UTC", "Asia/Kathmandu"])
def test_every_zone_of_iana_is_taken_and_shown_again(sam, zone):
    assert sam.post("/settings", {"name": "Sam", "locale": "en", "zone": zone}).status_code == 200
    assert f'value="{zone}" selected' in sam.get("/settings").text


@pytest.mark.parametrize(("hours", "kept"), [("24", 24), ("48", 48), ("72", 72), ("0", None)])
def test_not_today_is_one_tap(sam, with_passwords, hours, kept):
    response = sam.post("/quiet", {"hours": hours, "next": "/settings"}, follow=False)
    assert (response.status_code, response.location) == (303, "/settings")
    until = _person(with_passwords).quiet_until
    if kept is None:
        assert until is None
    else:
        assert abs(until - clock.now() - timedelta(hours=kept)) < timedelta(minutes=1)
        assert "Let mail come again" in words(sam.get("/settings"))


def test_not_today_takes_no_other_length_and_leads_nowhere_else(sam, with_passwords):
    assert sam.post("/quiet", {"hours": "9999"}).status_code == 422
    assert sam.post("/quiet", {"hours": "soon"}).status_code == 422
    assert _person(with_passwords).quiet_until is None
    assert sam.post("/quiet", {"hours": "24", "next": "//evil.example.com"}, follow=False).location == "/settings"


def test_day_hour_and_rhythm_of_the_summary_are_kept(sam):
    given = {"seeker-frequency": "two_weeks", "seeker-weekday": "2", "seeker-hour": "18"}
    assert sam.post("/settings/mail/seeker", given, follow=False).status_code == 303
    schedule = db.session.scalars(select(DigestSchedule).execution_options(populate_existing=True)).one()
    assert (schedule.frequency, schedule.weekday, schedule.hour) == (Frequency.TWO_WEEKS, 2, 18)
    assert clock.local(schedule.next_at, "America/Toronto").weekday() == 2


def test_the_summary_can_be_turned_off(sam):
    given = {"seeker-frequency": "off", "seeker-weekday": "0", "seeker-hour": "8"}
    sam.post("/settings/mail/seeker", given)
    assert db.session.scalars(select(DigestSchedule.next_at)).one() is None


@pytest.mark.parametrize("hour", ["7", "20", "3", "noon"])
def test_an_hour_of_the_night_cannot_be_chosen(sam, hour):
    given = {"seeker-frequency": "weekly", "seeker-weekday": "0", "seeker-hour": hour}
    assert sam.post("/settings/mail/seeker", given).status_code == 422
    assert db.session.scalars(select(DigestSchedule.hour)).one() == 8


def test_a_summary_somebody_has_not_does_not_exist_for_them(sam):
    given = {"coach-frequency": "weekly", "coach-weekday": "0", "coach-hour": "9"}
    assert sam.post("/settings/mail/coach", given).status_code == 404


def test_a_kind_of_mail_is_turned_off_and_on_again(sam):
    sam.get("/settings/mail")
    sam.post("/settings/mail/kinds", {})
    assert db.session.scalars(select(MailChoice.wanted).where(MailChoice.kind == "digest_seeker")).one() is False
    sam.post("/settings/mail/kinds", {"kind": "digest_seeker"})
    wanted = select(MailChoice.wanted).where(MailChoice.kind == "digest_seeker")
    assert db.session.scalars(wanted).one() is True


def test_letters_about_the_account_cannot_be_turned_off(sam):
    page = sam.get("/settings/mail")
    assert "reset_password" not in page.text
    sam.post("/settings/mail/kinds", {})
    assert "reset_password" not in db.session.scalars(select(MailChoice.kind)).all()


def test_a_new_password_signs_every_other_browser_out_and_ends_old_links(sam, with_passwords, browser_of):
    elsewhere = browser_of(with_passwords.sam)
    version = db.session.scalar(
        select(Credential.link_version).where(Credential.person_id == with_passwords.sam.person_id)
    )
    assert sam.post("/settings/password", {"old": PASSWORD, "new": NEW}, follow=False).status_code == 303
    assert sam.get("/settings", follow=False).status_code == 200
    assert elsewhere.get("/settings", follow=False).status_code == 302
    now = select(Credential.link_version).where(Credential.person_id == with_passwords.sam.person_id)
    assert db.session.scalar(now) == version + 1


def test_the_old_password_is_asked(sam):
    response = sam.post("/settings/password", {"old": "wrong wrong", "new": NEW})
    assert response.status_code == 422
    assert "not your present password" in words(response)


def test_sessions_are_listed_and_signed_out_one_by_one_and_all(sam, with_passwords, browser_of):
    second, third = browser_of(with_passwords.sam), browser_of(with_passwords.sam)
    page = sam.get("/settings/sign-in")
    assert page.text.count("/settings/sessions/") == 3  # two others, and all others
    ids = db.session.scalars(select(SignInSession.id).order_by(SignInSession.id)).all()
    assert sam.post(f"/settings/sessions/{ids[1]}/end", follow=False).status_code == 303
    assert second.get("/settings", follow=False).status_code == 302
    assert third.get("/settings", follow=False).status_code == 200
    sam.post("/settings/sessions/end")
    assert third.get("/settings", follow=False).status_code == 302
    assert sam.get("/settings", follow=False).status_code == 200


def test_somebody_elses_session_does_not_exist(sam, with_passwords, browser_of):
    nina = browser_of(with_passwords.nina)
    other = db.session.scalar(select(SignInSession.id).where(SignInSession.person_id == with_passwords.nina.person_id))
    assert sam.post(f"/settings/sessions/{other}/end").status_code == 404
    assert sam.post("/settings/sessions/nonsense/end").status_code == 404
    assert nina.get("/settings", follow=False).status_code == 200


def test_nobody_signed_in_is_led_to_the_sign_in_page_and_back(client):
    response = client.get("/settings", follow=False)
    assert response.location == "/sign-in?next=/settings"
    assert client.post("/quiet", {"hours": "24"}).status_code == 401


def test_the_settings_wear_the_colour_of_the_face_one_came_from(sam, with_passwords):
    assert "face-seeker" in sam.get("/settings?face=coach").text
    db.session.add(Membership(person_id=with_passwords.sam.person_id, role=Role.COACH, from_at=clock.now()))
    db.session.commit()
    page = sam.get("/settings?face=coach")
    assert "face-coach" in page.text
    assert 'href="/settings/mail?face=coach"' in page.text
    assert "face-seeker" in sam.get("/settings?face=nonsense").text


@pytest.mark.parametrize("path", ["/settings", "/settings/mail", "/settings/sign-in"])
def test_the_pages_take_at_most_eight_statements_and_speak_french(sam, with_passwords, browser_of, counted, path):
    with counted() as statements:
        assert sam.get(path).status_code == 200
    assert len(statements) <= 8
    assert "Réglages" in words(browser_of(with_passwords.nina).get(path))


def test_fifty_sessions_cost_no_more_statements_than_two(sam, with_passwords, browser_of, counted):
    numbers = []
    for count in (1, 48):
        for _ in range(count):
            browser_of(with_passwords.sam)
        with counted() as statements:
            sam.get("/settings/sign-in")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
