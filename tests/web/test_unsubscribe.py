"""Stopping a kind of mail from the mail itself."""

from dataclasses import replace

import pytest
import time_machine

from coach_platform.core.mail import links
from coach_platform.core.mail.choices import choose, kind_choices
from coach_platform.core.mail.models import MailChoice
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from tests.browsing import words

KIND = "digest_seeker"


@pytest.fixture
def path(cast, app):
    db.session.commit()  # a GET rolls back whatever was not
    with app.app_context():
        return links.unsubscribe_url(cast.sam.person_id, KIND).removeprefix("http://rebound.test")


def choice(cast):
    db.session.expire_all()
    return db.session.get(MailChoice, (cast.sam.person_id, KIND))


def test_opening_the_link_changes_nothing(cast, client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Stop this kind of mail?" in words(response)
    assert choice(cast) is None


def test_the_button_stops_it_and_offers_it_again(cast, client, path):
    assert "You no longer get this kind of mail" in words(client.post(path, {"wanted": "no"}))
    assert (choice(cast).wanted, choice(cast).changed_by) == (False, "unsubscribe_link")
    assert "Stop this kind of mail?" in words(client.post(path, {"wanted": "yes"}))
    assert choice(cast).wanted


def test_a_mailbox_stops_it_in_one_click_without_cookie_or_token(cast, app, path):
    response = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.data) == (200, b"")
    assert (choice(cast).wanted, choice(cast).changed_by) == (False, "one_click")


def test_the_link_works_for_more_than_sixty_days(cast, client, path):
    with time_machine.travel(clock.now() + links.UNSUBSCRIBE_FOR * 0.9, tick=False):
        assert client.get(path).status_code == 200


def test_an_old_a_cut_or_a_foreign_link_says_so_and_changes_nothing(cast, client, path):
    with time_machine.travel(clock.now() + links.UNSUBSCRIBE_FOR * 1.1, tick=False):
        assert "This link no longer works" in words(client.get(path))
        assert client.post(path, {"wanted": "no"}).status_code == 404
    assert client.get(path[:-2]).status_code == 404
    assert client.get(path.replace(KIND, "mail_check")).status_code == 404
    assert client.get(path.replace(KIND, "nothing")).status_code == 404
    assert choice(cast) is None


def test_whom_a_kind_can_no_longer_reach_may_stop_it_and_is_not_offered_it_again(cast, client, app):
    coachs = links.unsubscribe_url(cast.sam.person_id, "digest_coach").removeprefix("http://rebound.test")
    said = words(client.post(coachs, {"wanted": "no"}))
    assert "You no longer get this kind of mail" in said
    assert "Send it again" not in said


# What each may be reached by; a new kind must be thought of here.
REMINDERS = {"pause_over", "assessment_unfinished", "action_due", "interview_tomorrow", "door_open"}
SEEKERS_ALONE = {
    *("review_answered", "digest_seeker", "card_answered", "team_changed", "notes_answered"),
    *("hand_over_asked", "coach_left", "noted_by_phone", "report_waits"),
    *REMINDERS,
}
ANSWER_FOR_NOTES = {"notes_asked", "notes_due"}  # coaches who work alone, admins and operators
COACHES_ALONE = {"review_asked", "plan_agreed", "review_waits", "digest_coach"}
BOTH = {"coaching_asked", "coaching_accepted", "coaching_declined", "coaching_ended", "comments", "review_lapsed"}
HANDING = {"hand_over_answered"}  # whoever asked: a coach, or an admin


def test_everybody_chooses_among_the_kinds_that_can_reach_them(cast):
    offered = {name: {c.kind for c in kind_choices(getattr(cast, name))} for name in ("sam", "casey", "dana", "root")}
    coachs = COACHES_ALONE | BOTH | ANSWER_FOR_NOTES | HANDING
    others = {"dana": ANSWER_FOR_NOTES | HANDING | {"outcomes_monthly"}, "root": ANSWER_FOR_NOTES}
    assert offered == {"sam": SEEKERS_ALONE | BOTH, "casey": coachs, **others}
    both = replace(cast.sam, roles=cast.sam.roles | cast.casey.roles)
    assert {c.kind for c in kind_choices(both)} == SEEKERS_ALONE | coachs


def test_a_kind_that_cannot_reach_somebody_is_none_for_them(cast):
    with pytest.raises(NotFound):
        choose(cast.sam, "digest_coach", wanted=False)


def test_an_admin_is_offered_only_what_can_reach_an_admin(cast, browser_of):
    said = words(browser_of(cast.dana).get("/settings/mail"))
    assert "Letters about your account itself" in said
    assert "A seeker asks for the notes about them" in said
    assert "A comment" not in said


def test_the_same_is_chosen_on_the_settings_page(cast):
    assert [c.wanted for c in kind_choices(cast.sam) if c.kind == KIND] == [True]
    choose(cast.sam, KIND, wanted=False)
    assert [c.wanted for c in kind_choices(cast.sam) if c.kind == KIND] == [False]
    with pytest.raises(NotFound):
        choose(cast.sam, "mail_check", wanted=False)
