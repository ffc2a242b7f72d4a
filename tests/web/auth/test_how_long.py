"""How long a sign-in lasts: held by the server, whatever the cookie says."""

from datetime import timedelta

import pytest
import time_machine

from coach_platform.core.accounts import sessions
from coach_platform.core.accounts.lifetimes import AT_WORK, SEEKER, SHARED, lifetime
from coach_platform.core.relations.models import Role
from coach_platform.kit import clock
from coach_platform.kit.db import db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_whoever_coaches_and_looks_for_work_has_a_coachs_sign_in():
    assert lifetime({Role.SEEKER}, shared=False) == SEEKER
    assert lifetime({Role.SEEKER, Role.COACH}, shared=False) == AT_WORK
    assert lifetime({Role.OPERATOR}, shared=True) == SHARED


@pytest.fixture
def signed_in(cast):
    def begin(name, *, shared=False):
        token = sessions.open_session(getattr(cast, name).person_id, device="test", shared=shared)
        db.session.commit()
        return token

    return begin


def _alive(token, after):
    with time_machine.travel(after, tick=False):
        return sessions.actor_of(token) is not None


@pytest.mark.parametrize(
    ("who", "shared", "idle"),
    [
        ("sam", False, 30 * DAY),
        ("casey", False, 12 * HOUR),
        ("dana", False, 12 * HOUR),
        ("root", False, 12 * HOUR),
        ("sam", True, 30 * MINUTE),
        ("casey", True, 30 * MINUTE),
    ],
)
def test_an_unused_sign_in_ends(signed_in, who, shared, idle):
    begun = clock.now()
    assert _alive(signed_in(who, shared=shared), begun + idle - MINUTE)
    assert not _alive(signed_in(who, shared=shared), begun + idle + MINUTE)


@pytest.mark.parametrize(
    ("who", "shared", "every", "whole"),
    [
        ("sam", False, 20 * DAY, 90 * DAY),
        ("casey", False, 10 * HOUR, 7 * DAY),
        ("sam", True, 20 * MINUTE, 12 * HOUR),
    ],
)
def test_a_used_one_ends_as_well(signed_in, who, shared, every, whole):
    begun, token = clock.now(), signed_in(who, shared=shared)
    moment = begun + every
    while moment < begun + whole - MINUTE:
        assert _alive(token, moment), moment - begun
        moment += every
    assert not _alive(token, begun + whole + MINUTE)


def test_a_seeker_who_begins_to_coach_is_signed_out_as_a_coach_is(cast, signed_in):
    from coach_platform.core.accounts.people import give_role

    token, begun = signed_in("sam"), clock.now()
    give_role(cast.sam.person_id, Role.COACH)
    db.session.commit()
    assert not _alive(token, begun + 13 * HOUR)


def test_what_is_over_is_not_listed(cast, signed_in, browser_of):
    signed_in("sam", shared=True)
    page = browser_of(cast.sam)
    assert page.get("/settings/sign-in").text.count("/settings/sessions/") == 2  # the other, and all others
    with time_machine.travel(clock.now() + HOUR, tick=False):
        assert page.get("/settings/sign-in").text.count("/settings/sessions/") == 0
