"""Letters as mail servers send them back, about a letter of ours: letters/*.eml, with places for our addresses."""

from pathlib import Path

from coach_platform.core.mail.returned.reading import What

FOLDER = Path(__file__).parent / "letters"

# What each says, and the status code that is kept. None: nothing is done.
SAYS: dict[str, tuple[What, str] | None] = {
    "postfix_unknown_user": (What.HARD, "5.1.1"),
    "postfix_no_such_domain": (What.HARD, "5.4.4"),
    "postfix_utf8": (What.HARD, "5.1.1"),
    "gmail_unknown_user": (What.HARD, "5.1.1"),
    "microsoft_not_found_in_french": (What.HARD, "5.1.10"),
    "microsoft_access_denied": (What.HARD, "5.4.1"),
    "orange_in_french": (What.HARD, "5.1.1"),
    "videotron_in_french": (What.HARD, "5.0.0"),
    "sendmail_user_unknown": (What.HARD, "5.1.1"),
    "opensmtpd_error": (What.HARD, "5.1.1"),
    "hotmail_mailbox_unavailable": (What.HARD, "5.5.0"),
    "status_missing_code_in_words": (What.HARD, "5.1.1"),
    "amazon_ses": (What.HARD, "5.1.1"),
    "forwarded_to_a_closed_mailbox": (What.HARD, "5.2.1"),
    "report_inside_a_forward": (What.HARD, "5.1.1"),
    "exim_in_words": (What.HARD, ""),
    "qmail_in_words": (What.HARD, ""),
    "postfix_spam_block": (What.SOFT, "5.7.1"),
    "postfix_too_large": (What.SOFT, "5.3.4"),
    "postfix_gave_up": (What.SOFT, "4.4.1"),
    "gmail_full_in_french": (What.SOFT, "5.2.2"),
    "microsoft_banned_sender": (What.SOFT, "5.7.606"),
    "status_says_nothing_words_say_spam": (What.SOFT, "5.0.0"),
    "bad_sender_is_not_the_readers_fault": (What.SOFT, "5.1.8"),
    "forwarded_to_two_one_closed": (What.SOFT, "5.1.1"),
    "complaint_of_yahoo_kind": (What.COMPLAINT, "abuse"),
    "complaint_with_headers_only": (What.COMPLAINT, "abuse"),
    "complaint_opt_out": (What.COMPLAINT, "opt-out"),
    "complaint_not_spam": None,
    "complaint_unknown_kind": None,
    "postfix_delayed": None,
    "postfix_delivered": None,
    "vacation_in_french": None,
    "a_person_answers": None,
    "broken_boundary": None,
    "cut_in_the_middle": None,
}


def letter(name: str, *, to: str, address: str = "sam@example.org", message_id: str = "<x@mail.example.org>") -> bytes:
    """One of them, about a letter that left with the return address `to`."""
    text = (FOLDER / f"{name}.eml").read_text("utf-8")
    for place, value in (("{return}", to), ("{address}", address), ("{message_id}", message_id)):
        text = text.replace(place, value)
    return text.encode()
