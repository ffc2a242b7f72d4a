"""A message on its way into the seeker's own mailbox: a mailto link (RFC 6068) or a draft as a file (.eml). Pure."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from coach_platform.core.reconnect.lengths import MAILTO

LINES = SMTP.clone(max_line_length=78)


def mailto(address: str, subject: str, text: str) -> str:
    """RFC 6068: everything percent-encoded as UTF-8, line breaks as %0D%0A, spaces as %20 and never as "+"."""
    body = "\r\n".join(text.splitlines())
    return f"mailto:{quote(address, safe='@')}?subject={quote(one_line(subject), safe='')}&body={quote(body, safe='')}"


def fits_mailto(link: str) -> bool:
    """Whether mail programs can be trusted to take the whole link."""
    return len(link) <= MAILTO


def eml(name: str, address: str, subject: str, text: str) -> bytes:
    """A message file that mail programs open as a draft where they honour X-Unsent; no From: it is the reader's own."""
    message = EmailMessage(policy=LINES)
    message["X-Unsent"] = "1"
    if address and address.isascii():  # one in other letters is not for this format: they fill it in
        message["To"] = Address(display_name=one_line(name), addr_spec=address)
    message["Subject"] = one_line(subject)
    message.set_content("\n".join(text.splitlines()) + "\n", charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def one_line(text: str) -> str:
    """Text that becomes a header: no line of its own can begin in it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
