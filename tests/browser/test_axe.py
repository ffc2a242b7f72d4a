"""Every page of the sample world: axe finds nothing, nothing scrolls sideways, nothing is asked of anybody else."""

from collections import defaultdict
from itertools import cycle

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from coach_platform.app import create_app
from coach_platform.config import from_environment
from tests.browser.pages import LOCALE_OF, Place, places, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

AXE = AXE_FILE_PATH.read_text()
RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations.map(v => \
`${v.id}: ${v.help} (${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')})`))"
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# Each page is looked at once a person; who comes second to it sees it in another look.
LOOKS = [(NARROW, "light"), (WIDE, "dark"), (NARROW, "dark"), (WIDE, "light")]


def test_nothing_stands_in_anybodys_way_on_any_page(sample_site, person):
    app = create_app(from_environment(sample_site.env))
    of = defaultdict(list)
    for place in places(app, sample_site):
        of[place.who].append(place)
    found = []
    for turn, (who, theirs) in enumerate(of.items()):
        one = person(sample_site, locale=LOCALE_OF.get(who, "en"), name=who, email=f"{who}@example.org")
        one.page.emulate_media(reduced_motion="reduce")
        sign_in(one, who)
        looks = cycle(LOOKS[turn % 4 :] + LOOKS[: turn % 4])
        for place in theirs:
            found += _look(one.page, sample_site.url, place, *next(looks))
            found += [f"{place.who} {place.path}: {trouble}" for trouble in one.trouble]
            one.trouble.clear()
    assert found == []


def _look(page: Page, home: str, place: Place, size: dict, theme: str) -> list[str]:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    answer = page.goto(home + place.path)
    seen = [] if answer and answer.status == 200 else [f"status {answer.status if answer else 'none'}"]
    page.evaluate(AXE)
    seen += page.evaluate(RUN)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    seen += [f"scrolls {wide} px sideways"] if wide > 0 else []
    return [f"{place.who} {place.path} ({size['width']}, {theme}): {one}" for one in seen]
