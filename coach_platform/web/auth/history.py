"""What happened in my account."""

from flask import Blueprint, request

from coach_platform.core.accounts.history import my_history
from coach_platform.web.auth.account_page import account_page
from coach_platform.web.shared.happened import in_words
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("account_history", __name__, url_prefix="/settings/history")


@bp.get("")
def show() -> str:
    """Sign-ins, changes, exports: the newest first."""
    shown = my_history(the_actor(), page=request.args.get("page", ""))
    return account_page("auth/history.html", history=shown, in_words=in_words)
