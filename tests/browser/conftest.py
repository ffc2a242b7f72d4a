"""A real Chromium before real processes, once a test process: an empty site for stories, a full one for looking."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.person import Person, a_person
from tests.browser.site import Site, running_site

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one tools/browser.py found, else one on PATH, else Playwright's own."""
    found = os.environ.get("REBOUND_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    # As root in a container Chromium's own sandbox cannot start; the pages are ours.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(services, template, environment) -> Iterator[Site]:
    """Nobody has an account yet."""
    yield from _site(services, template, environment, "rebound_story")


@pytest.fixture(scope="session")
def sample_site(services, template, environment) -> Iterator[Site]:
    """The world `make run` begins with."""
    yield from _site(services, template, environment, "rebound_sample", sample=True)


def _site(services, template, environment, name: str, *, sample: bool = False) -> Iterator[Site]:
    database = services.create_database(name, template=template)
    redis_url = services.redis_url.removesuffix("/0") + ("/9" if sample else "/8")
    with (
        tempfile.TemporaryDirectory(prefix="rbb", ignore_cleanup_errors=True) as home,
        running_site(Path(home), environment, database, redis_url, mail=not sample) as running,
    ):
        if sample:
            running.run("seed")
        yield running
    services.drop_database(name)


@pytest.fixture
def person(chromium, request, tmp_path) -> Iterator[Callable[..., Person]]:
    """`person(site, locale=..., name=..., email=...)`. After a failure it says where each of them stood, with a picture."""
    people: list[Person] = []

    def one(site: Site, **who: str) -> Person:
        people.append(a_person(site, chromium, **who))
        return people[-1]

    failures = request.session.testsfailed
    yield one
    for number, each in enumerate(people):
        if request.session.testsfailed > failures:
            picture = tmp_path / f"person-{number}.png"
            each.page.screenshot(path=picture, full_page=True)
            print(f"{each.name} stood at {each.page.url}: {picture}; {each.trouble}")  # noqa: T201 - pytest shows it
            print(*(each.site.said("web") for line in each.trouble if line.startswith("500")))  # noqa: T201 - likewise
        each.context.close()
