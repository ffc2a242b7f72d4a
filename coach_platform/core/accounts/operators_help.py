"""What an operator can do for somebody who has lost their second factor, once they know who is asking."""

from uuid import UUID

from coach_platform.core.access import audit
from coach_platform.core.accounts import second_step, sessions
from coach_platform.core.accounts.addresses import NOT_AN_ADDRESS, address_or_none
from coach_platform.core.accounts.alerts import What, tell
from coach_platform.core.accounts.factors.standing import forget_all
from coach_platform.core.accounts.people import person_id_of
from coach_platform.kit.errors import Invalid, NotFound


def reset_two_factors(email: str) -> UUID:
    """The app, the passkeys and the recovery codes of the account at `email` count no more; every session ends.

    Only from the server's shell. The person is told by mail. Raises: Invalid; NotFound for no account, or none to reset.
    """
    if (address := address_or_none(email)) is None:
        raise Invalid({"email": NOT_AN_ADDRESS})
    person_id = person_id_of(address)
    if person_id is None or not forget_all(person_id):
        raise NotFound
    sessions.revoke_all(person_id)
    second_step.forgive(person_id)
    audit.note(person_id, "two_factors.reset", by="command line")
    tell(person_id, What.RESET)
    return person_id
