"""Whether a mail about a plan should still go, asked just before it does."""

from collections.abc import Callable, Mapping
from uuid import UUID

from coach_platform.core.mail.kinds import Messages
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.plans.gathering import ReviewFacts
from coach_platform.core.plans.gathering_comments import Said
from coach_platform.core.plans.models import Turn

Reviews = Mapping[UUID, ReviewFacts]
WhyNot = Callable[[ReviewFacts], Reason | None]


def asked(facts: ReviewFacts) -> Reason | None:
    """The coach is told while the review waits for them and they see the plan."""
    if facts.review.answered_at is not None:
        return Reason.ALREADY_ANSWERED
    return Reason.ENDED if facts.review.withdrawn_at is not None or not facts.coach_sees else None


def answered(facts: ReviewFacts) -> Reason | None:
    """The seeker is told, unless they have agreed already: then they have read it."""
    return Reason.ALREADY_SEEN if facts.review.agreed_at is not None else None


def agreed(facts: ReviewFacts) -> Reason | None:
    """The coach is told while it holds and they see the plan."""
    if not facts.coach_sees:
        return Reason.ENDED
    return None if facts.turn is Turn.AGREED else Reason.NO_LONGER_DUE


def lapsed(facts: ReviewFacts) -> Reason | None:
    """Its seeker is told until they ask again, a coach as long as they see the plan."""
    if facts.review.lapsed_at is None:
        return Reason.ENDED
    if not facts.to_seeker and not facts.coach_sees:
        return Reason.ENDED
    return None if facts.turn is Turn.DRAFT else Reason.NO_LONGER_DUE


def of_review(why_not: WhyNot) -> Callable[[Messages, Reviews], Mapping[UUID, Reason]]:
    """Ask `why_not` of the review as each message's reader sees it; a review that is gone is over."""

    def still_due(messages: Messages, facts: Reviews) -> Mapping[UUID, Reason]:
        found = {m.id: facts.get(m.id) for m in messages}
        reasons = {key: why_not(one) if one else Reason.ENDED for key, one in found.items()}
        return {key: reason for key, reason in reasons.items() if reason}

    return still_due


def comments(messages: Messages, facts: Mapping[UUID, list[Said]]) -> Mapping[UUID, Reason]:
    """Nothing left that the reader may see, or all of it read on the site meanwhile."""
    reasons: dict[UUID, Reason] = {}
    for message in messages:
        said = facts[message.id]
        if not said:
            reasons[message.id] = Reason.ENDED
        elif not any(one.unread for one in said):
            reasons[message.id] = Reason.ALREADY_SEEN
    return reasons
