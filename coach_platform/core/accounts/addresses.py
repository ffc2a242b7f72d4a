"""Email addresses and names as people type them, made into what is kept. Nothing here may hold CR, LF or NUL."""

from typing import Any

from email_validator import EmailNotValidError, validate_email

from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control

LONGEST_NAME = 120


def address_or_none(text: str) -> str | None:
    """The address in lower case, or None when it is not one. Never asks the network."""
    if has_control(text):
        return None
    try:
        found = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    # Lower case whole: mailboxes that tell "Sam@" from "sam@" are unheard of, people who mistype it are not.
    return found.normalized.lower()


def tidy_name(text: str) -> str:
    """`text` with single spaces."""
    return " ".join(text.split())


def name_refusal(text: str) -> Any:
    """Why `text` cannot be a name, as a lazy sentence, or None."""
    if has_control(text):
        return l_("A name cannot hold line breaks.")
    if not tidy_name(text):
        return l_("Please give the name you want to be called by.")
    if len(tidy_name(text)) > LONGEST_NAME:
        return l_("Use at most 120 characters.")
    return None


NOT_AN_ADDRESS = l_("This does not look like an email address. Example: sam@example.org")
