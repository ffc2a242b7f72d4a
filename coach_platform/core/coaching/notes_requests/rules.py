"""The times of a request for notes. Thirty days: PIPEDA, section 8(3), and Québec's P-39.1, section 32."""

from datetime import date, datetime, timedelta

from coach_platform.kit import clock

TO_ANSWER = timedelta(days=30)
REMIND_AT = timedelta(days=23)  # a week before the last day
RECOURSE = timedelta(
    days=30
)  # to go before the Commission d'accès à l'information after a refusal (P-39.1, section 43)
KEPT = timedelta(days=90)  # an answer, and its file: longer than any recourse; then the seeker may ask again


def due_on(asked_at: datetime, zone: str) -> date:
    """The last day to answer, on the seeker's calendar."""
    return clock.local(asked_at, zone).date() + TO_ANSWER
