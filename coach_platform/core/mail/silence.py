"""What is silent when: night, "not today" and "I found work", in one table for every kind of mail.

Night and "not today" hold a mail back; when they are over it is asked again whether it still has its sense, and is skipped
with the reason where it has not:

    notices                      wait; each kind asks whether its subject still stands (answered, read, ended)
    reminders                    wait, and come as one mail; what was done, moved or lifted is left out
      action due tomorrow        through the day it is due
      interview tomorrow         until noon of that day
    digests                      at most 12 hours, never into the night; then that week has none

"I found work" drops what is written to somebody as a seeker; it is a state, not a moment, so nothing waits for its end.
"""

from collections.abc import Collection
from dataclasses import dataclass

from coach_platform.core.mail.kinds import Family, Kind
from coach_platform.core.relations.models import Role


@dataclass(frozen=True, slots=True)
class Silence:
    """What a family of mail respects."""

    waits: bool  # for the end of the night and of "not today"
    ends_with_work: bool  # is dropped after "I found work"


# What somebody waits for goes at any hour; all else keeps every silence.
RULES: dict[Family, Silence] = {
    Family.TRANSACTIONAL: Silence(waits=False, ends_with_work=False),
    Family.NOTICE: Silence(waits=True, ends_with_work=True),
    Family.REMINDER: Silence(waits=True, ends_with_work=True),
    Family.DIGEST: Silence(waits=True, ends_with_work=True),
}


def silenced_by_work(kind: Kind, roles: Collection[str]) -> bool:
    """Whether "I found work" silences `kind` for a person with these roles: unless it reaches them in another one."""
    others = {role for role in roles if role != Role.SEEKER}
    return RULES[kind.family].ends_with_work and not kind.to & others
