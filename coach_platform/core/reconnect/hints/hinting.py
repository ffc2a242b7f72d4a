"""All hints for one text, in the order they stand in it; those about the whole message come first."""

from collections.abc import Sequence

from coach_platform.core.reconnect.hints import whole
from coach_platform.core.reconnect.hints.hint import Hint
from coach_platform.core.reconnect.hints.sentences import hints_in_sentences
from coach_platform.kit.i18n import using


def hints_for(text: str, locale: str, *, length_limit: int, questions: Sequence[str] = ()) -> list[Hint]:
    """What could be said otherwise in `text`, written in `locale` ("en", "fr-CA" ...); nothing for an empty text.

    `length_limit`: characters the chosen form holds. `questions`: those sent beside the text (a feedback card's); one
    that the text repeats counts once. Pure: nothing is stored, nothing is refused.
    """
    if not text.strip():
        return []
    language = "fr" if locale.lower().startswith("fr") else "en"
    with using(language):
        found = [
            whole.too_long(text, language, length_limit),
            whole.no_thanks(text, language),
            whole.too_many_questions(text, language, questions),
        ]
    return [hint for hint in found if hint] + hints_in_sentences(text, language)
