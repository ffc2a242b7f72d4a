"""A letter as a page of text for snapshot tests: subject, text part, and the words and links of the HTML part."""

import re
from email.message import EmailMessage
from html import unescape

from coach_platform.core.mail.letters import Letter


def readable(letter: Letter) -> str:
    """Tokens and ids are replaced, so that a difference is a difference of words."""
    whole = f"Subject: {letter.subject}\n\n{letter.text}\n=== HTML ===\n{_words(letter.html)}\n"
    whole = re.sub(r"(/mail/stop/\w+/)[\w-]+", r"\1TOKEN", whole)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", whole)


def _words(html: str) -> str:
    body = html[html.index("<body") :]
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
    body = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', r"[\2](\1)", body, flags=re.S)
    body = re.sub(r"</(p|h1|h2|tr|div|blockquote)>|<br>", "\n", body)
    lines = (" ".join(line.split()) for line in unescape(re.sub(r"<[^>]+>", " ", body)).split("\n"))
    return "\n".join(line for line in lines if line)


def readable_mail(mail: EmailMessage) -> str:
    """The same of a whole mail, as it came out of its bytes."""
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    return _anonymous(readable(Letter(mail["Subject"], text.get_content(), html.get_content())))


def _anonymous(text: str) -> str:
    return re.sub(r"(/(?:act/\w+|noted-by-phone/\w+|confirm|reset|invitation|invited)/)[\w-]+", r"\1TOKEN", text)
