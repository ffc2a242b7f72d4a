"""Every mail is put together by hand for speed; so every one is parsed back here."""

from email import message_from_bytes, policy

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.mime import assemble
from coach_platform.kit.ids import new_id

HOSTILE = [
    "\r\n",
    "\n",
    "=?utf-8?q?x?=",
    '"',
    "\\",
    "é",
    "œ",
    "💬",
    "\u00a0",
    ".",
    ".\n.",
    "From ",
    "--=_",
    ",",
    "<",
    ">",
    "@",
]
words = st.lists(st.text(max_size=12) | st.sampled_from(HOSTILE), max_size=12).map("".join)
one_line = words.filter(lambda text: not any(c in text for c in "\r\n\0") and text.strip())
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=80)

NAMES = PLAIN.map(lambda name: " ".join(name.split()))  # whoever parses a name folds its spaces


def outgoing(**more) -> Outgoing:
    known = {"kind": "test_notice", "key": "k", "address": "sam@example.org", "locale": "fr", "zone": "Etc/UTC"}
    return Outgoing(id=new_id(), **{**known, **more})


def parsed(message: Outgoing, letter: Letter):
    raw = assemble(message, letter)
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    raw.decode("ascii")  # seven bits: no relay needs an extension for it
    found = message_from_bytes(raw, policy=policy.default)
    for part in found.walk():
        assert not part.defects
    return found


@pytest.fixture
def in_app(app):
    with app.app_context():
        yield


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(subject=PLAIN.filter(str.strip), name=NAMES, text=words, html=words)
@example(subject="Votre semaine\u00a0: un non", name="Zoé O’Neil", text=".\n..\nFrom x\n", html="")
def test_whatever_people_write_comes_back_as_it_was(in_app, subject, name, text, html):
    found = parsed(outgoing(name=name, person_id=new_id()), Letter(subject, text, html))
    assert found["Subject"] == subject
    [to] = found["To"].addresses
    assert to.addr_spec == "sam@example.org"
    # Python's parser puts a space between two encoded words of a name (not of a subject), where RFC 2047 says none.
    assert to.display_name.replace(" ", "") == name.replace(" ", "")
    assert lines(found.get_body(("plain",)).get_content()) == lines(text)
    assert lines(found.get_body(("html",)).get_content()) == lines(html)


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip("\n")


@pytest.mark.parametrize("evil", ["a\nBcc: x@example.org", "a\r\nX: y", "a\rb", "a\0b"])
def test_a_line_break_never_reaches_a_header(in_app, evil):
    with pytest.raises(ValueError, match="line break"):
        assemble(outgoing(), Letter(evil, "t", "h"))
    with pytest.raises(ValueError, match="line break"):
        assemble(outgoing(name=evil), Letter("s", "t", "h"))
    with pytest.raises(ValueError, match="line break"):
        assemble(outgoing(address=f"{evil}@example.org"), Letter("s", "t", "h"))


@pytest.mark.parametrize(
    "address", ["", "sam", "sam@", "@example.org", "a b@example.org", "a<b>@example.org", "é@example.org"]
)
def test_an_address_that_cannot_be_written_is_refused(in_app, address):
    with pytest.raises(ValueError, match="address"):
        assemble(outgoing(address=address), Letter("s", "t", "h"))


def test_a_domain_with_accents_is_written_in_ascii(in_app):
    found = parsed(outgoing(address="sam@québec.example"), Letter("s", "t", "h"))
    assert found["To"] == "sam@xn--qubec-csa.example"


def test_the_headers_say_who_what_and_how_to_stop_it(in_app):
    message = outgoing(person_id=new_id(), thread_key="plan:1")
    found = parsed(message, Letter("Votre révision", "t", "h"))
    assert found["From"] == "Rebound Example <rebound@mail.example.org>"
    assert found["Message-ID"] == f"<{message.id}@mail.example.org>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Content-Language"] == "fr-CA"
    assert found["List-Unsubscribe"].startswith("<http://rebound.test/mail/stop/test_notice/")
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["References"] == parsed(outgoing(thread_key="plan:1"), Letter("s", "t", "h"))["References"]
    assert found["References"] != parsed(outgoing(thread_key="plan:2"), Letter("s", "t", "h"))["References"]


def test_what_cannot_be_turned_off_offers_no_way_to(in_app):
    found = parsed(outgoing(kind="test_password", person_id=new_id()), Letter("s", "t", "h"))
    assert "List-Unsubscribe" not in found
