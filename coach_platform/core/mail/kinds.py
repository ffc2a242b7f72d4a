"""The kinds of mail. This package knows none by itself: mail_kinds.py registers the list that the parts above bring."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Role

Messages = Sequence[Outgoing]
Gather = Callable[[Messages], Any]
StillDue = Callable[[Messages, Any], Mapping[UUID, Reason]]  # only those that should not go, with why
Compose = Callable[[Messages, Any], Mapping[UUID, Letter]]


class Family(StrEnum):
    """What decides how a kind is treated."""

    TRANSACTIONAL = "transactional"  # somebody waits for it: at any hour
    NOTICE = "notice"  # something happened: outside quiet hours
    REMINDER = "reminder"  # something comes due
    DIGEST = "digest"  # gathered, at the chosen hour


class Lane(StrEnum):
    """What is claimed together: a password link never waits behind a million digests."""

    POST = "post"
    DIGESTS = "digests"

    @property
    def job(self) -> str:
        """The task that delivers it; kit/jobs.py says on which queue."""
        return f"mail.deliver_{self.value}"


def nothing(_messages: Messages) -> None:
    """For kinds whose message carries all they need."""


def always(_messages: Messages, _facts: Any) -> Mapping[UUID, Reason]:
    """For kinds that are never in vain."""
    return {}


def one_by_one(write: Callable[[Outgoing], Letter]) -> Compose:
    """For simple kinds: a function that writes one letter becomes one that writes many."""
    return lambda messages, _facts: {message.id: write(message) for message in messages}


def asked_one_by_one(why_not: Callable[[Outgoing], Reason | None]) -> StillDue:
    """For simple kinds: a function that says why one message should not go (None: it should)."""

    def still_due(messages: Messages, _facts: Any) -> Mapping[UUID, Reason]:
        answers = {message.id: why_not(message) for message in messages}
        return {key: reason for key, reason in answers.items() if reason}

    return still_due


EVERYONE = frozenset(Role)
SEEKERS, COACHES = frozenset({Role.SEEKER}), frozenset({Role.COACH})


@dataclass(frozen=True)
class Kind:
    """One kind of mail. `gather` reads in bulk what both questions need: should it still go, and what does it say."""

    name: str
    family: Family
    label: Any  # lazy: its name on the settings page, "A comment from your coach"
    why: Any  # lazy: "You get this because ..." in the footer
    compose: Compose
    still_due: StillDue = always
    gather: Gather = nothing
    to: frozenset[Role] = EVERYONE  # who it can reach: only they are shown it among what they can turn off
    essential: bool = False  # cannot be turned off
    covers: tuple[
        str, ...
    ] = ()  # it gathers these kinds: turning it off turns all of them off; it has no line of its own
    as_given: bool = False  # stays with the address it was written for (confirming a new one)
    despite_refusal: bool = False  # goes to an address that refused mail: its owner asked for it
    sample: Callable[[UUID], Mapping[str, Any] | None] | None = None  # params for a preview

    @property
    def lane(self) -> Lane:
        """Digests queue apart, so that a password link never stands behind a million of them."""
        return Lane.DIGESTS if self.family is Family.DIGEST else Lane.POST

    @property
    def any_hour(self) -> bool:
        """Somebody waits for it: quiet hours and "not today" do not hold it back."""
        return self.family is Family.TRANSACTIONAL


# How many are marked together, and so how many a crash leaves in doubt: of what a person waits for, one.
GROUP_SIZE = {Lane.POST: 1, Lane.DIGESTS: 10}


class Kinds(dict[str, Kind]):
    """The registered kinds by name, in the order of the settings page."""

    def in_lane(self, lane: Lane) -> list[str]:
        """The names of the kinds that one lane delivers."""
        return [kind.name for kind in self.values() if kind.lane is lane]

    def optional(self, roles: Set[Role]) -> list[Kind]:
        """Those that can reach somebody with these roles and that they can turn off, one by one."""
        return [kind for kind in self.values() if not (kind.essential or kind.covers) and kind.to & roles]

    def covering(self, name: str) -> list[str]:
        """The kinds that gather the kind `name`."""
        return [kind.name for kind in self.values() if name in kind.covers]


_KINDS = Kinds()


def register(*kinds: Kind) -> None:
    """Make `kinds` known to this process; saying it again changes nothing. Raises: ValueError for a name that is taken."""
    for kind in kinds:
        if _KINDS.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"two kinds of mail are called {kind.name}")


def all_kinds() -> Kinds:
    """Every registered kind."""
    return _KINDS


def kind_of(name: str) -> Kind:
    """The kind called `name`. Raises: KeyError."""
    return _KINDS[name]
