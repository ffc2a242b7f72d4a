"""How many rows a list of an assessment shows: the filled ones and a blank one, and one more when asked for."""

from coach_platform.content.question_sets import Kind
from coach_platform.core.assessments.answers import rows
from coach_platform.core.assessments.forms import AssessmentForm

BLANK = 1  # beyond the filled ones


def row_counts(form: AssessmentForm, more: str) -> dict[str, int]:
    """{"balance.aspects": 3}; `more` ("balance.aspects:3") names the list that was asked for one more, and makes how many."""
    asked, _, wanted = more.partition(":")
    return {
        name: min(most, max(_count(form, name), _number(wanted) if name == asked else 0))
        for name, most in _lists(form).items()
    }


def anchor_of(more: str) -> str:
    """Where the page goes after "one more"."""
    return f"{more.partition(':')[0]}.rows"


def _count(form: AssessmentForm, name: str) -> int:
    item_key, _, list_key = name.partition(".")
    return rows(form.document, item_key, list_key) + BLANK


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _lists(form: AssessmentForm) -> dict[str, int]:
    found = {f"{item.key}.aspects": item.max_aspects for item in form.items if item.kind is Kind.TWO_SIDED}
    return found | {f"{item.key}.{part.key}": part.max_items for item in form.items for part in item.lists}
