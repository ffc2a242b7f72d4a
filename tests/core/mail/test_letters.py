"""How every registered kind of letter reads: rules that hold for all, and its words as snapshots."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from jinja2 import UndefinedError

from coach_platform.core.mail import layout
from coach_platform.core.mail.emails import CHECK
from coach_platform.core.mail.layout import compiled
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.render import _environment, write
from coach_platform.kit import i18n
from coach_platform.kit.ids import new_id
from tests.snapshots import readable

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def message(kind="test_letter", locale="en", **more):
    who = {"address": "sam@example.org", "zone": "America/Toronto", "name": "Sam Okafor", "person_id": new_id()}
    return Outgoing(id=new_id(), kind=kind, key="k", locale=locale, **{**who, **more})


@pytest.fixture
def in_app(app):
    with app.app_context():
        yield


def test_the_layout_fetches_nothing_and_knows_the_dark():
    page = compiled()
    assert "prefers-color-scheme: dark" in page
    assert not re.search(r"<img|<link|@import|url\(|<script|googleapis", page)


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_foot_says_who_why_and_how_to_stop(in_app, locale):
    letter = write(message("test_notice", locale), template="mail_check", now=NOW)
    for part in (letter.text, letter.html):
        assert "Because of a test." in part
        assert "Rebound Example" in part
        assert "100 Example Street, Ottawa" in part
        assert "http://rebound.test/mail/stop/test_notice/" in part
    assert f'lang="{locale}-CA"' in letter.html


def test_what_cannot_be_turned_off_offers_no_way_to(in_app):
    [letter] = CHECK.compose([message("mail_check")], None).values()
    assert "/mail/stop/" not in letter.text + letter.html


def test_a_missing_fact_is_no_letter_rather_than_a_hole(in_app):
    with pytest.raises(UndefinedError, match="now"):
        write(message("test_notice"), template="mail_check")


def test_nobodys_words_become_html_or_a_template(in_app):
    parts = '{% import "parts.jinja" as p %}{{ p.line(it, "/", it) }}{{ p.quote(it) }}{{ p.heading(it) }}{{ p.bar(1, 2, it) }}'
    hostile = "<script>{{ 7 * 7 }}</script>"
    said = _environment().from_string(parts).render(it=hostile)
    assert said.count("&lt;script&gt;{{ 7 * 7 }}&lt;/script&gt;") == 5
    assert "<script>" not in said


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_test_message_reads_like_this(in_app, locale, snapshot):
    with time_machine.travel(NOW, tick=False):
        [letter] = CHECK.compose([message("mail_check", locale)], None).values()
    assert readable(letter) == snapshot


def test_every_subject_is_short_and_calm(in_app):
    for template in layout.FOLDER.glob("*/subject.jinja"):
        for language in ("en", "fr"):
            source = template.read_text()
            said = re.findall(r'"([^"]+)"', source)
            with i18n.using(language):
                assert all(len(i18n.gettext(s)) < 60 and "!" not in i18n.gettext(s) for s in said)
