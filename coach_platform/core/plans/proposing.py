"""What a coach needs in order to propose an action: whose plan it is, and the cases it may rest on."""

from dataclasses import dataclass
from uuid import UUID

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import sight_of
from coach_platform.core.plans.ground import CaseName, ground
from coach_platform.core.relations.models import Section


@dataclass(frozen=True)
class ProposalGround:
    """`cases`: those whose story the coach sees, the latest first."""

    seeker_id: UUID
    seeker: str
    cases: tuple[CaseName, ...]


def proposal_ground(actor: Actor, seeker_id: UUID) -> ProposalGround:
    """For the form of a proposal. The cases it names are a look at each. Three statements. Raises: NotFound, NotAllowed."""
    sight = sight_of(actor, seeker_id)
    sight.need(Section.PLAN)
    require(actor, Permission.PROPOSE_ACTION, sight)
    on = ground(sight)
    cases = tuple(case for case in on.cases if sight.case(case.case_id))
    looks.record(actor.name, [(sight, (Section.STORY, case.case_id)) for case in cases], surface=Surface.PAGE)
    return ProposalGround(seeker_id, on.seeker, cases)
