"""Every page of the sample world: axe finds nothing, nothing scrolls sideways, nothing is asked of anybody else."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from flask import Flask
from playwright.sync_api import Page

from tests.apart import own_app
from tests.browser.pages import LOCALE_OF, Place, places, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

AXE = AXE_FILE_PATH.read_text()
# Without frames: the letters of the gallery stand in sandboxed ones, where no script of ours may run.
RUN = "axe.run(document, {resultTypes: ['violations'], iframes: false}).then(found => found.violations.map(v => \
`${v.id}: ${v.help} (${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')})`))"
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# Each page is opened once in each language, by the first who has it in that language, a quarter of them in each look. Axe
# reads it for the first of all: it takes longest, and what differs for the others is their words and their rows.
Look = tuple[dict[str, int], str]
LOOKS: list[Look] = [(NARROW, "light"), (WIDE, "dark"), (NARROW, "dark"), (WIDE, "light")]


@pytest.fixture
def sample_app(sample_site) -> Iterator[Flask]:
    """Asked for its routes."""
    with own_app(sample_site.env) as app:
        yield app


def test_nothing_stands_in_anybodys_way_on_any_page(sample_app, sample_site, person):
    of = defaultdict[str, dict[str, Place]](dict)
    for place in places(sample_app, sample_site):
        of[place.who].setdefault(place.endpoint, place)
    found, read, opened = [], set[str](), set[tuple[str, str]]()
    for turn, (who, theirs) in enumerate(of.items()):
        one = person(sample_site, locale=LOCALE_OF.get(who, "en"), name=who, email=f"{who}@example.org")
        sign_in(one, who)
        new = [place for place in theirs.values() if (place.endpoint, one.locale) not in opened]
        opened |= {(place.endpoint, one.locale) for place in new}
        for number in range(4):  # a look is put on once: each change draws the page of before anew
            size, theme = put_on(one.page, LOOKS[(number + turn) % 4])
            for place in new[number::4]:
                seen = look_at(one.page, sample_site.url + place.path)
                seen += read_through(one.page) if place.endpoint not in read else []
                read.add(place.endpoint)
                found += [f"{place.who} {place.path} ({size['width']}, {theme}): {each}" for each in seen]
        found += [f"{who}: {trouble}" for trouble in one.trouble]
    assert found == []


def put_on(page: Page, look: Look) -> Look:
    """The size and the theme of a page, and of each that is opened in it after this."""
    size, theme = look
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    return look


def look_at(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    seen = [] if answer and answer.status == 200 else [f"status {answer.status if answer else 'none'}"]
    return [*seen, f"scrolls {wide} px sideways"] if wide > 0 else seen


def read_through(page: Page) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(RUN)
