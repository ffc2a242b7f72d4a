"""What changed since a coach's last look, a line a kind of thing, in the reader's language."""

from flask import Blueprint

from coach_platform.core.today.since import Change, What
from coach_platform.kit.i18n import ngettext


def changed_words(one: Change) -> str:
    """One line; the names of cases follow it as links."""
    n = one.count
    words = {
        What.CASES: ngettext("%(num)s new case:", "%(num)s new cases:", n),
        What.STEPS: ngettext("%(num)s stage or outcome noted:", "%(num)s stages and outcomes noted:", n),
        What.FIRST: ngettext("%(num)s first assessment handed in:", "%(num)s first assessments handed in:", n),
        What.COMMENTS_CASE: ngettext("%(num)s comment on a case:", "%(num)s comments on cases:", n),
        What.DEEPER: ngettext("%(num)s deeper assessment handed in", "%(num)s deeper assessments handed in", n),
        What.COMMENTS_DEEPER: ngettext("%(num)s comment on a deeper answer", "%(num)s comments on deeper answers", n),
        What.FEEDBACK: ngettext("%(num)s answer of an employer", "%(num)s answers of employers", n),
        What.COMMENTS_FEEDBACK: ngettext(
            "%(num)s comment on an employer’s answer", "%(num)s comments on employers’ answers", n
        ),
        What.DONE: ngettext("%(num)s action done", "%(num)s actions done", n),
        What.DROPPED: ngettext("%(num)s action dropped or declined", "%(num)s actions dropped or declined", n),
        What.ADDED: ngettext("%(num)s action added", "%(num)s actions added", n),
        What.CHANGED: ngettext("%(num)s action changed", "%(num)s actions changed", n),
        What.COMMENTS_PLAN: ngettext("%(num)s comment on the plan", "%(num)s comments on the plan", n),
        What.PRACTICE: ngettext("%(num)s question to practise added", "%(num)s questions to practise added", n),
        What.COMMENTS_PRACTICE: ngettext(
            "%(num)s comment on a question they practise", "%(num)s comments on questions they practise", n
        ),
        What.APPLICATIONS: ngettext("%(num)s application added", "%(num)s applications added", n),
        What.CHECK_INS: ngettext("%(num)s check-in", "%(num)s check-ins", n),
    }
    return words[one.what]


def speak_in(bp: Blueprint) -> None:
    """Give every template these words: the coach's page and "View as my coach" draw it alike."""
    bp.app_template_global("changed_words")(changed_words)
