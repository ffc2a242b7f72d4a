"""Every text is there in both languages, and each is set as its language is set."""

import re
from string import Formatter

import pytest

from coach_platform.content.reading import ContentError, both

NBSP = "\u00a0"

# Written alike in both languages: names of languages stand in their own language, and these words are shared.
SAME_IN_BOTH = {
    "vocabulary.yaml.language.en",
    "vocabulary.yaml.language.fr",
    "vocabulary.yaml.role_kind.administration",
    "vocabulary.yaml.spoken_language.hi",
    "vocabulary.yaml.spoken_language.zh",
    "vocabulary.yaml.outcome.offer",
}


def test_the_walk_finds_the_content_it_checks(texts):
    assert len(texts) > 450


def test_every_text_is_there_in_both_languages(texts):
    assert [where for where, en, fr in texts if not en.strip() or not fr.strip()] == []


def test_no_text_is_the_same_in_both_languages_unless_it_is_listed(texts):
    assert [where for where, en, fr in texts if en == fr and where not in SAME_IN_BOTH] == []


def test_placeholders_are_the_same_in_both_languages(texts):
    def fields(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert [where for where, en, fr in texts if fields(en) != fields(fr)] == []


def test_a_no_is_un_non_in_french(texts):
    assert [where for where, _en, fr in texts if re.search(r"\brefus\b", fr)] == []


def test_french_speaks_to_everybody_without_doubled_forms(texts):
    doubled = re.compile(r"\b(\w{3,}) ou \1e\b|\w·e|\w\(e\)")
    assert [where for where, _en, fr in texts if doubled.search(fr)] == []


def test_apostrophes_are_typographic(texts):
    assert [where for where, en, fr in texts if "'" in en + fr] == []


def test_no_text_is_repeated_among_the_sentences_after_a_no(texts):
    said = [en for where, en, _ in texts if where.startswith("after_no")]
    assert len(said) == len(set(said))


def test_french_puts_a_no_break_space_before_a_colon_and_inside_its_quotation_marks(texts):
    # a colon inside a time or an address has no space after it
    wrong = re.compile(rf"[^{NBSP}](?::(?=\s|$)|»)|«[^{NBSP}]")
    assert [where for where, _, fr in texts if wrong.search(fr)] == []


def test_french_puts_no_space_before_the_other_marks(texts):
    assert [where for where, _, fr in texts if re.search(r"\s[;!?,.]", fr)] == []


def test_french_puts_a_no_break_space_before_percent(texts):
    assert [where for where, _, fr in texts if re.search(rf"[^{NBSP}]%(?!\()", fr)] == []


def test_french_uses_its_own_quotation_marks_and_english_its_own(texts):
    assert [where for where, _, fr in texts if set(fr) & set('“”"')] == []
    assert [where for where, en, _ in texts if set(en) & set('«»"') or NBSP in en] == []


def test_french_says_vous_and_the_words_of_quebec(texts):
    foreign = re.compile(r"\b(tu|toi|ton|tes|entretien|e-mail|mail|feedback|job|interview)\b", re.IGNORECASE)
    assert [where for where, _, fr in texts if foreign.search(fr.replace("Un ton", ""))] == []


def test_nobody_is_cheered_at_or_blamed(texts):
    loud = re.compile(r"!|\b(rejected|failure|failed|loser|échec|échoué|rejeté)\b", re.IGNORECASE)
    assert [where for where, en, fr in texts if loud.search(en) or loud.search(fr)] == []


@pytest.mark.parametrize("data", [{"en": "Only English"}, {"en": "A", "fr": " "}, {"en": "A", "fr": "B", "de": "C"}])
def test_a_text_that_lacks_a_language_stops_the_start(data):
    with pytest.raises(ContentError):
        both(data, "somewhere")
