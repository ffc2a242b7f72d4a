"""For how long what was said asks a coach for a word: the same on Today and in the weekly letter."""

from datetime import timedelta

ANSWER_LASTS = timedelta(days=14)  # an employer's words are still warm
QUESTION_LASTS = timedelta(days=28)  # as long as a plan waits for its answer
