"""The one kind of mail that this package itself has: the operator's test that letters arrive."""

from coach_platform.core.mail.kinds import Family, Kind, one_by_one
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.core.mail.render import write
from coach_platform.kit import clock
from coach_platform.kit.i18n import lazy as l_


def _check(message: Outgoing) -> Letter:
    return write(message, now=clock.now())


CHECK = Kind(
    name="mail_check",
    family=Family.TRANSACTIONAL,
    label=l_("A test message"),
    why=l_("You get this because the operator of this site sent a test message to this address."),
    compose=one_by_one(_check),
    essential=True,
    as_given=True,
    sample=lambda _person_id: {},
)
KINDS = (CHECK,)
