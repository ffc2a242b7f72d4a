"""The whole policy of who may do what, on one screen. Templates and verbs ask the same `can()`.

What an actor may not see is NotFound before this is asked (sight.py); this table decides over what they do see.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import Sight
from coach_platform.core.relations.models import Section
from coach_platform.kit.errors import NotAllowed


class Permission(StrEnum):
    """Everything that is asked about."""

    USE_SEEKER_FACE = "use_seeker_face"
    USE_COACH_FACE = "use_coach_face"
    USE_ORGANISATION = "use_organisation"
    USE_OPERATOR_PAGES = "use_operator_pages"
    CHANGE_OWN = "change_own"  # a Sight: the seeker's own things
    COMMENT_PLAN = "comment_plan"
    COMMENT_CASE = "comment_case"
    COMMENT_ANSWER = "comment_answer"
    PROPOSE_ACTION = "propose_action"
    ANSWER_REVIEW = "answer_review"
    RECORD_FEEDBACK = "record_feedback"  # a coach: of those who place candidates; asked of the coaching as well
    KEEP_NOTES = "keep_notes"
    INVITE_COACH = "invite_coach"


def _own(_: Actor, sight: Sight) -> bool:
    return sight.own


def _sees(section: Section) -> Callable[[Actor, Sight], bool]:
    return lambda _, sight: sight.own or sight.section(section)


def _coaches(actor: Actor, sight: Sight) -> bool:
    return actor.is_coach and not sight.own and sight.coaching_id is not None


def _coach_sees_plan(actor: Actor, sight: Sight) -> bool:
    return _coaches(actor, sight) and sight.section(Section.PLAN)


POLICY: dict[Permission, Callable[[Actor, Any], bool]] = {
    Permission.USE_SEEKER_FACE: lambda actor, _: actor.is_seeker,
    Permission.USE_COACH_FACE: lambda actor, _: actor.is_coach,
    Permission.USE_ORGANISATION: lambda actor, _: actor.is_admin,
    Permission.USE_OPERATOR_PAGES: lambda actor, _: actor.is_operator,
    Permission.CHANGE_OWN: _own,
    Permission.COMMENT_PLAN: _sees(Section.PLAN),
    Permission.COMMENT_CASE: _sees(Section.STORY),
    Permission.COMMENT_ANSWER: lambda _, sight: True,  # the answer's own section and case are asked of the Sight
    Permission.PROPOSE_ACTION: _coach_sees_plan,
    Permission.ANSWER_REVIEW: _coach_sees_plan,
    Permission.RECORD_FEEDBACK: _sees(Section.FEEDBACK),
    Permission.KEEP_NOTES: _coaches,
    Permission.INVITE_COACH: lambda actor, _: actor.is_operator,
}


def can(actor: Actor | None, permission: Permission, subject: Any = None) -> bool:
    """Whether `actor` (None: nobody signed in) has `permission` over `subject`."""
    return actor is not None and POLICY[permission](actor, subject)


def require(actor: Actor | None, permission: Permission, subject: Any = None) -> None:
    """Raises: NotAllowed unless `can()`."""
    if not can(actor, permission, subject):
        raise NotAllowed
