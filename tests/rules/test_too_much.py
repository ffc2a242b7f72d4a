"""Ten megabytes at every route that takes a form: refused in words, never with a defect of ours."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.browsing import words
from tests.rules.access_world import World, routes, undone

pytestmark = pytest.mark.xdist_group("odd")

PEOPLE = ("nobody", "sam", "casey", "dana", "root")
TOO_MUCH = b"body=" + b"x" * 10_000_000
# What is refused before its body is looked at: not signed in, not theirs, not there.
NOT_FOR_THEM = {302, 303, 401, 403, 404}
# For the relay, which brings a token and no browser: tests/web/test_returned.py.
NO_FORM = {"returned.take"}


def unsafe(app: Any) -> list[Any]:
    return [rule for key, rule in routes(app).items() if not key.startswith("GET")]


def sent(app: Any, world: World, person: str, rule: Any) -> Any:
    path = app.url_map.bind("rebound.test").build(rule.endpoint, world.values(rule.endpoint, set(rule.arguments)))
    browser = world.browsers[person]
    form = "application/x-www-form-urlencoded"
    headers = {"X-CSRFToken": browser._token, **browser.headers}
    with undone():
        return browser.client.post(path, data=TOO_MUCH, content_type=form, headers=headers)


def test_every_form_refuses_it_in_words(app, world):
    refused = set()
    for person in PEOPLE:
        world.browsers[person].get("/")
        for rule in unsafe(app):
            with capture_logs() as logs:
                answer = sent(app, world, person, rule)
            where = f"{person} at {rule.rule}: {answer.status_code}"
            assert answer.status_code in {413, *NOT_FOR_THEM}, where
            assert not [line for line in logs if line.get("exc_info") or line["event"] == "request.failed"], where
            if answer.status_code == 413:
                refused.add(rule.endpoint)
                assert "That is too much at once." in words(answer), where
                assert "Traceback" not in answer.text, where
    assert {rule.endpoint for rule in unsafe(app)} - refused == NO_FORM
