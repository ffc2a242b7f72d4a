"""Every component in every state, as axe and a narrow screen see it."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = [
    "/gallery?errors=1",
    "/gallery?lang=fr",
    "/gallery?face=coach&lang=fr&errors=1",
    "/gallery?face=operator",
    "/home?lang=fr",
    "/error",
]


# Each page once, in turning looks: the contrast of either theme is held by its tokens, too.
LOOKS = [(path, *((360, "dark"), (1280, "light"))[turn % 2]) for turn, path in enumerate(PAGES)]


@pytest.mark.parametrize(("path", "width", "theme"), [*LOOKS, ("/gallery?errors=1", 1280, "light")])
def test_axe_finds_nothing(open_page, path, theme, width):
    page = open_page(path, width=width, theme=theme)
    open_everything(page)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"]], v["nodes"][0]["failureSummary"]) for v in found] == []


def open_everything(page) -> None:
    """What is folded away is looked at too, one menu at most, since menus close each other."""
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((d) => (d.open = true))")
    page.evaluate(
        "[...document.querySelectorAll('details.menu')].filter((d) => d.checkVisibility())[0]?.setAttribute('open', '')"
    )


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_small_phone(open_page, path):
    page = open_page(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/gallery?lang=fr", "/home"])
def test_targets_are_large_enough_for_a_thumb(open_page, path):
    page = open_page(path, width=360)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, .choice, .scale-mark, .scale-other, .input')]
          .filter((e) => e.checkVisibility() && getComputedStyle(e).display !== 'inline' && !e.closest('.skip'))
          .filter((e) => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
          .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_nothing_leaves_for_another_host(open_page, gallery):
    page = open_page("/error")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(gallery.address + "/gallery")
    assert len(asked) >= 5
    assert [url for url in asked if not url.startswith(gallery.address)] == []


def test_headings_go_down_one_step_at_a_time(open_page):
    levels = open_page("/gallery").evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
