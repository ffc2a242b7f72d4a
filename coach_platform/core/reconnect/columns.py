"""What a statement that reads cases takes along, so that no page needs one more: three columns, each a JSON document.

They stand on `cases.id` of the statement around them. Fragments of ours; nothing of a person is put into them.
"""

from typing import Any

from sqlalchemy import Text, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from coach_platform.core.coaching.noted.marks import marks_sql

_STANDS = """e.undoes_id is null
    and not exists (select from reconnect_events u where u.undoes_id = e.id)"""
_ADDRESSED = "coalesce(f.contact_id, c.to_id, f.case_id)"
_CARD_OF = "left join feedback_cards c on c.id = f.card_id"
_REFUSED = "left join card_refusals r on r.address_key = c.address_key and c.address_key <> ''"

_TOLD = f"""jsonb_build_object(
    'events', (select jsonb_agg(jsonb_build_array(e.to_id, e.kind, e.occurred_on, e.recorded_at))
               from reconnect_events e where e.case_id = cases.id and {_STANDS}),
    'answers', (select jsonb_agg({_ADDRESSED}) from feedback f {_CARD_OF}
                where f.case_id = cases.id and f.deleted_at is null and f.source <> 'in_the_no'),
    'cards', (select jsonb_agg(jsonb_build_array(c.id, c.to_id, c.declined_at, r.since_at, c.reopened_at,
                   exists (select from feedback f where f.card_id = c.id)))
              from feedback_cards c {_REFUSED} where c.case_id = cases.id))"""

_FEEDBACK = f"""(select jsonb_agg(to_jsonb(f) || jsonb_build_object('to_id', {_ADDRESSED}, 'noted', {marks_sql("f.id")})
                  order by f.received_on, f.id)
    from feedback f {_CARD_OF} where f.case_id = cases.id and f.deleted_at is null)"""

_HISTORY = f"""jsonb_build_object(
    'events', (select jsonb_agg(jsonb_build_object('id', e.id, 'to_id', e.to_id, 'name', e.to_name, 'kind', e.kind,
                   'on', e.occurred_on, 'channel', e.channel, 'via', e.via_recruiter, 'stands', {_STANDS})
                   order by e.recorded_at, e.id)
               from reconnect_events e where e.case_id = cases.id and e.undoes_id is null),
    'cards', (select jsonb_agg(jsonb_build_object('to_id', c.to_id, 'name', c.to_name, 'withdrawn_at', c.withdrawn_at))
              from feedback_cards c where c.case_id = cases.id))"""

_REASONS = """(select array_agg(distinct r.reason) from feedback f cross join unnest(f.reasons) as r (reason)
    where f.case_id = cases.id and f.deleted_at is null)"""


def _column(sql: str, name: str) -> Any:
    return literal_column(sql, type_=JSONB).label(name)


TOLD = _column(_TOLD, "told")  # for a list: where asking stands
FEEDBACK = _column(_FEEDBACK, "feedback")  # every answer that was not deleted
# The reasons that were given, for the rules that propose actions.
REASONS = literal_column(_REASONS, type_=ARRAY(Text)).label("said_reasons")
HISTORY = _column(_HISTORY, "asked")  # what happened, without the words of what was sent
EVERYTHING = (TOLD, FEEDBACK, HISTORY)
