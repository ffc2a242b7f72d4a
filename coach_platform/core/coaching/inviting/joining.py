"""Coming in through an invitation: with a new account, whose address the link has proved, or as a seeker from now on."""

from uuid import UUID

from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts.people import give_role
from coach_platform.core.accounts.proven import open_account
from coach_platform.core.coaching.inviting.opening import open_offer
from coach_platform.core.relations.models import Role


def join_anew(token: str, *, name: str, password: str, zone: str, locale: str, agreed_to: str | None) -> UUID:
    """Make the account; the invitation itself stays to be answered. Gives the person.

    Raises: NotFound (the link is over), Conflict (the address has an account by now), Invalid, Unavailable.
    """
    offer = open_offer(token)
    person_id = open_account(
        address=offer.address, name=name, password=password, zone=zone, locale=locale, agreed_to=agreed_to
    )
    give_role(person_id, Role.SEEKER)
    return person_id


def join_as(actor: Actor, token: str) -> None:
    """Be a seeker too, with the account that is signed in, whichever address it has. Raises: NotFound."""
    open_offer(token)
    give_role(actor.person_id, Role.SEEKER)
