"""Asking for the letters: to whoever answers, a week before the last day once more, and to the seeker when it is done."""

from coach_platform.core.coaching.notes_requests.answerers import who_answers
from coach_platform.core.coaching.notes_requests.models import NotesRequest
from coach_platform.core.coaching.notes_requests.rules import REMIND_AT
from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import about


def tell_holder(request: NotesRequest) -> None:
    """At once, and again on the 23rd day if nobody answered by then (emails.py asks)."""
    for person_id in who_answers(request):
        params = {"request": str(request.id)}
        outbox.add("notes_asked", key=about("notes_asked", person_id, request.id), to=person_id, params=params)
        outbox.add(
            "notes_due",
            key=about("notes_due", person_id, request.id),
            to=person_id,
            params=params,
            due_at=request.asked_at + REMIND_AT,
        )


def tell_seeker(request: NotesRequest) -> None:
    """That there is an answer; what it says stands on the site."""
    params = {"request": str(request.id)}
    outbox.add("notes_answered", key=about("notes_answered", request.id), to=request.seeker_id, params=params)
