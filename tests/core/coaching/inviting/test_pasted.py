"""What people paste, read line by line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.coaching.inviting.pasted import Entry, clean_name, has_link, read_list


def read(text: str) -> list[tuple[str | None, str, str]]:
    return [(e.address, e.name, e.locale) for e in read_list(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Léa Fournier <Lea@Example.org>",
        '"Léa Fournier" <lea@example.org>',
        "lea@example.org, Léa Fournier",
        "Léa Fournier;lea@example.org",
        "Léa\tFournier\tlea@example.org",
        "lea@example.org Léa Fournier",
        "<lea@example.org> Léa Fournier",
        "  Léa  Fournier ; <lea@example.org> ; ",
    ],
)
def test_a_name_and_an_address_are_found_however_they_stand(line):
    assert read(line) == [("lea@example.org", "Léa Fournier", "")]


@pytest.mark.parametrize(("word", "locale"), [("fr", "fr"), ("Français", "fr"), ("EN", "en"), ("anglais", "en")])
def test_a_language_beside_an_address_is_no_part_of_the_name(word, locale):
    assert read(f"Léa;lea@example.org;{word}") == [("lea@example.org", "Léa", locale)]
    assert read(f"Léa <lea@example.org>, {word}") == [("lea@example.org", "Léa", locale)]


def test_a_row_of_headings_and_empty_lines_are_left_out_but_counted():
    entries = read_list("Nom;Courriel\r\n\r\nLéa;lea@example.org\r\n")
    assert [(e.line, e.address) for e in entries] == [(3, "lea@example.org")]


def test_the_to_line_of_a_mail_is_several_people():
    line = 'Léa <lea@example.org>, "Ngo, Bao" <bao@example.org>; kofi@example.org'
    assert read(line) == [
        ("lea@example.org", "Léa", ""),
        ("bao@example.org", "Ngo, Bao", ""),
        ("kofi@example.org", "", ""),
    ]


def test_a_line_without_an_address_keeps_what_was_said():
    [entry] = read_list("call Bao on Tuesday")
    assert entry == Entry(1, "call Bao on Tuesday", None)


@pytest.mark.parametrize(
    "wrong",
    ["lea@", "@example.org", "lea@@example.org", "lea@example", "l\u202eea@example.org", "x" * 400 + "@example.org"],
)
def test_what_only_looks_like_an_address_is_none(wrong):
    assert [e.address for e in read_list(f"Léa <{wrong}>")] == [None]


def test_a_name_can_neither_break_a_header_nor_steer_text_nor_bring_a_link():
    assert clean_name("Léa\r\nBcc: x\0 \u202eevil\u202c") == "Léa Bcc: x evil"
    assert clean_name("See www.example.com") == ""
    assert clean_name("ok https://example.com") == ""
    assert clean_name("x" * 500) == "x" * 120
    assert clean_name("Zoé 👩\u200d🔧") == "Zoé 👩\u200d🔧"


def test_a_message_with_a_web_address_is_known():
    assert has_link("look at HTTP://example.com")
    assert has_link("www.example.com")
    assert not has_link("We met on Tuesday. At 10:30, room www")


@given(st.text(max_size=300))
def test_nothing_that_is_pasted_breaks_the_reading(text):
    for entry in read_list(text):
        for said in (entry.address or "", entry.name):
            assert not any(c in said for c in "\r\n\0\u202e\u2066")
        assert len(entry.said) <= 120


@pytest.mark.parametrize("unit", ["a<", '"', "<a>   ", "a@", ";,\t", "a@b.org,", '"<', "@ "])
def test_a_long_odd_line_is_read_in_a_moment(unit):
    line = (unit * 100_000)[:200_000]
    began = time.process_time()
    read_list(line)
    assert time.process_time() - began < 5
