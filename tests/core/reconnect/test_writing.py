"""A message from its blocks: the case's own facts, no more than one wanted, at the length of where it goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.content.outreach import NAMES, outreach
from coach_platform.content.reasons import areas_of, card_reasons
from coach_platform.content.vocabulary import Area, Stage
from coach_platform.core.reconnect.hints import hints_for
from coach_platform.core.reconnect.lengths import LONG_MAIL, length, limit_of
from coach_platform.core.reconnect.models import Channel
from coach_platform.core.reconnect.writing import Facts, Wish, card_mark, has_mark, with_link, write

INES = Facts("Nordlys", "Data analyst", "Ines Dufour", "Sam Okafor", Stage.INTERVIEW)
COMPANY = Facts("Nordlys", "Data analyst", "", "Sam Okafor", Stage.APPLIED)
LINK = "https://rebound.example.org/card/" + "a" * 56


def test_it_is_filled_with_the_cases_own_facts():
    written = write(INES, Wish(questions=("What weighed most?", "", "  "), blocks={"questions"}))
    assert written.subject == "Thank you: Data analyst at Nordlys"
    assert written.text.startswith("Hello Ines Dufour,\n\nThank you for your time, and for our conversation")
    assert "\n- What weighed most?\n" in written.text
    assert written.text.endswith("With thanks,\nSam Okafor")
    assert written.text.count("\n- ") == 1


def test_in_french_it_is_french_with_its_spaces():
    text = write(INES, Wish(locale="fr")).text
    assert (
        text.startswith("Bonjour Ines Dufour,") and "au sujet du poste «\u00a0Data analyst\u00a0» chez Nordlys" in text
    )
    assert text.endswith("Merci encore,\nSam Okafor")


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("recruiter", [None, "Ana Silva"])
def test_what_we_propose_never_gets_a_hint(locale, channel, recruiter):
    blocks = {block.key for block in outreach().blocks}
    questions = (*(one.in_(locale) for one in outreach().questions), "Was anything missing?")
    assert len(questions) == 3
    for stage in Stage:
        wish = Wish(channel=channel, locale=locale, recruiter=recruiter, blocks=blocks, questions=questions)
        text = write(Facts("Nordlys", "Data analyst", "Ines", "Sam", stage), wish).text
        assert hints_for(text, locale, length_limit=limit_of(channel) or LONG_MAIL, questions=questions) == []


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_is_thanked_for_what_it_was(stage, locale):
    facts = Facts("Nordlys", "Data analyst", "Ines", "Sam", stage)
    text = write(facts, Wish(locale=locale, blocks=())).text
    assert "Nordlys" in text and "{" not in text
    spoke = "conversation" in text or "échange" in text
    assert spoke == (stage in (Stage.SCREENING, Stage.INTERVIEW, Stage.FURTHER_INTERVIEW))


def test_disappointment_is_one_line_and_only_if_wanted():
    assert "disappointment" not in write(INES, Wish()).text
    assert write(INES, Wish(blocks={"disappointment"})).text.count("disappointment") == 1


def test_to_the_company_nobody_is_named():
    assert write(COMPANY, Wish()).text.startswith("Hello,\n\nThank you for considering my application")


def test_through_the_recruiter_it_speaks_to_the_recruiter():
    text = write(INES, Wish(recruiter="Declan", blocks={"interest", "questions", "card"}, questions=("Why?",))).text
    assert text.startswith("Hello Declan,") and "pass my thanks on to Ines Dufour" in text
    assert "put me forward again" in text and "If you can ask them" in text and "They can answer in a minute" in text


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("blocks", [(), ("interest", "keep_in_mind")])
def test_the_note_of_an_invitation_fits_with_usual_names(blocks, locale):
    text = write(INES, Wish(Channel.LINKEDIN_NOTE, locale, blocks=blocks)).text
    assert length(text) <= (limit_of(Channel.LINKEDIN_NOTE) or 0) and "\n" not in text


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_linkedin_message_with_everything_fits(locale):
    wish = Wish(Channel.LINKEDIN_MESSAGE, locale, None, {block.key for block in outreach().blocks}, ("x" * 200,) * 3)
    assert length(with_link(write(INES, wish).text, LINK)) <= (limit_of(Channel.LINKEDIN_MESSAGE) or 0)


def test_an_emoji_counts_as_two_as_it_does_there():
    assert length("a😀é") == 4


def test_the_link_takes_its_place_in_whichever_language_it_was_left():
    for locale in ("en", "fr"):
        text = f"Here: {card_mark(locale)}."
        assert has_mark(text) and with_link(text, LINK) == f"Here: {LINK}."
    assert not has_mark("no card")


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_name_is_ever_a_template(company, role, name):
    facts = Facts("{me}" + company, role + "{0}", name, "Sam", Stage.INTERVIEW)
    assert facts.company in write(facts, Wish()).text


def test_the_blocks_ask_for_nothing_that_is_not_there():
    from string import Formatter

    blocks = outreach()
    pieces = [*blocks.thanks.values(), *(block.piece for block in blocks.blocks), blocks.closing]
    texts = [text for piece in pieces for text in (piece.text, piece.note, piece.recruiter) if text]
    for both in (*texts, blocks.subject, blocks.greeting, blocks.greeting_nobody):
        for text in (both.en, both.fr):
            assert {name for _, name, _, _ in Formatter().parse(text) if name is not None} <= NAMES


def test_the_card_offers_at_most_nine_reasons_each_with_an_area_or_none():
    reasons = card_reasons()
    assert len(reasons) <= 9
    assert {"someone_stronger", "missing_requirement", "role_closed", "rather_not_say"} <= set(reasons)
    assert areas_of(["someone_stronger", "role_closed", "rather_not_say"]) == frozenset()
    assert areas_of(["missing_requirement", "gone"]) == {Area.SKILLS}
    # What a reason on protected grounds hides behind most often is not offered to tick.
    assert not {"overqualified", "team_fit"} & set(reasons)
