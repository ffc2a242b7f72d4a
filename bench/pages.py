"""The heaviest pages, against a bare Flask page of the same bytes and against the same page written by hand."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.cpu import Pair, in_turn
from bench.crowd.build import Known
from bench.home import Home
from bench.signing_in import Cookies, cookies
from bench.site import Served, served, settings
from coach_platform.app import create_app
from coach_platform.config import from_environment
from coach_platform.kit.db import db
from coach_platform.laptop.services import DatabaseUrls

_TOKEN = re.compile(rb"\.eJ[\w.-]+")
NOWHERE = "smtp://127.0.0.1:9"  # no page sends a letter


@dataclass(frozen=True)
class Page:
    """A page, as whom it is asked, and what it is called in the table."""

    name: str
    words: str
    path: str
    who: str  # a field of Cookies


PAGES = (
    Page("today50", "coach’s Today, 50 seekers", "/coach", "coach_of_50"),
    Page("caseload500", "caseload of 500", "/coach/seekers", "coach_of_500"),
    Page("case", "a case, both assessments", f"/cases/{Known.CASE}", "seeker"),
    Page("list2000", "list of 2,000 applications", "/applications", "seeker"),
)


@dataclass
class Stage:
    """The product on one database, with people signed in, and the baselines beside it."""

    product: Served
    bare: Served
    by_hand: Served
    cookies: Cookies
    postgres: int
    bodies: dict[str, bytes]

    def cookie(self, page: Page) -> str:
        return str(getattr(self.cookies, page.who))

    def against_bare(self, page: Page, *, rounds: int, times: int) -> Pair:
        """CPU of one page: bare Flask (asked ten times as often, it is that quick), ours."""
        return in_turn(
            lambda: self.bare.cost(f"/page/{page.name}", "", times * 10),
            lambda: self.product.cost(page.path, self.cookie(page), times, self.postgres),
            rounds,
        )

    def against_by_hand(self, page: Page, *, rounds: int, times: int) -> Pair:
        """CPU of one page: written by hand, ours; PostgreSQL counted in both."""
        return in_turn(
            lambda: self.by_hand.cost(f"/page/{page.name}", self.cookie(page), times, self.postgres),
            lambda: self.product.cost(page.path, self.cookie(page), times, self.postgres),
            rounds,
        )


@contextmanager
def product_on(home: Home, urls: DatabaseUrls, *, processes: int = 1) -> Iterator[tuple[Served, Cookies]]:
    """The product on that database, and the cookies of those who are signed in there."""
    env = settings(urls, home.services.redis_url, NOWHERE)
    app = create_app(from_environment(env))
    signed = cookies(app)
    with app.app_context():
        db.engine.dispose()
    with served("coach_platform.wsgi:app", env, home.folder / "log" / "web.log", processes=processes) as site:
        yield site, signed


@contextmanager
def stage(home: Home, urls: DatabaseUrls, folder: Path) -> Iterator[Stage]:
    """Everything started; `folder` takes the captured bodies."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        product, signed = stack.enter_context(product_on(home, urls))
        bodies = {}
        for page in PAGES:
            status, body = product.get(page.path, getattr(signed, page.who))
            assert status == 200, (page, status)
            bodies[page.name] = body
            (folder / f"{page.name}.html").write_bytes(body)
        env = {"BENCH_BODIES": str(folder), "DATABASE_URL": urls.app_url, **_key(home, urls)}
        bare = stack.enter_context(served("bench.baselines.bare:app", env, home.folder / "log" / "bare.log"))
        by_hand = stack.enter_context(served("bench.baselines.by_hand:app", env, home.folder / "log" / "by_hand.log"))
        yield Stage(product, bare, by_hand, signed, home.postgres, bodies)


def _key(home: Home, urls: DatabaseUrls) -> dict[str, str]:
    known = settings(urls, home.services.redis_url, NOWHERE)
    return {"SECRET_KEY": known["SECRET_KEY"]}


def demand_same(stage: Stage, page: Page) -> None:
    """Raises: AssertionError where the page written by hand is not the product's, but for the token of its forms."""
    _status, ours = stage.product.get(page.path, stage.cookie(page))
    status, theirs = stage.by_hand.get(f"/page/{page.name}", stage.cookie(page))
    assert status == 200
    assert _TOKEN.sub(b"", ours) == _TOKEN.sub(b"", theirs), "the page written by hand is not the same page any more"
