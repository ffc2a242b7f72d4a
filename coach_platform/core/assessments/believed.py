"""What the seeker thinks it was, to stand beside what the employer said. From their own newest answers; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from coach_platform.content.case_facts import case_facts
from coach_platform.content.vocabulary import Area, Stage
from coach_platform.core.assessments.areas import weak_areas
from coach_platform.core.assessments.models import AuthorRole
from coach_platform.core.assessments.queries import Response


@dataclass(frozen=True)
class Believed:
    """`areas`: those their deeper assessment calls weak; `off_track`: the stage at which it turned, where they said one."""

    areas: tuple[Area, ...] = ()
    off_track: Stage | None = None

    def __bool__(self) -> bool:
        return bool(self.areas or self.off_track)


def believed(responses: Iterable[Response]) -> Believed | None:
    """From what the reader sees of the seeker's answers; None where there is none, or none was granted."""
    own = {r.set_key: r for r in responses if r.author_role is AuthorRole.SEEKER}
    if not own:
        return None
    deeper, first = own.get("deeper"), own.get("first_assessment")
    case_id: UUID = next(iter(own.values())).case_id
    facts = case_facts(case_id, (), deeper=deeper.answers if deeper else None)
    return Believed(tuple(weak_areas(facts)), _off_track(first))


def _off_track(first: Response | None) -> Stage | None:
    value = first.answers.get("off_track", {}).get("value") if first else None
    return Stage(value) if value in set(Stage) else None
