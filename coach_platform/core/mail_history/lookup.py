"""An operator looks up what became of one person's mail: kinds, times, states and reasons. Each look is audited."""

from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.accounts.addresses import address_or_none
from coach_platform.core.accounts.people import person_id_of
from coach_platform.core.mail_history.expected import Expected, expected
from coach_platform.core.mail_history.lines import MailLine
from coach_platform.core.mail_history.lists import Wanted, mail_to
from coach_platform.core.mail_history.standing import KindStanding, kinds_of
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.ids import parse_id
from coach_platform.kit.paging import Paged


@dataclass(frozen=True, slots=True)
class LookedUp:
    """For an operator. No name, no subject, no word of a letter; `zone` is whose clock silence goes by."""

    person_id: UUID
    zone: str
    mails: Paged[MailLine]
    kinds: list[KindStanding]
    expected: Expected


def whose(actor: Actor, said: str) -> UUID:
    """The person with exactly this address or id. Raises: NotAllowed; Invalid("who") when there is none."""
    require(actor, Permission.USE_OPERATOR_PAGES)
    found = parse_id(said.strip())
    if found is None and (address := address_or_none(said)):
        found = person_id_of(address)
    if found is None or db.session.get(Person, found) is None:
        raise Invalid({"who": _("Nobody has an account with this address or number. Both must be whole.")})
    return found


def look_up(actor: Actor, person_id: UUID, *, wanted: Wanted, page: str = "") -> LookedUp:
    """Their mails. Written into the audit log first, on both sides: the person reads it in their own history.

    Raises: NotAllowed; NotFound.
    """
    require(actor, Permission.USE_OPERATOR_PAGES)
    if (person := db.session.get(Person, person_id)) is None:
        raise NotFound
    audit.note(actor.person_id, "mail.looked_up", whose=audit.actor_key(person_id))
    audit.note(person_id, "mail.looked_at", operator=audit.actor_key(actor.person_id))
    roles = actor_for(person_id).roles
    return LookedUp(
        person_id=person_id,
        zone=person.zone,
        mails=mail_to(person_id, wanted, page),
        kinds=kinds_of(person_id, roles),
        expected=expected(person_id, roles, with_reminders=False),
    )
