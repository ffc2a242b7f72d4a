"""How every registered kind of letter reads: rules that hold for all, and its words as snapshots."""

import re

import pytest

from coach_platform.core.mail import kinds
from coach_platform.core.mail.emails import CHECK
from coach_platform.core.mail.layout import compiled
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.render import write
from coach_platform.kit.ids import new_id


def message(kind="test_letter", locale="en", **more):
    who = {"address": "sam@example.org", "zone": "America/Toronto", "name": "Sam Okafor", "person_id": new_id()}
    return Outgoing(id=new_id(), kind=kind, key="k", locale=locale, **{**who, **more})


@pytest.fixture
def in_app(app):
    with app.app_context():
        yield


def test_the_layout_fetches_nothing_and_knows_the_dark():
    layout = compiled()
    assert "prefers-color-scheme: dark" in layout
    assert not re.search(r"<img|<link|@import|url\(|<script", layout)
    assert "fonts.googleapis" not in layout


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_foot_says_who_why_and_how_to_stop(in_app, locale):
    kind = kinds.all_kinds()["digest_seeker"]
    letter = write(message("digest_seeker", locale), lines=[], all_url="http://rebound.test/applications")
    for part in (letter.text, letter.html):
        assert "Rebound Example" in part
        assert "100 Example Street, Ottawa" in part
        assert "http://rebound.test/mail/stop/digest_seeker/" in part
    assert f'lang="{locale}-CA"' in letter.html
    assert kind.label


def test_what_cannot_be_turned_off_offers_no_way_to(in_app):
    [letter] = CHECK.compose([message("mail_check")], None).values()
    assert "/mail/stop/" not in letter.text + letter.html


def test_a_missing_fact_is_no_letter_rather_than_a_hole(in_app):
    with pytest.raises(Exception, match="lines"):
        write(message("digest_seeker"))


def test_nobodys_words_become_html_or_a_template(in_app):
    class No:
        company, role = "<script>{{ 7 * 7 }}</script>", "{% include 'x' %}"

    letter = write(message("digest_seeker"), lines=[(No, "http://rebound.test/x")], all_url="http://rebound.test/")
    assert "&lt;script&gt;{{ 7 * 7 }}&lt;/script&gt;" in letter.html
    assert "<script>" not in letter.html
    assert "{% include 'x' %}" in letter.text
