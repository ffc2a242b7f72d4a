"""A message as it lies among the drafts: its shape, and the way there and back. Pure."""

from typing import Any
from uuid import UUID

from coach_platform.content.outreach import outreach
from coach_platform.core.reconnect.models import Channel
from coach_platform.core.reconnect.writing import QUESTIONS, Wish, Written

FORM = "outreach:"  # a draft a recipient: "outreach:<id>", about the case
SUBJECT, TEXT, NAME = 300, 20_000, 200  # much more than anybody sends; what is longer is refused in words
LOCALES = ("en", "fr")


def form_of(to_id: UUID) -> str:
    """The name under which the draft to one recipient is kept."""
    return f"{FORM}{to_id}"


def body_of(wish: Wish, subject: str, text: str, earlier: str = "") -> dict[str, Any]:
    """The document of a draft. `earlier`: the text that stood there before it was written anew."""
    return {
        "channel": wish.channel.value,
        "locale": wish.locale,
        "recruiter": wish.recruiter,
        "blocks": sorted(wish.blocks),
        "questions": list(wish.questions),
        "subject": subject,
        "text": text,
        "earlier": earlier,
    }


def from_body(body: dict[str, Any]) -> tuple[Wish, Written]:
    """What a draft says; what a later version of this page does not know is left out."""
    known = {block.key for block in outreach().blocks}
    channel, locale = body.get("channel"), body.get("locale")
    wish = Wish(
        channel=Channel(channel) if channel in set(Channel) else Channel.MAIL,
        locale=locale if locale in LOCALES else "en",
        recruiter=body.get("recruiter"),
        blocks=frozenset(body.get("blocks", ())) & known,
        questions=tuple(body.get("questions", ()))[:QUESTIONS],
    )
    return wish, Written(body.get("subject", ""), body.get("text", ""))
