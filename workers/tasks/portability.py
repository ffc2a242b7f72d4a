"""Making files of everything of mine, and erasing accounts. Ids in, one call of the core."""

from uuid import UUID

from celery import shared_task

from coach_platform.core.portability import erasure, exports, retention
from coach_platform.kit import jobs


@shared_task(name=exports.TASK)
def export(export_id: str) -> None:
    """Make one file."""
    exports.make_export(UUID(export_id))


@shared_task(name=erasure.TASK)
def erase(person_id: str) -> None:
    """Erase one account."""
    erasure.erase(UUID(person_id))


@shared_task(name="portability.sweep")
def sweep() -> None:
    """Each minute: what was asked for and is in nobody's hands."""
    for export_id in exports.due_exports():
        jobs.publish(exports.TASK, str(export_id))
    for person_id in erasure.due_erasures():
        jobs.publish(erasure.TASK, str(person_id))


@shared_task(name="portability.retention")
def remove_what_is_over() -> None:
    """Each hour, and again at once while whole chunks are over."""
    if retention.remove_what_is_over():
        jobs.publish("portability.retention")
