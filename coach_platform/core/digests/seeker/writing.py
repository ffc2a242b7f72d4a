"""The seeker's weekly letter: human answers first, then one decision."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import label
from coach_platform.core.digests.last import until
from coach_platform.core.digests.seeker.facts import Happening, SeekerFacts
from coach_platform.core.mail import links
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.render import write
from coach_platform.core.plans.acts import Act, act_url

NAME_IN_SUBJECT = 30  # a subject stays under 60 characters whatever people are called
NAMED = 4  # a letter names so many of a kind, and counts the rest


def compose(messages: Sequence[Outgoing], facts: Mapping[UUID, SeekerFacts]) -> Mapping[UUID, Letter]:
    """One letter a message."""
    return {m.id: _letter(m, facts[m.person_id]) for m in messages if m.person_id}


def _letter(message: Outgoing, facts: SeekerFacts) -> Letter:
    return write(
        message,
        wrote=facts.wrote,
        first_author=facts.wrote[0].author[:NAME_IN_SUBJECT] if facts.wrote else "",
        next=facts.next_action,
        acts={act.value: act_url(act, facts.next_action.id) for act in Act} if facts.next_action else {},
        figures=facts.figures,
        moved=facts.moved,
        victories=[_told(h, message.locale) for h in facts.victories[:NAMED]],
        won=facts.won[:NAMED],
        coming=[_told(h, message.locale) for h in facts.coming[:NAMED]],
        due=facts.due[:NAMED],
        overdue=facts.overdue,
        batch=facts.batch,
        plan_url=links.page("/plan"),
        batch_url=links.page("/batch"),
        today_url=links.page("/today"),
        worked_url=links.page("/insights/what-worked"),
        shown={**until(facts.gathered_at), **facts.figures.as_shown()},
    )


def _told(happening: Happening, locale: str) -> dict[str, Any]:
    return {
        "company": happening.company,
        "stage": label(happening.stage, locale),
        "reached": happening.stage.rank + 1,
        "on": happening.on,
        "url": links.page(f"/applications/{happening.application_id}"),
    }
