"""What happened at a seeker's, a line a thing, in the reader's language."""

from flask import Blueprint

from coach_platform.content.vocabulary import ActionKind, FeedbackSource, Outcome, Stage, label
from coach_platform.core.today.seeker_timeline import Happened, TimelineLine
from coach_platform.kit.i18n import _, current_locale

WORD_OF = {
    Happened.STAGE: Stage,
    Happened.OUTCOME: Outcome,
    Happened.FEEDBACK: FeedbackSource,
    Happened.DONE: ActionKind,
}


def happened_words(line: TimelineLine) -> str:
    """One line, without the name of its case."""
    kind = WORD_OF.get(line.what)
    word = label(kind(line.word), current_locale()) if kind else ""
    words = {
        Happened.STAGE: word,
        Happened.OUTCOME: word,
        Happened.OPENED: _("Case opened"),
        Happened.DEEPER: _("Deeper assessment handed in"),
        Happened.FEEDBACK: _("An employer answered: %(how)s", how=word),
        Happened.DONE: _("Action done: %(kind)s", kind=word),
        Happened.CHECK_IN: _("Check-in: %(value)s of 5", value=line.value),
    }
    return words[line.what]


def speak_in(bp: Blueprint) -> None:
    """Give every template these words: the coach's page and "View as my coach" draw it alike."""
    bp.app_template_global("happened_words")(happened_words)
