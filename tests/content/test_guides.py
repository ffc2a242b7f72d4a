"""Each guide is whole in both languages, says where it knows things from, and is set as its language is set."""

import re

import pytest

from coach_platform.content.guides import (
    FOLDER,
    KEYS,
    LANGUAGES,
    GuideError,
    Source,
    UnknownGuide,
    _split,
    all_guides,
    guide,
    render,
)
from coach_platform.content.vocabulary import Area

HEADINGS = {
    "en": ["What it is", "A worked example", "An exercise", "How to know it helped", "Sources"],
    "fr": ["De quoi il s’agit", "Un exemple", "Un exercice", "Comment savoir si cela a aidé", "Sources"],
}
NBSP = "\u00a0"
each_guide = pytest.mark.parametrize(("key", "language"), [(key, lang) for key in KEYS for lang in LANGUAGES])
each_key = pytest.mark.parametrize("key", KEYS)


def written(key, language):
    """(head, body) as the file has them."""
    return _split((FOLDER / f"{key}.{language}.md").read_text("utf-8"), key)


def prose(key, language):
    """All a person reads of a guide, without addresses (which have their own colons)."""
    head, body = written(key, language)
    sources = "\n".join(source["text"] for source in head["sources"])
    return "\n".join([head["title"], head["summary"], body, sources])


def section(body, heading):
    return re.split(r"^## ", body.split(f"## {heading}\n", 1)[1], maxsplit=1, flags=re.M)[0]


def test_every_area_has_a_guide_and_every_file_is_a_guide():
    files = {path.name for path in FOLDER.iterdir()}
    assert files == {f"{key}.{language}.md" for key in KEYS for language in LANGUAGES}
    assert [g.area for g in all_guides("en") if g.area] == list(Area)


@each_guide
def test_a_guide_has_its_five_parts_in_order(key, language):
    assert re.findall(r"<h2>(.*?)</h2>", guide(key, language).html) == HEADINGS[language]


@each_guide
def test_a_guide_has_600_to_900_words(key, language):
    _, body = written(key, language)
    # a dash or mark standing alone (« ») is no word
    words = [word for word in body.split() if re.search(r"\w", word)]
    assert 600 <= len(words) <= 900


@each_guide
def test_an_exercise_has_steps_that_fit_into_15_to_20_minutes(key, language):
    steps = section(written(key, language)[1], HEADINGS[language][2])
    minutes = [int(number) for number in re.findall(r"\((\d+) minutes?\)", steps)]
    assert len(re.findall(r"^\d+\. ", steps, flags=re.M)) >= 5
    assert 15 <= sum(minutes) <= 20


@each_guide
def test_a_guide_names_its_sources_and_shows_them(key, language):
    found = guide(key, language)
    assert found.sources
    assert all(re.search(r"\b(19|20)\d\d\b", source.text) for source in found.sources)
    last_part = found.html.split("<h2>")[-1]
    assert last_part.count("<li>") == len(found.sources)
    assert all(source.url in last_part for source in found.sources if source.url)


@each_guide
def test_a_guide_says_that_its_craft_is_craft_and_its_people_invented(key, language):
    _, body = written(key, language)
    said = section(body, "Sources")
    assert ("craft" if language == "en" else "métier") in said
    assert ("invented" if language == "en" else "inventées") in said


@each_guide
def test_a_guide_shows_only_plain_safe_html_from_the_second_heading_down(key, language):
    html = guide(key, language).html
    assert set(re.findall(r"<(\w+)", html)) <= {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "blockquote", "a"}
    assert html.startswith("<h2>")


def test_raw_html_and_scripts_become_text_or_nothing():
    body = '# Big\n\n<script>alert(1)</script>\n\n<b onclick="x()">b</b> [x](javascript:x) [y](http://example.org)'
    html = render(body, (Source("<img src=x>", "https://example.org/?a=1&b=2"),))
    assert not re.search(r"<(script|b|img|h1)\b", html)
    assert re.findall(r'href="([^"]*)"', html) == ["https://example.org/?a=1&amp;b=2"]
    assert "&lt;img src=x&gt;" in html


@each_guide
def test_the_myth_about_resumes_that_software_rejects_is_nowhere(key, language):
    assert not re.search(r"75\s?%", prose(key, language))


@each_key
def test_both_languages_rest_on_the_same_sources_and_version(key):
    english, french = guide(key, "en"), guide(key, "fr")
    assert [source.url for source in english.sources] == [source.url for source in french.sources]
    assert (english.version, english.area) == (french.version, french.area)
    assert english.title != french.title


@each_guide
def test_quotes_and_apostrophes_are_set_not_typed(key, language):
    assert not re.search(r"""["']|\.\.\.""", prose(key, language))


@each_key
def test_french_is_set_as_in_quebec(key):
    text = prose(key, "fr")
    assert not re.search(rf"«(?!{NBSP})|(?<!{NBSP})»", text), "guillemets hold a no-break space"
    own = text.removesuffix("\n".join(source["text"] for source in written(key, "fr")[0]["sources"]))
    assert not re.search(rf"(?<!{NBSP}):", own), "a no-break space before : (English titles in the sources have none)"
    assert not re.search(r"De seconde main[ :]*:", text)
    assert not re.search(r"\s[;!?]", text), "no space before ; ! ?"
    assert not re.search(rf"(?<!{NBSP})[%$]", text), "a no-break space before % and $"
    assert not re.search(r"\d \d{3}\b", text), "thousands are not torn apart"


@each_key
def test_french_uses_the_words_of_quebec_and_says_vous(key):
    text = written(key, "fr")[1].lower()
    assert not re.search(r"\b(e-?mail|mail|entretien d’embauche|entretiens?|week-end|ton cv|curriculum)\b", text)
    assert "vous" in text


def test_a_locale_with_a_region_finds_its_language():
    assert guide("fit", "fr-CA").locale == guide("fit", "fr_CA").locale == "fr"
    assert guide("fit", "en-CA") is guide("fit", "de")


@pytest.mark.parametrize("key", ["nothing", "", "../guides/fit", "fit.en"])
def test_a_guide_that_does_not_exist_is_said_so(key):
    with pytest.raises(UnknownGuide):
        guide(key, "en")


@pytest.mark.parametrize("text", ["no head at all", "---\nkey: fit\n", "---\njust words\n---\nbody"])
def test_a_file_without_its_head_is_named(text):
    with pytest.raises(GuideError, match=r"fit\.en\.md"):
        _split(text, "fit.en.md")
