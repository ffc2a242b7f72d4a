"""Why did I (not) get this mail? The mails of a year with what became of each, and what comes next."""

from flask import Blueprint, request

from coach_platform.core.mail_history.expected import expected
from coach_platform.core.mail_history.lists import my_mail
from coach_platform.core.mail_history.standing import kinds_of
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.auth.zone_list import city
from coach_platform.web.shared import mail_words
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("mail_history", __name__, url_prefix="/settings/mail/history")


@bp.get("")
def show() -> str:
    """The newest first; `kind` and `became` narrow it."""
    me, wanted = the_actor(), mail_words.wanted()
    return account_page(
        "auth/mail_history.html",
        mails=my_mail(me, wanted=wanted, page=request.args.get("page", "")),
        kinds=kinds_of(me.person_id, me.roles),
        expected=expected(me.person_id, me.roles, with_reminders=True),
        wanted=wanted,
        first="page" not in request.args,
        city=city(me.zone),
        **mail_words.WORDS,
    )
