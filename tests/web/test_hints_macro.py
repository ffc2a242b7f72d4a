"""Quiet hints as a message page shows them."""

import pytest
from flask import render_template_string

from coach_platform.core.reconnect.hints import hints_for
from coach_platform.kit.i18n import using

PAGE = '{% from "shared/hints.html" import hints with context %}{{ hints(found, locale) }}'


def drawn(app, text: str, locale: str) -> str:
    with app.test_request_context(), using(locale):
        return render_template_string(PAGE, found=hints_for(text, locale, length_limit=1200), locale=locale)


def test_the_words_are_quoted_in_their_language_with_another_wording(app):
    page = drawn(app, "Merci. Vous me devez une explication & <b>vite</b>.", "fr")
    assert '<q lang="fr-CA">Vous me devez</q>' in page
    assert "Une chose à dire autrement" in page and "Une autre formulation" in page
    assert "<b>" not in page and "<button" not in page


@pytest.mark.parametrize("text", ["", "Thank you. What was missing?"])
def test_without_a_hint_nothing_is_drawn(app, text):
    assert drawn(app, text, "en").strip() == ""
