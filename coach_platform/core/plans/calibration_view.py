"""The seeker's and a coach's views of one case side by side, with what became of each gap: for both faces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.coach_wording import for_coach
from coach_platform.content.vocabulary import Area, Section
from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, can
from coach_platform.core.access.sight import Sight
from coach_platform.core.assessments.context import CaseContext, seen_case
from coach_platform.core.assessments.gaps import Gap, QuestionGaps, gaps
from coach_platform.core.assessments.models import AuthorRole
from coach_platform.core.assessments.queries import Response, latest_responses
from coach_platform.core.assessments.shown import AnswerShown, answers_shown
from coach_platform.core.plans.models import Action, ActionEvidence, ActionState
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.i18n import current_locale

BECAME = (ActionState.OPEN, ActionState.PROPOSED, ActionState.DONE)  # dropped and declined is none


@dataclass(frozen=True)
class SideShown:
    """What one of them says to a question. `name` is empty where the account is gone; `gap`: a coach's, to the seeker."""

    name: str
    by_coach: bool
    me: bool
    locale: str
    answer: AnswerShown | None
    basis: tuple[str, ...] = ()
    gap: Gap | None = None


@dataclass(frozen=True)
class GapAction:
    """What a gap became: an action for this area that rests on this case."""

    action_id: UUID
    state: ActionState


@dataclass(frozen=True)
class QuestionShown:
    """One question. `width`: the widest gap, None where not both gave a number."""

    key: str
    prompt: str
    area: Area | None
    width: int | None
    sides: tuple[SideShown, ...]  # the seeker's first
    action: GapAction | None

    @property
    def thread_key(self) -> str:
        """The thread of comments on it: the same as on the answer itself."""
        return f"answer:deeper:{self.key}"


@dataclass(frozen=True)
class Answered:
    """Whose answers these are, and when."""

    name: str
    me: bool
    submitted_at: datetime
    version: int
    blind: bool | None = None  # None: the seeker, whose case it is


@dataclass(frozen=True)
class CalibrationPage:
    """`company` is empty where the story was not granted."""

    case_id: UUID
    seeker_id: UUID
    seeker: str
    own: bool
    company: str
    answered: tuple[Answered, ...]
    questions: tuple[QuestionShown, ...]
    sees_plan: bool
    may_propose: bool
    names_case: bool  # an action may rest on the case
    sight: Sight


def calibration_page(actor: Actor, case_id: UUID, *, surface: str = "page") -> CalibrationPage:
    """Both views, for the seeker or for a coach of whom one of them is; seven statements with the sign-in's.

    Raises: NotFound until both have answered.
    """
    case, sight = seen_case(actor, case_id)
    sight.need(Section.DEEPER, case_id)
    found = [one for one in latest_responses(sight, [case_id]) if one.set_key == "deeper"]
    seeker = next((one for one in found if one.author_role is AuthorRole.SEEKER), None)
    coaches = sorted((one for one in found if one is not seeker), key=lambda one: (one.submitted_at, one.id))
    if seeker is None or not coaches:
        raise NotFound
    became = _became(sight, case_id)
    page = CalibrationPage(
        case_id=case_id,
        seeker_id=case.seeker_id,
        seeker=case.seeker,
        own=sight.own,
        company=case.company if sight.case(case_id) else "",
        answered=tuple(_answered(one, sight) for one in (seeker, *coaches)),
        questions=tuple(_question(one, seeker, coaches, case, sight, became) for one in gaps(seeker, coaches)),
        sees_plan=sight.section(Section.PLAN),
        may_propose=can(actor, Permission.PROPOSE_ACTION, sight),
        names_case=sight.case(case_id),
        sight=sight,
    )
    looks.record(actor.name, [(sight, seen) for seen in _seen(page)], surface=surface)
    return page


def _seen(page: CalibrationPage) -> list[looks.Seen]:
    """Of the story the company, and the posting's lines beside their marks; of the plan what became of a gap."""
    story = [(Section.STORY, page.case_id)] if page.company else []
    plan = [(Section.PLAN, None)] if any(one.action for one in page.questions) else []
    return [(Section.DEEPER, page.case_id), *story, *plan]


def _answered(one: Response, sight: Sight) -> Answered:
    coach = one.author_role is AuthorRole.COACH
    return Answered(
        name=one.author_name if one.author_id else "",
        me=one.author_id == sight.reader_id,
        submitted_at=one.submitted_at,
        version=one.version,
        blind=one.blind if coach else None,
    )


def _question(
    one: QuestionGaps,
    seeker: Response,
    coaches: list[Response],
    case: CaseContext,
    sight: Sight,
    became: dict[Area, GapAction],
) -> QuestionShown:
    asked = one.item if sight.own else for_coach(seeker.questions, case.seeker).item(one.item.key)
    of = {gap.response_id: gap for gap in one.gaps}
    return QuestionShown(
        key=one.item.key,
        prompt=asked.prompt.in_(current_locale()),
        area=one.item.area,
        width=one.width,
        sides=tuple(_side(each, one.item.key, case, sight, of.get(each.id)) for each in (seeker, *coaches)),
        action=became.get(one.item.area) if one.item.area else None,
    )


def _side(one: Response, key: str, case: CaseContext, sight: Sight, gap: Gap | None) -> SideShown:
    # The posting's lines are part of the story: without it the marks on them say nothing and are left out.
    lines = case.requirements if sight.case(case.case_id) else ()
    answer = one.answers.get(key)
    coach = one.author_role is AuthorRole.COACH
    questions = for_coach(one.questions, case.seeker) if coach else one.questions  # what 1 and 5 were called
    drawn = answers_shown(questions, {key: answer}, lines) if answer else ()
    basis = answer.get("basis", ()) if answer else ()
    return SideShown(
        name=one.author_name if one.author_id else "",
        by_coach=coach,
        me=one.author_id == sight.reader_id,
        locale=one.locale,
        answer=drawn[0] if drawn else None,
        basis=(basis,) if isinstance(basis, str) else tuple(basis),
        gap=gap,
    )


def _became(sight: Sight, case_id: UUID) -> dict[Area, GapAction]:
    """By area: the newest action that rests on this case, as far as the plan is seen. One statement, or none."""
    if not sight.section(Section.PLAN):
        return {}
    rows = db.session.execute(
        select(Action.area, Action.id, Action.state)
        .join(ActionEvidence, ActionEvidence.action_id == Action.id)
        .where(
            Action.seeker_id == sight.seeker_id,
            ActionEvidence.case_id == case_id,
            Action.area.is_not(None),
            Action.state.in_(BECAME),
            Action.deleted_at.is_(None),
        )
        .order_by(Action.created_at, Action.id)
    )
    return {row.area: GapAction(row.id, row.state) for row in rows if row.area is not None}
