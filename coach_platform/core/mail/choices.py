"""Which kinds of mail a person wants: chosen on the settings page, or from a mail itself without signing in."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.mail import links
from coach_platform.core.mail.kinds import Kind, all_kinds
from coach_platform.core.mail.models import MailChoice
from coach_platform.core.relations.models import Membership, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


class By(StrEnum):
    """From where it was chosen."""

    SETTINGS = "settings"
    LINK = "unsubscribe_link"
    ONE_CLICK = "one_click"
    COMPLAINT = "complaint"  # their mailbox reported a letter as unwanted


@dataclass(frozen=True, slots=True)
class KindChoice:
    """One line of the settings page, or the page behind the link in a mail.

    `reaches`: it can still come to them. Behind the link of an old mail it may not: they no longer coach, say.
    """

    kind: str
    label: str
    wanted: bool
    reaches: bool = True


def kind_choices(actor: Actor) -> list[KindChoice]:
    """The kinds that can reach the actor in one of their roles and can be turned off, with the actor's choice."""
    off = _turned_off(actor.person_id)
    return [KindChoice(kind.name, str(kind.label), kind.name not in off) for kind in all_kinds().optional(actor.roles)]


def choose(actor: Actor, kind: str, *, wanted: bool) -> None:
    """Turn a kind of mail on or off. Raises: NotFound for a kind that is not among kind_choices()."""
    known = _optional(kind)
    if not known.to & actor.roles:
        raise NotFound
    _keep(actor.person_id, known, wanted, By.SETTINGS)


def read_link(kind: str, token: str) -> KindChoice:
    """What the link in a mail is about. Raises: NotFound when it is not genuine, too old, or its person is gone."""
    known = _optional(kind)
    person_id = _person_of(known, token)
    wanted = known.name not in _turned_off(person_id)
    return KindChoice(known.name, str(known.label), wanted, bool(known.to & _roles(person_id)))


def choose_by_link(kind: str, token: str, *, wanted: bool, by: By) -> None:
    """The same as choose(), for whoever holds the link of the mail. Raises: NotFound."""
    known = _optional(kind)
    _keep(_person_of(known, token), known, wanted, by)


def turn_all_off(person_id: UUID, by: By) -> None:
    """Everything that can be turned off, in whichever role it would reach them."""
    for kind in all_kinds().values():
        if not kind.essential and not kind.covers:
            _keep(person_id, kind, False, by)


def _optional(name: str) -> Kind:
    kind = all_kinds().get(name)
    if kind is None or kind.essential:
        raise NotFound
    return kind


def _person_of(kind: Kind, token: str) -> UUID:
    claim = links.read_unsubscribe(kind.name, token)
    if claim is None or db.session.get(Person, claim.subject) is None:
        raise NotFound
    return claim.subject


def _roles(person_id: UUID) -> set[Role]:
    now = clock.now()
    held = Membership.from_at <= now, or_(Membership.until_at.is_(None), Membership.until_at > now)
    return set(db.session.scalars(select(Membership.role).where(Membership.person_id == person_id, *held)))


def _turned_off(person_id: UUID) -> set[str]:
    wanted_not = select(MailChoice.kind).where(MailChoice.person_id == person_id, MailChoice.wanted.is_(False))
    return set(db.session.scalars(wanted_not))


def _keep(person_id: UUID, kind: Kind, wanted: bool, by: By) -> None:
    """A gathered mail that is stopped stops all it gathers; one of those that is wanted again is gathered again."""
    names = [kind.name, *kind.covers, *(all_kinds().covering(kind.name) if wanted else ())]
    change = {"wanted": wanted, "changed_at": clock.now(), "changed_by": by.value}
    rows = insert(MailChoice).values([{"person_id": person_id, "kind": name, **change} for name in names])
    db.session.execute(rows.on_conflict_do_update(index_elements=["person_id", "kind"], set_=change))
