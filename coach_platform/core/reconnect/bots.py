"""What tells a program from a person on a page without scripts: a field nobody sees, and the time it took."""

from datetime import timedelta
from uuid import UUID

from coach_platform.core.mail import links
from coach_platform.kit import clock

QUICKEST = timedelta(seconds=2)  # nobody reads the page and answers in less
PURPOSE = "card-form"


def form_mark(card_id: UUID) -> str:
    """Signed: when this form was made. It has no end: a page may lie open for days."""
    return links.signer().sign(PURPOSE, card_id, version=int(clock.now().timestamp()))


def is_bot(card_id: UUID, mark: str, trap: str) -> bool:
    """Whether what came is dropped without a word: the hidden field was filled, or the form is not ours or too quick."""
    claim = links.signer().read(PURPOSE, mark)
    if trap or claim is None or claim.subject != card_id:
        return True
    return clock.now().timestamp() - claim.version < QUICKEST.total_seconds()
