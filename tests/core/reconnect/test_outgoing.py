"""Into the seeker's own mailbox: a link that says what it should, a file that every mail program reads."""

from email import message_from_bytes, policy
from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.reconnect.lengths import MAILTO
from coach_platform.core.reconnect.outgoing import eml, fits_mailto, mailto, one_line

EVIL = "Thanks\r\nBcc: all@example.org\0\n\nbody"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=300)


def test_line_breaks_are_crlf_and_nothing_is_left_to_guess():
    link = mailto("ines@nordlys.example.org", "Merci : l’entrevue & vous", "Été\nà 100% + plus?")
    assert link == (
        "mailto:ines@nordlys.example.org?subject=Merci%20%3A%20l%E2%80%99entrevue%20%26%20vous"
        "&body=%C3%89t%C3%A9%0D%0A%C3%A0%20100%25%20%2B%20plus%3F"
    )


@given(TEXT, TEXT)
def test_a_mail_program_reads_back_what_was_written(subject, text):
    parts = urlsplit(mailto("a+b@example.org", subject, text))
    read = parse_qs(parts.query.replace("+", "%2B"), keep_blank_values=True, strict_parsing=True)
    assert unquote(parts.path) == "a+b@example.org"
    assert read["subject"] == [one_line(subject)]
    assert read["body"][0].split("\r\n") == ["", *text.splitlines()][1:] or (
        read["body"] == [""] and not text.splitlines()
    )


def test_an_address_cannot_bring_fields_of_its_own():
    assert "bcc" not in urlsplit(mailto("x@example.org?bcc=y@example.org", "s", "t")).query


def test_what_is_too_long_for_a_link_is_known():
    assert fits_mailto(mailto("", "s", "x" * 100))
    assert not fits_mailto(mailto("", "s", "é" * (MAILTO // 6 + 1)))


@given(TEXT, TEXT, st.text(max_size=60))
def test_the_file_is_parsed_back_as_it_was_written(subject, text, name):
    message = message_from_bytes(eml(name, "ines@nordlys.example.org", subject, text), policy=policy.default)
    assert message["X-Unsent"] == "1" and message["From"] is None and not message.defects
    assert message["To"].addresses[0].addr_spec == "ines@nordlys.example.org"
    assert message["Subject"] == one_line(subject)
    assert message.get_content_type() == "text/plain"
    assert message.get_content().splitlines() == text.splitlines() or not text.strip()


def test_no_header_can_be_put_in():
    raw = eml(EVIL, "ines@nordlys.example.org", EVIL, "Hello")
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Bcc"] is None
    assert set(message.keys()) == {
        "X-Unsent",
        "To",
        "Subject",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }
    assert b"\nBcc" not in raw


def test_without_an_address_it_is_a_draft_to_nobody_yet():
    assert message_from_bytes(eml("", "", "s", "t"), policy=policy.default)["To"] is None
