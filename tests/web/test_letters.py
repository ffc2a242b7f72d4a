"""The developers' gallery of letters: each kind in both languages; not there in production."""

import pytest

from coach_platform.app import create_app
from coach_platform.config import from_environment
from coach_platform.core.mail.kinds import all_kinds
from tests.rules.conftest import sample_world

pytestmark = pytest.mark.xdist_group("letters")


@pytest.fixture(scope="module")
def nobody(app, sample_database):
    with sample_world(app, sample_database.app_url) as world:
        yield world.browsers["nobody"]


def test_every_kind_is_on_the_page_with_its_subject_in_both_languages(nobody):
    page = nobody.get("/letters").text
    for kind in all_kinds():
        part = page.split(f'<li id="{kind}">')[1].split("</li>")[0]
        assert 'lang="en-CA"' in part, kind
        assert 'lang="fr-CA"' in part, kind


def test_a_kind_is_shown_narrow_and_wide_light_and_dark_as_html_and_text(nobody):
    page = nobody.get("/letters/digest_seeker")
    frames = page.text.split("<iframe ")[1:]
    assert len(frames) == 8
    assert {f.split('width="')[1].split('"')[0] for f in frames} == {"360", "640"}
    assert all("sandbox" in frame for frame in frames)
    assert page.text.count('<pre class="letter-text"') == 2
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]


def test_a_letter_is_a_document_that_may_fetch_and_run_nothing(nobody):
    letter = nobody.get("/letters/comments/fr.html?theme=dark")
    assert 'lang="fr-CA"' in letter.text
    assert "@media all" in letter.text
    assert "@media not all" in nobody.get("/letters/comments/fr.html?theme=light").text
    assert "prefers-color-scheme" in nobody.get("/letters/comments/fr.html").text
    policy = letter.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert "sandbox" in policy
    assert "img-src" not in policy


def test_what_is_no_kind_or_no_language_is_not_there(nobody):
    assert nobody.get("/letters/nonsense").status_code == 404
    assert nobody.get("/letters/comments/de.html").status_code == 404


def test_looking_keeps_nothing(nobody, app):
    from sqlalchemy import func, select

    from coach_platform.core.relations.models import Look
    from coach_platform.kit.db import db

    count = select(func.count()).select_from(Look)
    before = db.session.scalar(count)
    nobody.get("/letters/review_waits")
    assert db.session.scalar(count) == before


def test_production_does_not_have_it(environment):
    given = {**environment, "REBOUND_ENV": "production", "BASE_URL": "https://rebound.test"}
    production = create_app(from_environment(given))
    assert [rule for rule in production.url_map.iter_rules() if rule.rule.startswith("/letters")] == []
