"""Mailboxes of people without an account, and a form filled in once."""

import re
from typing import Any

import pytest
from redis import Redis

from coach_platform.core.mail.letters import Letter
from tests.agreed import read_privacy
from tests.browsing import Browser
from tests.web.auth.mailbox import letter

FORM = {
    "locale": "en",
    "people": "Léa Fournier <lea@example.org>",
    "sections": ["story", "plan"],
    "cases": "all_so_far",
}
NEW = {"name": "Léa Fournier", "password": "les outardes passent", "zone": "America/Toronto"} | read_privacy()


@pytest.fixture(autouse=True)
def _fresh_limits(app, services):
    counters = app.extensions["rebound.limits"]
    counters.memory.storage.reset()
    with Redis.from_url(services.redis_url) as redis:
        redis.flushdb()
    counters.ask_again()


def fields(html: str) -> dict[str, Any]:
    """The hidden fields of the look before sending."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html):
        from html import unescape

        found.setdefault(name, []).append(unescape(value))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items() if name != "csrf_token"}


def look(browser: Browser, face: str = "coach", **given: Any):
    """The form, sent to be looked at."""
    return browser.post(f"/{face}/invitations/new", {**FORM, "step": "check", **given}, follow=False)


def invite(browser: Browser, face: str = "coach", **given: Any):
    """Looked at, then sent; the answer to the second."""
    answer = look(browser, face, **given)
    assert answer.status_code == 200, answer.text
    return browser.post(f"/{face}/invitations/new", {**fields(answer.text), "step": "send"}, follow=False)


def link_to(address: str) -> str:
    """The path in the newest invitation to `address`, the same in both parts."""
    written = letter("coaching_invitation", address)
    assert isinstance(written, Letter), written
    found = re.search(r"http://rebound\.test(/invited/\S+)", written.text)
    assert found is not None
    assert f"http://rebound.test{found[1]}" in written.html
    return found[1]
