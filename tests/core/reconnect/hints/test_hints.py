import pytest

from coach_platform.content.message_hints import hint_rules
from coach_platform.content.phrases import fold, phrase
from coach_platform.core.reconnect.hints import hints_for

KIND = "Thank you for telling me. What was missing?"


def rules(text, locale="en", **beside):
    return [hint.rule for hint in hints_for(text, locale, length_limit=1200, **beside)]


def test_a_kind_message_and_an_empty_one_get_no_hint():
    assert rules(KIND) == rules(" \n ") == []


def test_a_hint_quotes_the_words_as_they_were_written_and_says_where_they_stand():
    text = "Merci.\n\nVous m’avez fait PERDRE  mon temps, œuvrer à rien."
    (hint,) = hints_for(text, "fr-CA", length_limit=1200)
    assert hint.rule == "reproach.time"
    assert hint.quoted == text[hint.start : hint.end] == "PERDRE  mon temps"


def test_places_are_right_after_letters_that_fold_to_several_and_to_none():
    text = "Danke für die Straße 👋🏽 ﬁn e\u0301. Thanks. You never replied to me."
    (hint,) = hints_for(text, "en", length_limit=1200)
    assert text[hint.start : hint.end] == hint.quoted == "You never replied"


def test_one_sentence_gets_one_hint_and_another_sentence_its_own():
    assert rules("Thanks. You wasted my time and I demand an answer. You made a mistake.") == [
        "reproach.time",
        "arguing.decision",
    ]


def test_words_do_not_count_over_the_end_of_a_sentence():
    assert rules("Thanks. I do not agree. With your team I had a good talk.") == []


def test_each_hint_offers_another_wording_that_gets_no_hint_itself():
    for rule in hint_rules().of_sentences:
        for locale in ("en", "fr"):
            offered = rule.offered.in_(locale)
            found = [hint.rule for hint in hints_for(offered, locale, length_limit=1200) if "." in hint.rule]
            assert found == [], (rule.key, offered, found)


def test_too_long_quotes_what_stands_past_the_limit():
    (hint,) = hints_for(KIND, "en", length_limit=30)
    assert (hint.quoted, hint.start, hint.end) == (KIND[30:], 30, len(KIND))
    assert f"{len(KIND) - 30} characters" in hint.sentence


def test_questions_beside_the_message_count_and_one_that_is_said_twice_counts_once():
    beside = ["Was it my resume?", "Was it the task?", "What was missing ?"]
    assert rules(KIND, questions=beside) == []
    assert rules(KIND, questions=[*beside, "May I write again?"]) == ["too_many_questions"]


def test_the_first_question_too_many_is_quoted():
    (hint,) = hints_for("Thanks. One? Two? Three?? Four!? Five?", "en", length_limit=1200)
    assert hint.quoted == "Four!?"


@pytest.mark.parametrize("text", ["?" * 5000, "you " * 5000, "a" * 100_000, "\x00\u202e💥" * 2000, "n’t " * 9000])
def test_odd_and_long_texts_are_read_in_good_time(text, seconds):
    with seconds(at_most=5):
        hints_for(text, "en", length_limit=1200)
        hints_for(text, "fr", length_limit=1200)


def test_the_notation_finds_what_it_says():
    found = phrase("you (really )?never … wrote*")
    assert all(found.search(fold(text).text) for text in ("You NEVER wrote", "you really never, ever wrotes"))
    assert not found.search(fold("you never one two three four five wrote").text)
    assert not found.search(fold("you never. wrote").text)


def test_accents_and_apostrophes_make_no_difference():
    assert phrase("déçu d’être").search(fold("Decu d'etre là").text)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Merci quand même, mais c'est franchement injuste.", "fr"),
        ("Franchement, c’est injuste, et je souhaite comprendre. Merci.", "fr"),
        ("Thank you. To be open, this is frankly unfair.", "en"),
    ],
)
def test_calling_it_plainly_unfair_is_seen_also_beside_a_thank_you(text, locale):
    assert rules(text, locale)[0].startswith("arguing.")


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Merci. Ce n’est pas vraiment injuste, je comprends.", "fr"),
        ("Thank you. I wonder if it was honestly unfair to ask.", "en"),
        ("Merci d’avoir été franchement juste avec moi.", "fr"),
    ],
)
def test_what_only_sounds_like_it_gets_no_hint(text, locale):
    assert rules(text, locale) == []
