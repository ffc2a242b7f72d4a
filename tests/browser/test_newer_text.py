"""A text that was renewed, as whoever agreed to the earlier one meets it: told on their pages until they have read it.

The texts are files of the release, so that no page of the sample world has a newer one: a small site in this process,
whose texts can be exchanged.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page
from werkzeug.serving import make_server

from coach_platform.content import agreements as texts
from coach_platform.content.agreements import latest_agreement
from coach_platform.content.reading import Both
from coach_platform.core.agreements import keeping
from coach_platform.core.agreements.page import PRIVACY
from coach_platform.kit.db import db
from tests.agreed import agreed
from tests.apart import own_app, own_database, settings_on
from tests.browser.test_axe import RUN

pytestmark = pytest.mark.browser
CHANGED = Both(en="We keep logs for a shorter time.", fr="Nous conservons les journaux moins longtemps.")
TOLD = {"en": "A text you agreed to has a new version", "fr": "Un texte que vous avez accepté a une nouvelle version"}


@pytest.fixture
def app(services, template, environment) -> Iterator:
    """On a database where commits are commits: the site answers in threads of its own."""
    with own_database(services, template, "newer") as urls, own_app(settings_on(environment, urls)) as app:
        yield app


@pytest.fixture
def session(app) -> Iterator:
    """In place of the session whose writes are undone."""
    with app.app_context():
        yield db.session
        db.session.remove()


@pytest.fixture
def address(app) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def renew(monkeypatch) -> Callable[[], None]:
    """From now on the text on privacy has a second version."""
    found = dict(texts.all_agreements())
    found[PRIVACY, 2] = replace(latest_agreement(PRIVACY), version=2, changed=CHANGED)

    def come() -> None:
        for place in ("coach_platform.content.agreements", "coach_platform.core.agreements.holding"):
            monkeypatch.setattr(f"{place}.all_agreements", lambda: found)

    return come


@pytest.fixture
def page_of(chromium, address, browser_of) -> Iterator:
    """`page_of(cast.sam, width=360, theme="dark")`: their browser, signed in."""
    contexts = []

    def open_(actor, *, width: int, theme: str) -> Page:
        cookie = browser_of(actor).client.get_cookie("session")
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)
        contexts.append(context)
        context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("who", "locale"), [("sam", "en"), ("nina", "fr")])
@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_a_newer_text_is_told_until_it_is_read(cast, address, page_of, renew, who, locale, width, theme):
    actor = getattr(cast, who)
    keeping.keep(actor.person_id, PRIVACY, agreed(locale, PRIVACY))
    db.session.commit()
    renew()
    page = page_of(actor, width=width, theme=theme)
    page.goto(f"{address}/plan")
    banner = page.locator(".notice", has_text=TOLD[locale])
    assert CHANGED.in_(locale) in banner.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.evaluate(AXE_FILE_PATH.read_text())
    assert page.evaluate(RUN) == []
    banner.get_by_role("link").click()
    assert urlsplit(page.url).path == "/settings/agreements"
    page.locator("input[name=agreed]").check()
    page.locator("form:has(input[name=agreed]) button").first.click()
    page.goto(f"{address}/plan")
    assert page.locator(".notice", has_text=TOLD[locale]).count() == 0
