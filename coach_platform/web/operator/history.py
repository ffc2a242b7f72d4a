"""The log of all accounts, under pseudonyms: what happened, never to whom by name."""

from flask import Blueprint, request

from coach_platform.core.accounts.history import all_history
from coach_platform.web.shared.happened import in_words
from coach_platform.web.shared.page import page
from coach_platform.web.shared.signed_in import the_actor

bp = Blueprint("operator_history", __name__, url_prefix="/operator/history")


@bp.get("")
def index() -> str:
    """The newest first; `whose` narrows it to one pseudonym."""
    whose = request.args.get("whose", "").replace("\0", "").strip().lower()[:32]
    shown = all_history(the_actor(), page=request.args.get("page", ""), whose=whose)
    return page("operator/history.html", history=shown, whose=whose, in_words=in_words)
