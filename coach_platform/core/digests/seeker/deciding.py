"""Whether a seeker's digest should go. An empty one never does."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from coach_platform.core.digests.seeker.facts import SeekerFacts
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.reasons import Reason


def still_due(messages: Sequence[Outgoing], facts: Mapping[UUID, SeekerFacts]) -> Mapping[UUID, Reason]:
    """Those with nothing to say."""
    return {m.id: Reason.EMPTY for m in messages if m.person_id is None or is_empty(facts.get(m.person_id))}


def is_empty(facts: SeekerFacts | None) -> bool:
    """No answer, no change, no open action, nothing due, no batch."""
    return facts is None or facts.is_empty
