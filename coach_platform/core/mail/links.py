"""Links in mail: from the configured base address only, never from a request, and signed where they act.

Paths are written here as data, because workers build links without the web's routes; a test holds them against those.
"""

from datetime import timedelta
from uuid import UUID

from coach_platform.kit import clock
from coach_platform.kit.settings import settings
from coach_platform.kit.signing import Claim, Signer

# RFC 8058 senders promise 30 days; we keep ours for longer than the longest pause between two mails.
UNSUBSCRIBE_FOR = timedelta(days=90)


def page(path: str) -> str:
    """The address of a page of ours, e.g. page("/plan")."""
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"not a path of ours: {path!r}")
    return settings().base_url + path


def signer() -> Signer:
    """Signs with the newest key, reads with all."""
    return Signer(settings().secret_keys)


def unsubscribe_url(person_id: UUID, kind: str) -> str:
    """A page with one button that turns `kind` off, without signing in; mailboxes post to it by themselves (RFC 8058)."""
    token = signer().sign(f"unsubscribe:{kind}", person_id, expires_at=clock.now() + UNSUBSCRIBE_FOR)
    return page(f"/mail/stop/{kind}/{token}")


def read_unsubscribe(kind: str, token: str) -> Claim | None:
    """Whom the token speaks for, if it is genuine and not too old."""
    return signer().read(f"unsubscribe:{kind}", token)


def privacy_url() -> str:
    """What is kept, how long, who sees it, and how to complain: readable without signing in."""
    return page("/privacy")


def settings_url() -> str:
    """Where each kind of mail can be turned on and off."""
    return page("/settings/mail")
