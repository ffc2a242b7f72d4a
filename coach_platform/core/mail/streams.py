"""Two streams: summaries, and what people wait for. Each may have its own relay, sender and way back (docs/operations.md)."""

from dataclasses import dataclass

from coach_platform.core.mail.kinds import Lane
from coach_platform.kit.settings import settings


@dataclass(frozen=True, slots=True)
class Stream:
    """`bounce_address`: "" when nothing that comes back is read."""

    smtp_url: str
    mail_from: str
    bounce_address: str


def stream_of(lane: Lane) -> Stream:
    """Where the letters of `lane` leave, and under which addresses."""
    config = settings()
    if lane is not Lane.DIGESTS:
        return Stream(config.smtp_url, config.mail_from, config.bounce_address)
    return Stream(
        config.digest_smtp_url or config.smtp_url,
        config.digest_mail_from or config.mail_from,
        config.digest_bounce_address or config.bounce_address,
    )
