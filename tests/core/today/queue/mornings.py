"""A morning at the queue: so many people who need a coach, each for a reason in turn, shared with a team as well."""

from sqlalchemy import update

from coach_platform.content.vocabulary import FeedbackSource, Stage
from coach_platform.core.coaching import grants
from coach_platform.core.coaching.grants import Cases, WithTeam
from coach_platform.core.coaching.teams.beside import team_beside
from coach_platform.core.plans import reviews
from coach_platform.core.plans.comments import add_comment
from coach_platform.core.plans.targets import PLAN
from coach_platform.core.reconnect.feedback import Said, record_feedback
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.agreed import agreed
from tests.core.today.test_coach_today import late_no, overdue, quiet, seeker

REASONS = ("late_no", "review", "answer", "question", "quiet", "overdue")


def morning(coach, people: int, *, team_id=None, named: str = "Morning") -> list:
    """Actors of the seekers, `people` of them, on `coach`'s Today. Each granted everything, to the team too."""
    return [_one(coach, f"{named} {number:03}", REASONS[number % len(REASONS)], team_id) for number in range(people)]


def _one(coach, name: str, why: str, team_id):
    actor, coaching_id = seeker(name.replace(" ", ""), coach, *Section)
    db.session.execute(update(Person).where(Person.id == actor.person_id).values(name=name, name_sort=name.lower()))
    if team_id is not None:
        share(actor, coaching_id, team_id)
    if why == "late_no":
        late_no(actor, company=f"Nordlys {name}")
    elif why == "review":
        overdue(actor, days=-9)
        reviews.ask_review(actor, coaching_id, note=f"Please look, says {name}")
    elif why == "answer":
        answered(actor, f"Too little SQL, {name}.")
    elif why == "question":
        overdue(actor, days=-9)
        add_comment(actor, actor.person_id, PLAN, body=f"Is this enough? {name}")
    elif why == "quiet":
        overdue(actor, days=-9)
        quiet(actor, 16)
    else:
        overdue(actor)
    return actor


def answered(actor, words: str):
    """An employer's answer on the phone, to a no that was no late one; the case."""
    case_id = late_no(actor, company="Harbour Co.", stage=Stage.SCREENING)
    record_feedback(actor, case_id, Said(FeedbackSource.PHONE, on=clock.today(actor.zone), words=words))
    return case_id


def share(actor, coaching_id, team_id) -> None:
    """Everything with a team too, as its list is now."""
    beside = team_beside(actor.person_id, coaching_id, team_id)
    grants.grant(
        actor,
        coaching_id,
        sections=list(Section),
        cases=Cases.ALL_FUTURE_TOO,
        agreed_to=agreed(key="team_grant"),
        with_team=WithTeam(team_id, beside.mark if beside else ""),
    )
