"""A real Chromium before real processes, once a test process: an empty site for stories, a full one for looking."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.apart import own_database
from tests.browser.person import Person, a_person
from tests.browser.site import Site, running_site


@pytest.fixture(scope="session")
def site(services, template, environment) -> Iterator[Site]:
    """Nobody has an account yet."""
    yield from _site(services, template, environment, "story")


@pytest.fixture(scope="session")
def sample_site(services, sample_template, environment) -> Iterator[Site]:
    """The sample people's world."""
    yield from _site(services, sample_template, environment, "pages", mail=False)


def _site(services, template, environment, name: str, *, mail: bool = True) -> Iterator[Site]:
    redis_url = services.redis_url.removesuffix("/0") + ("/8" if mail else "/9")
    with (
        own_database(services, template, name) as database,
        tempfile.TemporaryDirectory(prefix="rbb", ignore_cleanup_errors=True) as home,
        running_site(Path(home), environment, database, redis_url, mail=mail) as running,
    ):
        yield running


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
