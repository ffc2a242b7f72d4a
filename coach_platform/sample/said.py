"""Comments where they stand, and the log of looks: what a coach wrote about was looked at before."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from coach_platform.content.vocabulary import Section
from coach_platform.core.plans.models import Comment, CommentTarget
from coach_platform.core.relations.models import Look
from coach_platform.sample.cases import CaseTold
from coach_platform.sample.coaching import Beside
from coach_platform.sample.people import Cast, Someone
from coach_platform.sample.plans import PlanTold
from coach_platform.sample.rows import Rows

SECTION_OF_SET = {"first_assessment": Section.STORY, "deeper": Section.DEEPER}
NEW = 3  # days: what was said since then waits to be read, so that there is something new on a first visit
LOOKED_BEFORE = timedelta(minutes=12)
WHILE_PREPARING = (Section.ACTIVITY, Section.CONFIDENCE)


def gather_said(
    rows: Rows,
    cast: Cast,
    seeker: Someone,
    story: dict[str, Any],
    cases: Mapping[str, CaseTold],
    plan: PlanTold | None,
    beside: Mapping[str, Beside],
) -> None:
    """Every comment of one seeker's story, and the looks that go with what the coaches said."""
    for minute, (told, case) in enumerate(_comments(story, cases)):
        by = cast[told["by"]]
        place = _place(told["at"], case, plan)
        comment = _comment(rows, seeker, by, told, place, minute % 60, beside)
        if by is not seeker:
            section = _section(place, case)
            _look(rows, seeker, beside[by.login], section, case, told["days_ago"], comment.created_at)
    for case in cases.values():
        if answered := case.told.get("coach_answers"):
            # The story only: who answers the deeper questions blind has not seen the seeker's answers.
            coach = beside[answered["by"]]
            _look(
                rows, seeker, coach, Section.STORY, case, answered["days_ago"], seeker.days.at(answered["days_ago"], 15)
            )
    for review in (story.get("plan") or {}).get("reviews", []):
        if "answered_days_ago" in review:
            _prepared(rows, seeker, beside[review["coach"]], review["answered_days_ago"])


def _section(place: dict[str, Any], case: CaseTold | None) -> Section:
    if place["target"] is CommentTarget.PRACTICE:
        return Section.PRACTICE
    return SECTION_OF_SET.get(place.get("set_key", ""), Section.STORY if case else Section.PLAN)


def _comments(story: dict[str, Any], cases: Mapping[str, CaseTold]) -> Iterator[tuple[dict[str, Any], CaseTold | None]]:
    for case in cases.values():
        for told in case.told.get("comments", []):
            yield told, case
    for told in (story.get("plan") or {}).get("comments", []):
        yield told, None


def _place(at: str, case: CaseTold | None, plan: PlanTold | None) -> dict[str, Any]:
    """The columns that tie a comment to what it stands at."""
    head, _, rest = at.partition(".")
    if case is not None:
        if head == "practice":
            return {"target": CommentTarget.PRACTICE, "case_id": case.row.id, "item_id": case.items[int(rest)].id}
        if head == "case":
            return {"target": CommentTarget.CASE, "case_id": case.row.id}
        return {"target": CommentTarget.ANSWER, "case_id": case.row.id, "set_key": head, "item_key": rest}
    assert plan is not None, at
    if head == "plan":
        return {"target": CommentTarget.PLAN, "plan_id": plan.id}
    return {"target": CommentTarget.ACTION, "action_id": plan.actions[rest]}


def _comment(
    rows: Rows,
    seeker: Someone,
    by: Someone,
    told: dict[str, Any],
    place: dict[str, Any],
    minute: int,
    beside: Mapping[str, Beside],
) -> Comment:
    days_ago = told["days_ago"]
    others = [seeker] if by is not seeker else [each.coach for each in beside.values()]
    seen = min(other.told["seen_days_ago"] for other in others)
    return rows.add(
        Comment,
        seeker_id=seeker.id,
        coaching_id=beside[by.login].coaching_id if by is not seeker else None,
        author_id=by.id,
        author_name=by.name,
        by_coach=by is not seeker,
        **place,
        body=told["text"],
        locale=told.get("locale", seeker.locale),
        created_at=seeker.days.at(days_ago, 16, minute),
        read_at=seeker.days.at(days_ago - 1, 9) if days_ago > max(seen, NEW) else None,
    )


def _look(
    rows: Rows, seeker: Someone, by: Beside, section: Section, case: CaseTold | None, days_ago: int, before: Any
) -> None:
    if not by.saw(section, case.key if case else None, days_ago):
        raise ValueError(f"{by.coach.login} wrote about {section} of {case and case.key}, which was not granted")
    rows.add(
        Look,
        seeker_id=seeker.id,
        reader_id=by.coach.id,
        reader_name=by.coach.name,
        section=section,
        case_id=_case_id(case),
        surface="page",
        looked_at=before - LOOKED_BEFORE,
    )


def _case_id(case: CaseTold | None) -> UUID | None:
    return case.row.id if case else None


def _prepared(rows: Rows, seeker: Someone, by: Beside, days_ago: int) -> None:
    """Before a review is answered, its coach reads the plan and, where they may, how things have been going."""
    for section in (Section.PLAN, *WHILE_PREPARING):
        if by.saw(section, None, days_ago):
            _look(rows, seeker, by, section, None, days_ago, seeker.days.at(days_ago, 17))
