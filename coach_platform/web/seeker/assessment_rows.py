"""How many rows a list of an assessment shows: the filled ones and some blank ones, and more when asked for."""

from coach_platform.content.question_sets import Kind
from coach_platform.core.assessments.answers import rows
from coach_platform.core.assessments.forms import AssessmentForm

BLANK = 1  # beyond the filled ones
MORE = 3  # at each press of "one more"


def row_counts(form: AssessmentForm, more: str) -> dict[str, int]:
    """{"balance.aspects": 3}; `more` names the list that was asked for more rows."""
    return {name: min(most, _count(form, name, more == name)) for name, most in _lists(form).items()}


def anchor_of(name: str) -> str:
    """Where the page goes after "one more"."""
    return f"{name}.rows"


def _count(form: AssessmentForm, name: str, more: bool) -> int:
    item_key, _, list_key = name.partition(".")
    filled = rows(form.document, item_key, list_key)
    return filled + BLANK + (MORE if more else 0)


def _lists(form: AssessmentForm) -> dict[str, int]:
    found = {f"{item.key}.aspects": item.max_aspects for item in form.items if item.kind is Kind.TWO_SIDED}
    return found | {f"{item.key}.{part.key}": part.max_items for item in form.items for part in item.lists}
