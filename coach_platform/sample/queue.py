"""What coaches did with the lines of their Today."""

from coach_platform.content import sample_world
from coach_platform.content.vocabulary import Section
from coach_platform.core.coaching.models import CoachNote
from coach_platform.core.relations.models import Coaching
from coach_platform.core.today.queue.models import HandOn
from coach_platform.sample.people import Cast
from coach_platform.sample.rows import Rows


def gather_queue(rows: Rows, cast: Cast) -> None:
    """To be called when the coachings are gathered."""
    for told in sample_world.hand_ons():
        seeker, giver, taker = cast[told["seeker"]], cast[told["from"]], cast[told["to"]]
        coaching = next(c for c in rows.of(Coaching) if (c.seeker_id, c.coach_id) == (seeker.id, giver.id))
        at = giver.days.at(told["days_ago"], 16)
        note = rows.add(
            CoachNote,
            seeker_id=seeker.id,
            coaching_id=coaching.id,
            author_id=giver.id,
            body=told["note"],
            locale=giver.locale,
            created_at=at,
            updated_at=at,
        )
        rows.add(
            HandOn,
            seeker_id=seeker.id,
            from_id=giver.id,
            to_id=taker.id,
            section=Section(told["section"]),
            note_id=note.id,
            created_at=at,
        )
