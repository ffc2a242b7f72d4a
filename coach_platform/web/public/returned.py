"""Where the relay posts what came back. The token in the header is the proof that it is the relay; that a letter is about
one of ours is proved by the address it came back to (core/mail/returned)."""

import hmac

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from coach_platform.core.mail.returned.reading import LARGEST
from coach_platform.core.mail.returned.taking_in import take_in
from coach_platform.kit.settings import settings

bp = Blueprint("returned", __name__, url_prefix="/mail/returned")


@bp.post("")
def take() -> Response:
    """A whole letter as the body, whatever its type is said to be. 204 when it was read, also when it changes nothing."""
    _refuse_strangers()
    if (request.content_length or 0) > LARGEST:
        abort(413)
    take_in(request.get_data(cache=False), request.headers.get("X-Envelope-To", "")[:320])
    return Response(status=204)


def _refuse_strangers() -> None:
    token = settings().bounce_token
    given = request.headers.get("Authorization", "").encode()
    if not token or not hmac.compare_digest(given, f"Bearer {token}".encode()):
        abort(404)
