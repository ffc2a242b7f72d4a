"""What comes due, found set by set: one INSERT a topic. Its fragments are ours; whatever comes from people is bound."""

from sqlalchemy import TextClause, text

from coach_platform.core.coaching.away_time import away_between, is_away
from coach_platform.core.reminders.topics import Topic

# z: the zones that are looked through, with today on their calendar and the instant of their 08:00.
_ZONES = """unnest(cast(:zones as text[]), cast(:todays as date[]), cast(:mornings as timestamptz[]))
    as z (zone, today, morning_at) join persons p on p.zone = z.zone"""


def _plan(topic: Topic, subject: str, occasion: str, rest: str) -> TextClause:
    return text(
        f"""
        insert into reminders (person_id, topic, subject_id, occasion, created_at)
        select p.id, '{topic}', {subject}, {occasion}, :now from {_ZONES} {rest}
        on conflict do nothing
        """
    )


_STANDS = "not e.withdrawn and not exists (select from stage_events later where later.corrects_id = e.id)"
_OPEN_POINT = "join actions a on a.seeker_id = p.id and a.state = 'open' and a.deleted_at is null"
_AWAKE_POINT = "(a.snoozed_until_on is null or a.snoozed_until_on <= z.today)"
# What was changed since this morning is in its seeker's mind: it is not spoken of on the same day.
_SETTLED = "a.changed_at < z.morning_at"
_CASE = """join cases c on c.seeker_id = p.id
    join applications x on x.id = c.application_id and x.deleted_at is null"""

# The day before; on the day itself where the day before could not be (an outage, a move over many zones).
DUE = _plan(
    Topic.DUE,
    "a.id",
    "a.due_on::text",
    f"""{_OPEN_POINT} and a.due_on between z.today and z.today + 1
    where a.due_on between cast(:first as date) and cast(:last as date) + 1 and {_AWAKE_POINT} and {_SETTLED}""",
)
# The first morning after its day (or after its sleep), and for two more where that one could not be. Later ones are
# counted in the summary, and never spoken of again by themselves.
OVERDUE = _plan(
    Topic.OVERDUE,
    "a.id",
    "a.due_on::text",
    f"""{_OPEN_POINT} and a.due_on < z.today
      and greatest(a.due_on + 1, a.snoozed_until_on) between z.today - 2 and z.today
    where {_SETTLED}
      and (a.due_on between cast(:first as date) - 3 and cast(:last as date)
           or a.snoozed_until_on between cast(:first as date) - 2 and cast(:last as date))""",
)
PAUSE_OVER = _plan(
    Topic.PAUSE_OVER,
    "c.id",
    "to_char(c.paused_until at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SSOF')",
    f"{_CASE} where c.paused_until <= :now and c.paused_until > cast(:now as timestamptz) - interval '7 days'",
)


def _unfinished(form: str, step: str, draft: str) -> TextClause:
    """48 hours after it was left: the draft's last letter, the end of a pause, or (`first`) the opening of the case."""
    left = "greatest(c.opened_at, c.paused_until, d.updated_at)"
    return _plan(
        Topic.UNFINISHED,
        "c.id",
        f"'{form}'",
        f"""{_CASE}
        {draft} join drafts d on d.person_id = p.id and d.form = '{form}' and d.subject_id = c.id
        where c.opened_at > cast(:now as timestamptz) - interval '60 days'
          and {left} between cast(:now as timestamptz) - interval '9 days'
            and cast(:now as timestamptz) - interval '48 hours'
          and not '{step}' = any(c.steps_done)
          and not exists (select from assessment_responses r
                          where r.case_id = c.id and r.set_key = '{form}' and r.author_role = 'seeker')""",
    )


FIRST_UNFINISHED = _unfinished("first_assessment", "first", "left")
DEEPER_UNFINISHED = _unfinished("deeper", "deeper", "inner")


def _talks(ahead: int, more: str) -> TextClause:
    return _plan(
        Topic.INTERVIEW,
        "x.id",
        "e.stage || ':' || e.occurred_on",
        f"""join stage_events e on e.seeker_id = p.id and e.occurred_on = z.today + {ahead}
        join applications x on x.id = e.application_id and x.deleted_at is null and x.outcome = 'open'
        where e.occurred_on between cast(:first as date) and cast(:last as date) + {ahead}
          and e.stage = any(:talks) and {_STANDS} {more}""",
    )


TALKS_TOMORROW = _talks(1, "")
# Nothing could be sent the evening before. What was typed in today needs no mail about it.
TALKS_TODAY = _talks(0, "and e.recorded_at < z.morning_at")

# The day itself, 08:00; on one of the two days after where that could not be. Changed this morning, it is in their mind.
DOOR_OPEN = _plan(
    Topic.DOOR_OPEN,
    "d.id",
    "d.reconnect_on::text",
    """join doors d on d.seeker_id = p.id and d.closed_at is null and d.deleted_at is null
      and d.reconnect_on between z.today - 2 and z.today and d.created_at < z.morning_at
    join cases c on c.id = d.case_id
    join applications x on x.id = c.application_id and x.deleted_at is null
    where d.reconnect_on between cast(:first as date) - 2 and cast(:last as date)""",
)

# Who may answer, as core/access/links.py says it for a sight (and composing asks again): nothing is planned for whoever
# does not see the plan now, and when they see it again, their reminder is still to come.
_LIVE_GRANT = "g.revoked_at is null and (g.ends_at is null or g.ends_at > :now) and 'plan' = any(g.sections)"
_ON_THE_LIST = """m.left_at is null and t.ended_at is null and exists (
            select from memberships w
            where w.person_id = m.person_id and w.organisation_id = t.organisation_id and w.role = 'coach'
              and w.from_at <= :now and (w.until_at is null or w.until_at > :now))"""

_EVENING = "(z.morning_at + interval '12 hours')"
# 7, 14 and 21 days in which its reader was there (each of a team has their own count), each counted to the evening of its
# day; of several that were missed, the last. From 28 on it is over (core/plans/lapsing.py).
REVIEW_WAITS = _plan(
    Topic.REVIEW_WAITS,
    "r.id",
    "(7 * least(3, w.weeks))::text",
    f"""join lateral (
        select k.id from coachings k join grants g on g.coaching_id = k.id and g.team_id is null and {_LIVE_GRANT}
        where k.coach_id = p.id and k.state = 'active'
        union
        select k.id from team_members m join teams t on t.id = m.team_id join grants g on g.team_id = t.id
        join coachings k on k.id = g.coaching_id and k.state = 'active' and k.seeker_id <> p.id
        where m.person_id = p.id and {_ON_THE_LIST} and {_LIVE_GRANT}
    ) k on true
    join reviews r on r.coaching_id = k.id and r.answered_at is null and r.withdrawn_at is null
    cross join lateral (
        select floor(extract(epoch from {_EVENING} - r.asked_at
            - {away_between("p.id", "r.asked_at", _EVENING)}) / 604800)::int as weeks) w
    where w.weeks between 1 and 3 and not {is_away("p.id", "cast(:now as timestamptz)")}""",
)
