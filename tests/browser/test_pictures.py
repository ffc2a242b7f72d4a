"""The README's pictures, from the sample world. `PICTURES=yes make browser` writes them to docs/pictures/."""

import os
from pathlib import Path

import pytest

from tests.browser.pages import sign_in
from tests.browser.person import Person
from tests.browser.site import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
LARGEST = 200_000  # bytes: a README is read on phones, too


@pytest.fixture
def folder(tmp_path) -> Path:
    """Somewhere to be thrown away, unless the pictures are wanted."""
    return PROJECT / "docs" / "pictures" if os.environ.get("PICTURES") == "yes" else tmp_path


@pytest.fixture
def sam(sample_site, person) -> Person:
    return _signed_in(person(sample_site, locale="en", name="sam", email="sam@example.org"))


@pytest.fixture
def casey(sample_site, person) -> Person:
    return _signed_in(person(sample_site, locale="en", name="casey", email="casey@example.org"))


def _signed_in(who: Person) -> Person:
    sign_in(who, who.name)
    return who


def test_the_seekers_face(sam, folder):
    _picture(sam, "/today", folder / "seeker-today.png")
    begun = "select k.id from cases k join applications a on a.id = k.application_id where a.company ~ '^Northgrove'"
    _picture(sam, f"/cases/{sam.site.sql(begun)[0][0]}", folder / "seeker-case.png")
    _picture(sam, "/today", folder / "seeker-today-phone.png", width=360, theme="dark")


def test_the_coachs_face(casey, folder):
    _picture(casey, "/coach", folder / "coach-today.png")
    seeker_id = casey.site.sql("select id from persons where email = 'sam@example.org'")[0][0]
    _picture(casey, f"/coach/seekers/{seeker_id}/plan", folder / "coach-plan.png")


def test_the_digest(sam, folder):
    letter = sam.site.run("mail", "preview", "digest_seeker", sam.email, "--html")
    sam.new_tab()  # blank: a page of the site would forbid the letter its styles
    sam.page.set_content(letter)
    _shoot(sam, folder / "digest.png", 640, "light", 900)


def _picture(who: Person, path: str, file: Path, *, width: int = 1280, theme: str = "light") -> None:
    assert who.go(path) == 200
    _shoot(who, file, width, theme, 820)


def _shoot(who: Person, file: Path, width: int, theme: str, height: int) -> None:
    who.page.set_viewport_size({"width": width, "height": height})
    who.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    file.parent.mkdir(parents=True, exist_ok=True)
    who.page.screenshot(path=file)
    assert file.stat().st_size < LARGEST
