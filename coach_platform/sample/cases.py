"""Cases: assessments and drafts, what they leave elsewhere (ratings, practice), a coach's answers."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.case_facts import CaseFacts, case_facts
from coach_platform.content.question_sets import latest
from coach_platform.content.reasons import areas_of, reasons
from coach_platform.content.vocabulary import Need, Stage
from coach_platform.core.applications.cases import Step
from coach_platform.core.applications.models import Case
from coach_platform.core.applications.standing import stages_reached
from coach_platform.core.assessments.models import AssessmentResponse, AuthorRole, QuestionSet
from coach_platform.core.assessments.schemas import CANT_JUDGE
from coach_platform.core.drafts.models import Draft
from coach_platform.core.practice.items import Surprise
from coach_platform.core.practice.models import PracticeItem
from coach_platform.core.relations.models import Calibration
from coach_platform.kit.db import db
from coach_platform.sample.applications import Told
from coach_platform.sample.people import Cast, Someone
from coach_platform.sample.preparation import rehearse
from coach_platform.sample.reconnect import Asked
from coach_platform.sample.rows import Rows

HOURS = {"first_assessment": 13, "deeper": 14}
CANNOT_JUDGE = "cannot_judge"  # a basis in the stories, a value in the product

Document = dict[str, Any]


@dataclass(frozen=True)
class CaseTold:
    """A case with its row and the application it belongs to."""

    row: Case
    application: Told
    told: dict[str, Any]
    items: list[PracticeItem] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.application.told["key"]

    @property
    def seeker(self) -> Someone:
        return self.application.seeker

    def facts(self) -> CaseFacts:
        """What the suggestion rules may know of it; drafts say nothing yet."""
        told, application = self.told, self.application
        reason = reasons().get(application.told["outcome"].get("stated_reason", ""))
        lines = application.told.get("requirements", [])
        return case_facts(
            self.row.id,
            stages_reached(application.events, application.outcomes, zone=self.seeker.days.zone),
            first=_submitted(told.get("first_assessment")),
            deeper=_with_ids(_submitted(told.get("deeper")), application.requirements),
            needs={str(application.requirements[line["key"]]): Need(line["weight"]) for line in lines},
            reason_area=reason.area if reason else None,
            said_areas=areas_of(key for one in told.get("reconnect", {}).get("feedback", ()) for key in one["reasons"]),
        )


def question_set_ids() -> dict[str, UUID]:
    """The newest version of each question set the stories answer. Raises: LookupError before migrating."""
    wanted = {key: latest(key).version for key in HOURS}
    rows = db.session.execute(
        select(QuestionSet.key, QuestionSet.version, QuestionSet.id).where(QuestionSet.organisation_id.is_(None))
    )
    found = {row.key: row.id for row in rows if wanted.get(row.key) == row.version}
    if set(found) != set(wanted):
        raise LookupError("The question sets are not in the database. Run `coach-platform migrate` first.")
    return found


def gather_case(rows: Rows, cast: Cast, application: Told, sets: dict[str, UUID]) -> CaseTold:
    """The case of one application, and everything that was answered in it."""
    told, days = application.told["case"], application.seeker.days
    opened = told["opened_days_ago"]
    pause = told.get("paused_until_in_days")
    row = rows.add(
        Case,
        **application.own,
        opened_at=days.at(opened, 12),
        paused_until=None if pause is None else days.at(opened, 12) + (days.on(-pause) - days.on(opened)),
        reopened_at=None,
        steps_done=[step.value for step in Step if step in told["steps_done"]],
    )
    case = CaseTold(row, application, told)
    for set_key in HOURS:
        if set_key in told:
            _answered(rows, case, set_key, sets[set_key])
    if "reconnect" in told:
        Asked(rows, case, application.people).gather(told["reconnect"])
    if "coach_answers" in told:
        _coach_answered(rows, cast, case, sets)
    application.settle()
    return case


def _answered(rows: Rows, case: CaseTold, set_key: str, set_id: UUID) -> None:
    told = case.told[set_key]
    document = _with_ids(told["answers"], case.application.requirements)
    if told["state"] == "draft":
        _draft(rows, case, set_key, document)
        return
    _response(rows, case, set_key, set_id, document, told["days_ago"], HOURS[set_key], author=case.seeker)
    if set_key == "first_assessment":
        _ratings(case, document, told["days_ago"])
    _surprises(rows, case, set_key, document)


def _response(
    rows: Rows,
    case: CaseTold,
    set_key: str,
    set_id: UUID,
    answers: Document,
    days_ago: int,
    hour: int,
    *,
    author: Someone,
    blind: bool = False,
) -> None:
    rows.add(
        AssessmentResponse,
        seeker_id=case.seeker.id,
        case_id=case.row.id,
        question_set_id=set_id,
        set_key=set_key,
        author_id=author.id,
        author_role=AuthorRole.SEEKER if author is case.seeker else AuthorRole.COACH,
        author_name=author.name,
        locale=case.seeker.locale,  # seeker and coach write to each other in the seeker's language
        answers=answers,
        blind=blind,
        submitted_at=case.seeker.days.at(days_ago, hour),
    )


def _draft(rows: Rows, case: CaseTold, set_key: str, document: Document) -> None:
    rows.add(
        Draft,
        person_id=case.seeker.id,
        seeker_id=case.seeker.id,
        form=set_key,
        subject_id=case.row.id,
        client_id=None,
        revision=1,
        body=document,
        updated_at=case.seeker.days.at(case.told[set_key]["days_ago"], HOURS[set_key]),
    )


def _ratings(case: CaseTold, document: Document, days_ago: int) -> None:
    """As core/assessments: a rating that says something new becomes a row beside those given with a stage."""
    newest = {rating.stage: (rating.value, rating.what_went_well) for rating in case.application.ratings}
    for stage, part in document.get("performance", {}).get("stages", {}).items():
        given = (part["value"], part.get("words", ""))
        if isinstance(given[0], int) and newest.get(Stage(stage)) != given:
            case.application.rate(Stage(stage), *given, days_ago, HOURS["first_assessment"])


def _surprises(rows: Rows, case: CaseTold, set_key: str, document: Document) -> None:
    days, rehearsals = case.seeker.days, iter(case.told.get("rehearsals", []))
    asked = case.told.get("asks_for_a_word", {})
    written = case.told[set_key]["days_ago"]
    for place, (source, line) in enumerate(_practice_lines(set_key, document)):
        item = rows.add(
            PracticeItem,
            seeker_id=case.seeker.id,
            case_id=case.row.id,
            source_key=Surprise(source, line["question"]).key,
            question=line["question"],
            what_i_said=line.get("said", ""),
            better_answer=line.get("better", ""),
            locale=case.seeker.locale,
            times_rehearsed=0,
            comment_asked_at=days.at(asked["days_ago"], 16) if asked.get("question") == place else None,
            created_at=days.at(written, HOURS[set_key]),
        )
        rehearse(rows, case.seeker, item, next(rehearsals, 0), written)
        case.items.append(item)


def _practice_lines(set_key: str, document: Document) -> list[tuple[str, dict[str, str]]]:
    return [
        (f"{item.key}.{part.key}", line)
        for item in latest(set_key).items
        for part in item.lists
        if part.becomes == "practice_item"
        for line in document.get(item.key, {}).get(part.key, [])
    ]


def _coach_answered(rows: Rows, cast: Cast, case: CaseTold, sets: dict[str, UUID]) -> None:
    told = case.told["coach_answers"]
    answers = {item: _based(answer, told["basis"].get(item)) for item, answer in told["answers"].items()}
    answers = _with_ids(answers, case.application.requirements)
    author, set_key = cast[told["by"]], told["set"]
    _response(rows, case, set_key, sets[set_key], answers, told["days_ago"], 15, author=author, blind=told["blind"])
    answered = case.seeker.days.at(told["days_ago"], 15)
    both = {"begun_at": answered, "revealed_at": answered}
    rows.add(Calibration, seeker_id=case.seeker.id, case_id=case.row.id, coach_id=author.id, **both)


def _based(answer: Document, basis: str | None) -> Document:
    if basis == CANNOT_JUDGE:
        return answer | {"value": CANT_JUDGE}
    return answer | ({"basis": [basis]} if basis else {})


def _submitted(told: dict[str, Any] | None) -> Document:
    return told["answers"] if told and told["state"] == "submitted" else {}


def _with_ids(document: Document, requirements: dict[str, UUID]) -> Document:
    """The document with the ids of the posting's lines in place of the keys the story calls them by."""
    match = document.get("match", {})
    if "marks" not in match:
        return document
    marks = [{"requirement": str(requirements[m["requirement"]]), "mark": m["mark"]} for m in match["marks"]]
    return document | {"match": match | {"marks": marks}}
