"""What letters that came back say: a reader that anybody may send anything to."""

import base64
import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.mail.returned.reading import LARGEST, What, read
from tests.core.mail.returned.samples import FOLDER, SAYS, letter

TO = "bounces+abc@mail.example.org"


def test_every_letter_of_the_folder_is_one_of_the_table():
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(SAYS)


@pytest.mark.parametrize("name", sorted(SAYS))
def test_each_is_read_as_what_it_says(name):
    found = read(letter(name, to=TO))
    report = found.report
    assert (None if report is None else (report.what, report.status)) == SAYS[name]
    assert TO in (*found.addresses, *found.quoted)


@pytest.mark.parametrize("name", sorted(SAYS))
def test_no_address_is_kept_of_what_a_mail_server_said(name):
    report = read(letter(name, to=TO)).report
    assert report is None or "@" not in report.words


@pytest.mark.parametrize("name", sorted(SAYS))
def test_lines_that_end_as_mail_servers_end_them_read_the_same(name):
    plain = letter(name, to=TO)
    assert read(plain.replace(b"\n", b"\r\n")).report == read(plain).report


def test_the_envelope_is_believed_first():
    assert (
        read(letter("qmail_in_words", to=TO), "bounces+x@mail.example.org").addresses[0] == "bounces+x@mail.example.org"
    )


def test_an_unread_letter_says_nothing():
    for raw in (
        b"",
        b"\0",
        b"\r\n\r\n",
        b"\xff\xfe" * 50,
        b"To: " + TO.encode(),
        b"Content-Type: multipart/report\n\nx",
    ):
        assert read(raw).report is None


def test_nul_is_kept_out_of_what_is_written_down():
    raw = letter("postfix_unknown_user", to=TO).replace(b"User unknown in", b"User\0unknown\0in")
    report = read(raw).report
    assert report.what is What.HARD
    assert "\0" not in report.words + report.status


def test_words_are_cut():
    raw = letter("postfix_unknown_user", to=TO).replace(b"User unknown in", b"User unknown in " + b"very " * 5000)
    assert len(read(raw).report.words) <= 300


@pytest.mark.parametrize("depth", [50, 5000])
def test_letters_in_letters_end_somewhere(depth):
    raw = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(depth))
    began = time.process_time()
    assert read(b"To: x@example.org\n" + raw).report is None
    assert time.process_time() - began < 5


def test_what_is_too_large_is_not_read_at_all():
    raw = letter("postfix_unknown_user", to=TO)
    assert read(raw + b"x" * (LARGEST - len(raw))).report.what is What.HARD
    assert read(raw + b"x" * (LARGEST - len(raw) + 1)).report is None
    assert read(raw + b"x" * 10 * 1024 * 1024, TO).addresses == (TO,)


FILLERS = [
    b"a",
    b"a@",
    b"@",
    b"<a@",
    b"a.",
    b"user ",
    b"5.1.1 ",
    b"=?utf-8?q?a?= ",
    b" ",
    b"x" * 70 + b"\n",
    b"<a@b.c>: \n",
]
FILLERS += [b"a\n ", b" \t\n", b"\n", b"x\n\n", b"x\r\r", b"--9B41\n", b"Action: failed\n", b"Action: failed\n\n"]
TYPES = [
    b"message/delivery-status",
    b"message/global-delivery-status",
    b"message/feedback-report",
    b"text/rfc822-headers",
    b"message/rfc822",
    b"text/plain",
]
SERVER = b"From: MAILER-DAEMON@example.org\nTo: x@example.org\nSubject: failure notice\n"


def largest(filler: bytes):
    """Letters as large as may be, of this filler: in a header, in the text, in each kind of part as it is and in base64."""
    much = filler * (LARGEST // len(filler))
    for name in (b"To", b"From", b"Content-Type"):
        folded = name + b": MAILER-DAEMON " + much.replace(b"\n", b"\n ")
        yield folded[: LARGEST - 200] + b"\n" + SERVER + b"\nx"
    yield (SERVER + b"\n" + much)[:LARGEST]
    for kind in TYPES:
        part = SERVER + b"Content-Type: multipart/mixed; boundary=9B41\n\n--9B41\nContent-Type: " + kind + b"\n"
        for before in (b"Return-Path: ", b"Action: failed\nStatus: 5.0.0\nDiagnostic-Code: "):
            yield (part + b"\n" + before + much)[:LARGEST]
            hidden = base64.encodebytes((before + much)[: LARGEST * 2 // 3])
            yield (part + b"Content-Transfer-Encoding: base64\n\n" + hidden)[:LARGEST]


@pytest.mark.parametrize("filler", FILLERS)
def test_as_much_as_is_read_of_anything_anywhere_takes_a_moment(filler):
    for raw in largest(filler):
        assert LARGEST // 2 < len(raw) <= LARGEST
        began = time.process_time()
        read(raw)
        assert time.process_time() - began < 2, raw[:200]


def test_addresses_of_any_length_are_left_out_of_the_words():
    for said in ("a" * 100 + "@example.org", "a@b@c.example", "a" * 1990 + " sam@example.org"):
        raw = letter("postfix_unknown_user", to=TO).replace(b"User unknown in", f"{said} unknown in".encode())
        words = read(raw).report.words
        assert "@" not in words
        assert "example" not in words


@given(st.binary(max_size=600))
def test_nothing_that_arrives_makes_it_fall_over(noise):
    for name in ("postfix_unknown_user", "complaint_of_yahoo_kind", "exim_in_words"):
        raw = letter(name, to=TO)
        middle = len(raw) // 2
        read(noise)
        read(raw[:middle] + noise + raw[middle:])
        read(raw[: len(noise)] + noise)


@given(st.text(max_size=60), st.text(max_size=40))
def test_a_report_of_any_text_is_read_or_says_nothing(said, status):
    mail = EmailMessage()
    mail["To"] = TO
    mail.set_content("x")
    raw = bytes(mail)[:-1] + (
        b"\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: "
        + status.encode("utf-8", "replace")
        + b"\nDiagnostic-Code: "
        + said.encode("utf-8", "replace")
    )
    report = read(raw).report
    assert report is None or "\0" not in report.words
