"""The mail catcher: real SMTP in, pages and JSON out."""

import http.client
import json
import smtplib
from email.message import EmailMessage

import pytest

from coach_platform.laptop.catcher import Catcher


@pytest.fixture
def catcher(tmp_path):
    with Catcher(tmp_path / "mail") as running:
        yield running


def letter(subject="Une étape de plus – votre plan", to="sam@example.org", html="<p>Bonjour, <b>Sam</b></p>"):
    message = EmailMessage()
    message["From"] = "Rebound <rebound@example.org>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<one@example.org>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("Bonjour, Sam. « Déjà » lu ?\n")
    message.add_alternative(html, subtype="html")
    return message


def send(catcher, *messages):
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port) as smtp:
        for message in messages:
            smtp.send_message(message)


def get(catcher, path, host=None):
    return ask(catcher, "GET", path, {"Host": host} if host else {})


def ask(catcher, method, path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", catcher.http_port, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def listed(catcher, query=""):
    return json.loads(get(catcher, f"/api/messages{query}")[2])


def test_a_letter_is_listed_with_who_what_and_when(catcher):
    send(catcher, letter())
    (one,) = listed(catcher)
    assert one["from"] == "Rebound <rebound@example.org>"
    assert one["to"] == ["sam@example.org"]
    assert one["subject"] == "Une étape de plus – votre plan"
    assert one["message_id"] == "<one@example.org>"
    assert one["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one["received_at"].endswith("+00:00")


def test_a_letter_opens_with_its_parts_and_its_exact_source(catcher):
    sent = letter()
    sent.set_boundary("the-boundary")  # else each printing draws a new one
    send(catcher, sent)
    (one,) = listed(catcher)
    opened = json.loads(get(catcher, f"/api/messages/{one['id']}")[2])
    assert opened["text"] == "Bonjour, Sam. « Déjà » lu ?\n"
    assert opened["html"] == "<p>Bonjour, <b>Sam</b></p>\n"
    assert opened["raw"] == sent.as_bytes().replace(b"\n", b"\r\n").decode()


def test_the_newest_comes_first(catcher):
    send(catcher, letter("first"), letter("second"), letter("third"))
    assert [one["subject"] for one in listed(catcher)] == ["third", "second", "first"]


def test_letters_can_be_asked_for_by_address_whatever_its_case(catcher):
    send(catcher, letter(to="sam@example.org"), letter(to="nosam@example.org"), letter(to="casey@example.org"))
    assert [one["to"] for one in listed(catcher, "?to=SAM@example.org")] == [["sam@example.org"]]


def test_to_is_the_envelope_since_that_is_who_would_have_got_it(catcher):
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port) as smtp:
        smtp.send_message(letter(to="shown@example.org"), to_addrs=["true@example.org"])
    assert [one["to"] for one in listed(catcher)] == [["true@example.org"]]


def test_throwing_away_empties_list_and_folder(catcher):
    send(catcher, letter(), letter())
    assert json.loads(ask(catcher, "DELETE", "/api/messages", {})[2]) == {"deleted": 2}
    assert listed(catcher) == []
    assert list(catcher.letters.folder.glob("*.eml")) == []


def test_a_second_start_keeps_the_letters_even_if_the_index_was_cut(tmp_path):
    with Catcher(tmp_path) as first:
        send(first, letter("one"), letter("two", to="casey@example.org"))
    index = tmp_path / "index.jsonl"
    index.write_text(index.read_text()[:-40])
    with Catcher(tmp_path) as second:
        assert [(one["subject"], one["to"]) for one in listed(second)] == [
            ("two", ["casey@example.org"]),
            ("one", ["sam@example.org"]),
        ]
        send(second, letter("three"))
        assert [one["subject"] for one in listed(second)] == ["three", "two", "one"]


def test_thousands_of_letters_stay_quick_to_list(catcher):
    raw = letter().as_bytes()
    for number in range(3000):
        catcher.letters.keep(raw, "rebound@example.org", [f"person{number}@example.org"])
    assert len(listed(catcher)) == 3000
    assert b"3000 letters" in get(catcher, "/")[2]
    assert len(get(catcher, "/")[2]) < 100_000
    assert b"person2850@" in get(catcher, "/?page=2")[2]


def test_pages_escape_what_letters_say(catcher):
    send(catcher, letter(subject="<script>alert(1)</script>"))
    (one,) = listed(catcher)
    for path in ("/", f"/messages/{one['id']}?view=text", f"/messages/{one['id']}?view=headers"):
        body = get(catcher, path)[2]
        assert b"<script" not in body
        assert b"&lt;script&gt;" in body


def test_a_letter_s_html_is_shown_without_scripts_and_without_the_network(catcher):
    send(catcher, letter(html="<html><head></head><body><script>alert(1)</script></body></html>"))
    (one,) = listed(catcher)
    status, headers, body = get(catcher, f"/messages/{one['id']}/html")
    policy = headers["Content-Security-Policy"]
    assert status == 200
    assert b'<head><base target="_blank">' in body
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "sandbox" in policy
    page = get(catcher, f"/messages/{one['id']}")
    assert b'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page[2]
    assert "unsafe-inline" not in page[1]["Content-Security-Policy"]


def test_another_name_for_this_address_is_refused(catcher):
    """A page elsewhere may point its own name at 127.0.0.1 to read the letters (DNS rebinding)."""
    send(catcher, letter())
    assert get(catcher, "/api/messages", host="attacker.example.com")[0] == 421
    assert get(catcher, "/api/messages", host=f"localhost:{catcher.http_port}")[0] == 200


def test_another_site_s_form_cannot_throw_letters_away(catcher):
    send(catcher, letter())
    assert ask(catcher, "POST", "/clear", {"Sec-Fetch-Site": "cross-site"})[0] == 404
    assert len(listed(catcher)) == 1


def test_the_page_s_own_button_throws_letters_away_and_returns_to_the_list(catcher):
    send(catcher, letter())
    status, headers, _ = ask(catcher, "POST", "/clear", {"Sec-Fetch-Site": "same-origin"})
    assert (status, headers["Location"]) == (303, "/")
    assert listed(catcher) == []


def test_what_is_not_there_is_not_found(catcher):
    for path in ("/messages/1", "/api/messages/1", "/messages/..%2f..%2fsecret/raw", "/elsewhere"):
        assert get(catcher, path)[0] == 404


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no headers at all",
        b"Subject: =?utf-8?q?broken\r\n\r\nx",
        b"Subject: \xff\xfe\r\nContent-Type: text/html; charset=none-such\r\n\r\n\xff",
    ],
)
def test_a_letter_that_breaks_the_rules_is_kept_and_shown_all_the_same(catcher, raw):
    kept = catcher.letters.keep(raw, "", ["sam@example.org"])
    assert get(catcher, "/")[0] == 200
    assert get(catcher, f"/messages/{kept.id}")[0] == 200
    assert get(catcher, f"/api/messages/{kept.id}")[0] == 200
