"""A coach's view of a case while it is being written: opened, saved as one types, and both versions when two tabs wrote."""

from uuid import UUID

from coach_platform.content.coach_wording import for_coach
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import sight_of
from coach_platform.core.assessments.answers import Parsed
from coach_platform.core.assessments.calibration import coachs_case, keep_begun
from coach_platform.core.assessments.comparing import compared
from coach_platform.core.assessments.context import CaseContext
from coach_platform.core.assessments.forms import AssessmentForm, SavedDraft, TwoVersions
from coach_platform.core.assessments.models import AuthorRole
from coach_platform.core.assessments.queries import Response, latest_responses
from coach_platform.core.assessments.question_sets import current
from coach_platform.core.assessments.responses import COACHS_FORM, Tab, field_errors_of
from coach_platform.core.assessments.shown import answers_shown
from coach_platform.core.drafts import DraftConflict, conflicts, read_draft, save_draft
from coach_platform.kit.errors import NotFound


def open_view(actor: Actor, case_id: UUID) -> AssessmentForm:
    """The coach's draft, else what they submitted last, else blank. Raises: NotFound."""
    form = blank_view(actor, case_id)
    draft = read_draft(actor, form=COACHS_FORM, subject_id=case_id)
    before = _submitted(actor, form.case)
    document = draft.body if draft else before.answers if before else {}
    revision, version = draft.revision if draft else 0, before.version if before else 0
    return AssessmentForm(form.case, form.questions, document, revision, version)


def blank_view(actor: Actor, case_id: UUID) -> AssessmentForm:
    """The case and its questions in the coach's wording. Raises: NotFound."""
    case = coachs_case(actor, case_id)
    return AssessmentForm(case, for_coach(current("deeper")[1], case.seeker), {})


def save_view(actor: Actor, form: AssessmentForm, parsed: Parsed, tab: Tab) -> SavedDraft:
    """Keep a draft, whatever is wrong with it; from here on the seeker's answers are held back. Raises: DraftConflict."""
    case = form.case
    keep_begun(actor, case)
    try:
        saved = save_draft(
            actor,
            form=COACHS_FORM,
            subject_id=case.case_id,
            client_id=tab.client_id,
            revision=tab.revision,
            body=parsed.document,
            seeker_id=case.seeker_id,
        )
    except DraftConflict:
        keep_view_aside(actor, form, parsed)
        raise
    # What an answer rests on is asked for when it is handed in, not while somebody is about to say it.
    errors = field_errors_of(form.questions, case, parsed.document, AuthorRole.COACH, parsed.places)
    return SavedDraft(saved.revision, errors)


def keep_view_aside(actor: Actor, form: AssessmentForm, parsed: Parsed) -> None:
    """Set what a lagging tab sent beside the draft."""
    case_id, seeker_id = form.case.case_id, form.case.seeker_id
    conflicts.set_aside(actor, form=COACHS_FORM, subject_id=case_id, body=parsed.document, seeker_id=seeker_id)


def two_views(actor: Actor, case_id: UUID) -> TwoVersions:
    """Both versions for reading. Raises: NotFound when there is no conflict."""
    form = blank_view(actor, case_id)
    both = conflicts.both_versions(actor, form=COACHS_FORM, subject_id=case_id)
    if both.aside is None:
        raise NotFound
    before = None if both.kept else _submitted(actor, form.case)
    kept = both.kept.body if both.kept else before.answers if before else {}
    one, other = (answers_shown(form.questions, body, ()) for body in (kept, both.aside.body))
    return TwoVersions(form.case, compared(one, other), both.kept is None)


def settle_view(actor: Actor, case_id: UUID, *, take_aside: bool) -> None:
    """Go on with one of the two. Raises: NotFound."""
    case = coachs_case(actor, case_id)
    conflicts.settle(actor, form=COACHS_FORM, subject_id=case_id, take_aside=take_aside, seeker_id=case.seeker_id)


def _submitted(actor: Actor, case: CaseContext) -> Response | None:
    found = latest_responses(sight_of(actor, case.seeker_id), [case.case_id])
    mine = (r for r in found if r.author_role is AuthorRole.COACH and r.author_id == actor.person_id)
    return next(mine, None)
