"""The first operator, made from the command line of the server."""

from uuid import UUID

from coach_platform.core.accounts.addresses import NOT_AN_ADDRESS, address_or_none
from coach_platform.core.accounts.people import give_role, person_id_of
from coach_platform.core.relations.models import Role
from coach_platform.kit.errors import Invalid


def make_operator(email: str) -> UUID | None:
    """Give the account at `email` the operator's role; None when there is no such account. Raises: Invalid."""
    if (address := address_or_none(email)) is None:
        raise Invalid({"email": NOT_AN_ADDRESS})
    person_id = person_id_of(address)
    if person_id is not None:
        give_role(person_id, Role.OPERATOR)
    return person_id
