"""The limits of the pages before a sign-in, on one screen. Generous for a shared office, dear for a machine."""

from coach_platform.core.accounts.addresses import address_or_none
from coach_platform.web.shared.limits import Limit, ip, limit

SIGN_IN_IP = limit("sign_in.ip", "60/15minutes", "15/15minutes")  # failures only: an office's good ones are free
SIGN_IN_ADDRESS = limit("sign_in.address", "30/hour", "10/hour")
SIGN_UP_IP = limit("sign_up.ip", "30/hour", "8/hour")
RESET_IP = limit("reset.ip", "30/hour", "8/hour")
LETTER_ADDRESS = limit("letter.address", "6/hour", "3/hour")  # nobody's mailbox is filled by a stranger
LINK_IP = limit("link.ip", "60/15minutes", "15/15minutes")  # guessing at links


def sign_in_rules(email: str) -> tuple[tuple[Limit, str], ...]:
    """What failed sign-ins count against."""
    return (SIGN_IN_IP, ip()), (SIGN_IN_ADDRESS, _address(email))


def letter_rules(by_ip: Limit, email: str) -> tuple[tuple[Limit, str], ...]:
    """What asking for a letter counts against."""
    return (by_ip, ip()), (LETTER_ADDRESS, _address(email))


def _address(email: str) -> str:
    return address_or_none(email) or email.strip().lower()[:320]
