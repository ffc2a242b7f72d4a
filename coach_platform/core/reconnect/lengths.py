"""How long a message may be where it goes. Pure.

LinkedIn publishes no page that can be relied on: 300 characters for the note of an invitation and 1,900 for a message
are what is said most often of both (InMail included, the stricter of the two). They are shown as a guide and never block.
A mailto link is safe up to about 2,000 characters in today's browsers on Windows; a little is left for the rest.
"""

from coach_platform.core.reconnect.models import Channel

LIMITS: dict[Channel, int | None] = {
    Channel.MAIL: None,
    Channel.LINKEDIN_MESSAGE: 1_900,
    Channel.LINKEDIN_NOTE: 300,
}
MAILTO = 1_900
LONG_MAIL = 1_500  # a page on a phone: from here a hint says that it is long, no more; our own choice


def length(text: str) -> int:
    """Characters as browsers and LinkedIn count them: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def limit_of(channel: Channel) -> int | None:
    """The most characters, or None."""
    return LIMITS[channel]
