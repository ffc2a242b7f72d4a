"""The digests as kinds of mail."""

from coach_platform.core.digests.coach import deciding as coach_deciding
from coach_platform.core.digests.coach import gathering as of_coaches
from coach_platform.core.digests.coach import writing as coach_writing
from coach_platform.core.digests.seeker.deciding import still_due
from coach_platform.core.digests.seeker.gathering import gather
from coach_platform.core.digests.seeker.writing import compose
from coach_platform.core.mail.kinds import COACHES, SEEKERS, Family, Kind
from coach_platform.kit.i18n import lazy as l_

SEEKER = Kind(
    name="digest_seeker",
    family=Family.DIGEST,
    label=l_("Your weekly summary"),
    why=l_("You get this summary at the day and hour you chose."),
    to=SEEKERS,
    gather=gather,
    still_due=still_due,
    compose=compose,
    sample=lambda _person_id: {},
)
COACH = Kind(
    name="digest_coach",
    family=Family.DIGEST,
    label=l_("Your weekly summary as a coach"),
    why=l_("You get this summary of the people you accompany at the day and hour you chose."),
    to=COACHES,
    gather=of_coaches.gather,
    still_due=coach_deciding.still_due,
    compose=coach_writing.compose,
    sample=lambda _person_id: {},
)
KINDS = (SEEKER, COACH)
