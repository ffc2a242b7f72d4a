"""The small acts of a mail: one button, nothing on a GET, that act only, to that action only, for fourteen days."""

from datetime import timedelta

import pytest
import time_machine

from coach_platform.content.vocabulary import ActionKind
from coach_platform.core.plans import actions, progress
from coach_platform.core.plans.acts import Act, act_url
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Action, ActionState
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.browsing import words

SECRET = "Kanarienvogel"


@pytest.fixture
def action(cast):
    found = actions.add_action(cast.sam, details=Details(what=SECRET, kind=ActionKind.PRACTICE))
    db.session.commit()
    return found


def path(act: Act, action_id) -> str:
    return act_url(act, action_id).removeprefix("http://rebound.test")


def state(action_id) -> ActionState:
    db.session.expire_all()
    return db.session.get(Action, action_id).state


@pytest.mark.parametrize("act", list(Act))
def test_opening_the_link_changes_nothing_and_shows_nothing_but_the_act(client, action, act):
    for _ in range(3):  # a mail scanner, and another one
        page = client.get(path(act, action))
        assert page.status_code == 200
        assert SECRET not in page.get_data(as_text=True)
        assert "Sam" not in page.get_data(as_text=True)
    assert state(action) is ActionState.OPEN
    assert db.session.get(Action, action).snoozed_until_on is None
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize(("act", "then"), [(Act.DONE, ActionState.DONE), (Act.DROP, ActionState.DROPPED)])
def test_the_button_does_that_act_without_a_sign_in(client, action, act, then):
    assert client.post(path(act, action)).status_code == 200
    assert state(action) is then


def test_snoozing_lets_it_sleep_for_a_week(cast, client, action):
    assert client.post(path(Act.SNOOZE, action)).status_code == 200
    assert state(action) is ActionState.OPEN
    assert db.session.get(Action, action).snoozed_until_on == clock.today(cast.sam.zone) + timedelta(days=7)


@pytest.mark.parametrize("act", list(Act))
def test_a_double_click_says_the_same_twice(client, action, act):
    first, second = (client.post(path(act, action)) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert words(first) == words(second)


def test_loading_the_page_of_a_done_act_again_says_that_it_is_done(client, action):
    client.post(path(Act.DONE, action))
    assert "Marked as done" in words(client.get(path(Act.DONE, action)))


def test_another_act_on_what_was_decided_already_changes_nothing_and_says_so(client, action):
    client.post(path(Act.DONE, action))
    page = client.post(path(Act.DROP, action))
    assert page.status_code == 409
    assert "This was decided already" in words(page)
    assert state(action) is ActionState.DONE


def test_the_link_of_one_act_does_no_other_and_no_other_action(cast, client, action):
    token = path(Act.SNOOZE, action).rsplit("/", 1)[1]
    for other in (Act.DONE, Act.DROP):
        assert client.get(f"/act/{other}/{token}").status_code == 404
        assert client.post(f"/act/{other}/{token}").status_code == 404
    assert client.post(f"/act/done/{path(Act.DONE, action).rsplit('/', 1)[1][:-2]}").status_code == 404
    assert client.post("/act/agree/" + token).status_code == 404
    assert state(action) is ActionState.OPEN


def test_it_works_for_fourteen_days(client, action):
    link = path(Act.DONE, action)
    with time_machine.travel(clock.now() + timedelta(days=13, hours=23), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1), tick=False):
        assert client.get(link).status_code == 404
        assert client.post(link).status_code == 404


def test_it_is_gone_with_its_action(cast, client, action):
    link = path(Act.DONE, action)
    actions.delete_action(cast.sam, action)
    db.session.commit()
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    actions.restore_action(cast.sam, action)
    progress.snooze(cast.sam, action, until_on=clock.today(cast.sam.zone) + timedelta(days=2))
    db.session.commit()
    assert client.post(link).status_code == 200


def test_the_page_speaks_the_seekers_language(cast, client):
    french = actions.add_action(cast.nina, details=Details(what=SECRET, kind=ActionKind.PRACTICE))
    db.session.commit()
    assert "Marquer cette action comme faite" in words(client.get(path(Act.DONE, french)))
