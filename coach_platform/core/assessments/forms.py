"""An assessment while it is being written: opened, saved as one types, and the two versions when two tabs wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from coach_platform.content.question_sets import Item, Kind, QuestionSetBody
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import own_sight
from coach_platform.core.assessments.answers import Parsed, from_form, to_form
from coach_platform.core.assessments.comparing import QuestionCompared, compared
from coach_platform.core.assessments.context import CaseContext, own_case
from coach_platform.core.assessments.models import AuthorRole
from coach_platform.core.assessments.queries import Response, latest_responses
from coach_platform.core.assessments.question_sets import current
from coach_platform.core.assessments.responses import Tab, field_errors_of
from coach_platform.core.assessments.shown import answers_shown
from coach_platform.core.assessments.stage_ratings import newest_ratings
from coach_platform.core.assessments.timeline import OwnWords, own_words_of
from coach_platform.core.drafts import DraftConflict, conflicts, read_draft, save_draft
from coach_platform.kit.errors import NotFound

Document = dict[str, Any]
ASKS_WHAT_CAME = "first_assessment"


@dataclass(frozen=True)
class AssessmentForm:
    """One question set about one case, with what was answered so far. `fields` are a form's, by name."""

    case: CaseContext
    questions: QuestionSetBody
    document: Document
    revision: int = 0
    version: int = 0  # the version submitted before, 0: none
    proposed: dict[str, str] = field(
        default_factory=dict
    )  # item -> option: proposed from the stages, not yet confirmed
    own_words: OwnWords | None = None  # what came with the no, noted before: nobody writes it twice

    @property
    def items(self) -> list[Item]:
        """The questions that fit the stages reached."""
        return self.questions.items_for(self.case.stages)

    @property
    def fields(self) -> dict[str, Any]:
        """What stands in each field."""
        return {f"{item}.value": option for item, option in self.proposed.items()} | to_form(self.document)


@dataclass(frozen=True)
class SavedDraft:
    """What a page is told after a save: the next revision, and what a submit would refuse."""

    revision: int
    errors: dict[str, str]


@dataclass(frozen=True)
class TwoVersions:
    """What lies there (a draft, or what was submitted meanwhile), and what the lagging tab wrote."""

    case: CaseContext
    questions: tuple[QuestionCompared, ...]
    kept_is_submitted: bool


def open_form(actor: Actor, case_id: UUID, set_key: str) -> AssessmentForm:
    """The actor's own assessment: the draft, else what was submitted last, else blank. Raises: NotFound."""
    case = own_case(actor, case_id)
    _, questions = current(set_key)
    said = _own_words(case, set_key)
    draft = read_draft(actor, form=set_key, subject_id=case_id)
    before = _submitted(actor, case_id, set_key)
    version = before.version if before else 0
    if draft is not None:
        return AssessmentForm(case, questions, draft.body, draft.revision, version, own_words=said)
    document = _with_ratings(before.answers if before else {}, questions, case)
    proposed = {} if before else _proposed(questions, case)
    return AssessmentForm(case, questions, document, 0, version, proposed, said)


def blank_form(actor: Actor, case_id: UUID, set_key: str) -> AssessmentForm:
    """The case and its questions alone, for reading what was sent. Raises: NotFound."""
    case = own_case(actor, case_id)
    return AssessmentForm(case, current(set_key)[1], {})


def sent_again(form: AssessmentForm, document: Document, revision: int) -> AssessmentForm:
    """The page once more with what was typed, where a submit was refused."""
    own_words = _own_words(form.case, form.questions.key)
    return AssessmentForm(form.case, form.questions, document, revision, own_words=own_words)


def _own_words(case: CaseContext, set_key: str) -> OwnWords | None:
    return own_words_of(case.application_id) if set_key == ASKS_WHAT_CAME else None


def parse(form: AssessmentForm, sent: Mapping[str, str]) -> Parsed:
    """What was sent, as a document."""
    ids = [line.id for line in form.case.requirements]
    return from_form(sent, form.questions, stages=form.case.stages, requirement_ids=ids)


def save_answers(actor: Actor, form: AssessmentForm, parsed: Parsed, tab: Tab) -> SavedDraft:
    """Keep a draft, whatever is wrong with it; what a submit would refuse is said beside it.

    Raises: DraftConflict; what was sent is set aside then, so that both versions can be shown.
    """
    case_id, set_key = form.case.case_id, form.questions.key
    try:
        saved = save_draft(
            actor,
            form=set_key,
            subject_id=case_id,
            client_id=tab.client_id,
            revision=tab.revision,
            body=parsed.document,
            seeker_id=actor.person_id,
        )
    except DraftConflict:
        keep_aside(actor, form, parsed)
        raise
    errors = field_errors_of(form.questions, form.case, parsed.document, AuthorRole.SEEKER, parsed.places)
    return SavedDraft(saved.revision, errors)


def keep_aside(actor: Actor, form: AssessmentForm, parsed: Parsed) -> None:
    """Set what a lagging tab sent beside the draft."""
    set_key, case_id = form.questions.key, form.case.case_id
    conflicts.set_aside(actor, form=set_key, subject_id=case_id, body=parsed.document, seeker_id=actor.person_id)


def two_versions(actor: Actor, case_id: UUID, set_key: str) -> TwoVersions:
    """Both versions for reading. Raises: NotFound when there is no conflict."""
    form = blank_form(actor, case_id, set_key)
    both = conflicts.both_versions(actor, form=set_key, subject_id=case_id)
    if both.aside is None:
        raise NotFound
    before = None if both.kept else _submitted(actor, case_id, set_key)
    kept = both.kept.body if both.kept else before.answers if before else {}
    lines = form.case.requirements
    return TwoVersions(
        case=form.case,
        questions=compared(
            answers_shown(form.questions, kept, lines), answers_shown(form.questions, both.aside.body, lines)
        ),
        kept_is_submitted=both.kept is None,
    )


def settle(actor: Actor, case_id: UUID, set_key: str, *, take_aside: bool) -> None:
    """Go on with one of the two. Raises: NotFound."""
    own_case(actor, case_id)
    conflicts.settle(actor, form=set_key, subject_id=case_id, take_aside=take_aside, seeker_id=actor.person_id)


def _submitted(actor: Actor, case_id: UUID, set_key: str) -> Response | None:
    responses = latest_responses(own_sight(actor.person_id), [case_id])
    own = (r for r in responses if r.set_key == set_key and r.author_role is AuthorRole.SEEKER)
    return next(own, None)


def _proposed(questions: QuestionSetBody, case: CaseContext) -> dict[str, str]:
    choices = [item for item in questions.items_for(case.stages) if item.kind is Kind.CHOICE]
    found = {item.key: item.proposed_for(case.furthest) for item in choices}
    return {key: option.key for key, option in found.items() if option is not None}


def _with_ratings(document: Document, questions: QuestionSetBody, case: CaseContext) -> Document:
    """The newest rating of each stage, wherever it was given: with an event, or in an earlier assessment."""
    item = next((item for item in questions.items if item.kind is Kind.STAGE_RATINGS), None)
    if item is None:
        return document
    rated = {
        stage.value: {"value": value, **({"words": words} if words else {})}
        for stage, (value, words) in newest_ratings(case.application_id).items()
        if stage in case.stages
    }
    stages = document.get(item.key, {}).get("stages", {}) | rated
    return document | ({item.key: {"stages": stages}} if stages else {})
