"""Between a page and a passkey: the question as JSON, its id in this browser's cookie, the answer in a form."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, request, session

from coach_platform.core.accounts.factors.relying import origins, rp_id
from coach_platform.kit.ids import parse_id

ANSWER = "passkey_answer"
_CHALLENGE = "challenge"
NO_QUESTION = UUID(int=0)


def question(asked: tuple[UUID, str]) -> Response:
    """What the browser's script hands to the device."""
    session[_CHALLENGE] = str(asked[0])
    return Response(asked[1], mimetype="application/json")


def asked_here() -> UUID:
    """The question this browser was asked last, once; an id of nothing when there was none."""
    return parse_id(session.pop(_CHALLENGE, "")) or NO_QUESTION


def answer() -> str:
    """What the device said; empty when the form was sent without it."""
    return request.form.get(ANSWER, "")


def passkey_place() -> dict[str, Any]:
    """For templates: whether passkeys work at the host that was asked, and the address at which they do."""
    here = (urlsplit(request.host_url).hostname or "") == rp_id()
    return {"passkeys_here": here, "passkeys_at": origins()[-1] + request.path}
