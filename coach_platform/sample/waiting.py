"""What waits for somebody's click: a coach who was invited, an address that is to become another."""

from coach_platform.content import sample_world
from coach_platform.core.accounts.invitations import OPEN_FOR
from coach_platform.core.accounts.models import AddressChange, Invitation
from coach_platform.core.relations.models import Role
from coach_platform.sample.people import Cast
from coach_platform.sample.rows import Rows


def gather_waiting(rows: Rows, cast: Cast) -> None:
    """The rows alone: no letter of the past is sent."""
    told = sample_world.waiting_accounts()
    for one in told["coach_invitations"]:
        by = cast[one["by"]]
        at = by.days.at(one["days_ago"], 10)
        rows.add(
            Invitation,
            email=one["email"],
            role=Role.COACH,
            locale=one["locale"],
            organisation_id=cast.seats.organisations[one["organisation"]],
            office_id=cast.seats.offices[one["organisation"], one["office"]],
            invited_by_id=by.id,
            created_at=at,
            ends_at=at + OPEN_FOR,
        )
    for one in told["new_addresses"]:
        person = cast[one["person"]]
        asked_at = person.days.at(one["days_ago"], 19)
        addresses = {"old_address": person.told["email"], "new_address": one["new"]}
        rows.add(AddressChange, person_id=person.id, asked_at=asked_at, **addresses)
