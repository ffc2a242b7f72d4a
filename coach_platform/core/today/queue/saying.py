"""A word said from an opened line: a comment like any other, kept while it is typed."""

from uuid import UUID

from coach_platform.core.access.actor import Actor
from coach_platform.core.drafts.drafts import drop_draft, save_draft
from coach_platform.core.plans.comments import LENGTH, add_comment
from coach_platform.core.plans.targets import Target, target_of
from coach_platform.core.today.queue.details import WORD
from coach_platform.core.today.queue.handing import coachs_sight
from coach_platform.kit.ids import parse_id


def place_of(about: str) -> Target:
    """What a form names: the key of a thread, and its case. Raises: NotFound."""
    key, _, case_id = about.partition("|")
    return target_of(key, parse_id(case_id))


def case_of(about: str) -> UUID | None:
    """The case of what a form names; None where it names none, or nothing that there is."""
    return parse_id(about.partition("|")[2])


def say(actor: Actor, seeker_id: UUID, about: str, *, body: str, client_id: UUID | None = None) -> UUID:
    """Say it at what the line is about; what was kept of it is forgotten. Raises: NotFound, Invalid (field body)."""
    coachs_sight(actor, seeker_id)
    said = add_comment(actor, seeker_id, place_of(about), body=body, client_id=client_id)
    drop_draft(actor, form=WORD, subject_id=seeker_id)
    return said


def keep_word(actor: Actor, seeker_id: UUID, about: str, *, body: str, client_id: UUID | None, revision: int) -> int:
    """What is typed so far; the revision the next save goes on from.

    Raises: NotFound, DraftConflict (another tab wrote meanwhile).
    """
    coachs_sight(actor, seeker_id)
    kept = {"text": body.replace("\0", "")[:LENGTH], "about": about[:200]}
    saved = save_draft(
        actor, form=WORD, subject_id=seeker_id, client_id=client_id, revision=revision, body=kept, seeker_id=seeker_id
    )
    return saved.revision
