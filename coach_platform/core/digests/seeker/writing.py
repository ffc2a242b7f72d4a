"""The seeker's weekly letter."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from coach_platform.core.digests.last import until
from coach_platform.core.digests.seeker.gathering import LoggedNo, SeekerFacts
from coach_platform.core.mail import links
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.render import write


def compose(messages: Sequence[Outgoing], facts: Mapping[UUID, SeekerFacts]) -> Mapping[UUID, Letter]:
    """One letter a message."""
    return {m.id: _letter(m, facts[m.person_id]) for m in messages if m.person_id}


def _letter(message: Outgoing, facts: SeekerFacts) -> Letter:
    lines = [(no, _link(no)) for no in facts.nos]
    shown = {**until(facts.gathered_at), "nos": len(facts.nos)}
    return write(message, lines=lines, all_url=links.page("/applications"), shown=shown)


def _link(no: LoggedNo) -> str:
    return links.page(f"/applications/{no.application_id}")
