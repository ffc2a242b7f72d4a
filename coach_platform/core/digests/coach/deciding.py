"""Whether a coach's digest should go. An empty one never does."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from coach_platform.core.digests.coach.facts import CoachFacts
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.reasons import Reason


def still_due(messages: Sequence[Outgoing], facts: Mapping[UUID, CoachFacts]) -> Mapping[UUID, Reason]:
    """Those with nothing to say."""
    return {m.id: Reason.EMPTY for m in messages if m.person_id is None or facts[m.person_id].is_empty}
