"""Every route x every role x foreign object. A route that is not in the matrix fails the build."""

from datetime import timedelta
from functools import cache

import pytest
from sqlalchemy import text

from coach_platform.content.vocabulary import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.web.developer import letters
from tests.rules.access_matrix import EVERYBODY, MATRIX, Access
from tests.rules.access_world import World, routes, undone

# What a form would say, so that a route is asked for what it does and not refused for what is missing.
FILLED = {"thread": "case", "body": "x", "name": "x", "step": "plan", "to": "down", "days": "7", "key": "area:research"}
FILLED |= {"at": "14:30", "minutes": "45", "title": "x", "title_en": "x", "body_en": "x", "sources": "x"}
OF_ONE = {"POST plan_points.move": {"to": "down"}}  # elsewhere `to` is a person
# 410: a link that is over. Somebody who is not let in sees the same.
SHUT = (400, 401, 403, 404, 410)

pytestmark = pytest.mark.xdist_group("access")  # one world for all of it


def test_every_route_is_in_the_matrix_and_nothing_else(app):
    assert sorted(set(routes(app)) ^ set(MATRIX)) == []


def test_only_addresses_that_carry_their_own_token_do_without_csrf(app, client):
    refused = set()
    for key, rule in routes(app).items():
        if key.startswith("POST"):
            path = app.url_map.bind("rebound.test").build(rule.endpoint, _junk(rule), method="POST")
            response = client.client.post(path, data={})
            if response.status_code != 400:
                refused.add(key)
    assert refused == {key for key, access in MATRIX.items() if not access.csrf}


def _junk(rule) -> dict[str, object]:
    from coach_platform.kit.ids import new_id

    words: dict[str, object] = {"word": "applied", "step": "first", "summary": "seeker", "kind": "digest_seeker"}
    return {name: words.get(name, new_id()) for name in rule.arguments}


@pytest.fixture(autouse=True)
def _nobody_tried_before(app):
    """Sixteen people at one address try more links in a minute than an office in an hour."""
    counters = app.extensions["rebound.limits"]
    counters.memory.storage.reset()
    counters.redis.storage.reset()


@pytest.fixture(autouse=True)
def _everybody_has_just_signed_in(world):
    """However long the tests before took: some things ask for a proof of the last minutes.

    Once a minute: all this is one transaction, and what each update leaves behind is read by every look at a session.
    """
    stale = text("update sign_in_sessions set proved_at = :now where proved_at < :minute_ago")
    db.session.execute(stale.bindparams(now=clock.now(), minute_ago=clock.now() - timedelta(minutes=1)))
    db.session.commit()


@pytest.fixture(autouse=True, scope="module")
def _letters_are_written_once():
    """The gallery writes each kind of letter anew for whoever looks; here sixteen do, and it is the same for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters, "specimens", cache(letters.specimens))
        yield


@pytest.mark.parametrize("key", sorted(MATRIX))
def test_exactly_those_may_who_should(app, world, key):
    access = MATRIX[key]
    rule = routes(app)[key]
    path = app.url_map.bind("rebound.test").build(rule.endpoint, world.values(rule.endpoint, set(rule.arguments)))
    found = set()
    for person in sorted(EVERYBODY):
        with undone():
            _set_the_stage(world, person, access)
            if _lets_in(world, key, path, person):
                found.add(person)
    assert found == set(access.may)


def _set_the_stage(world: World, person: str, access: Access) -> None:
    if person == "casey":
        world.grant(set(Section))
    if person == "bare":
        world.grant(set(Section) - ({access.section} if access.section else set()))
    if person == "expired":
        world.let_grant_run_out()
    if person == "ended":
        world.end_coaching()


def _lets_in(world: World, key: str, path: str, person: str) -> bool:
    browser = world.browsers[person]
    browser.prime()
    kept = browser.kept()
    try:
        return _answers(world, key, path, person)
    finally:  # whoever just signed out or in is signed in as before
        browser.back_to(kept)


def _answers(world: World, key: str, path: str, person: str) -> bool:
    browser = world.browsers[person]
    if key.startswith("GET"):
        response = browser.get(path, follow=False)
    else:
        case = world.ids["case_of_comment"]
        response = browser.post(
            path, {**FILLED, **world.filled, "case_id": str(case), **OF_ONE.get(key, {})}, follow=False
        )
    assert response.status_code < 500, f"{person}: {response.status_code}"
    assert response.status_code != 400 or person == "nobody", f"{person} was refused as a forged form"
    if response.status_code in SHUT:
        return False
    return not response.headers.get("Location", "").startswith("/sign-in?")
