"""What the page of a list says back: columns, dates, words. Plain fields, since their number follows from the list."""

from collections.abc import Mapping

from coach_platform.content.import_words import Field
from coach_platform.content.vocabulary import Outcome, Stage, choices
from coach_platform.core.applications.importing.dates import Order
from coach_platform.core.applications.importing.preview import MOST_WORDS
from coach_platform.core.applications.importing.tables import Table
from coach_platform.core.applications.importing.wishes import LEAVE_OUT, Wish, from_text, words_in
from coach_platform.core.applications.outcomes import MOVES
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control
from coach_platform.web.seeker.forms_applications import as_text
from coach_platform.web.shared.case_words import came
from coach_platform.web.shared.day_field import day_or_none

COLUMNS = {
    Field.COMPANY: l_("Company"),
    Field.ROLE: l_("Role"),
    Field.APPLIED_ON: l_("Day you applied"),
    Field.STATUS: l_("Status"),
    Field.STAGE: l_("Stage it reached"),
    Field.OUTCOME: l_("What came of it"),
    Field.ANSWERED_ON: l_("Day of the answer"),
    Field.ARCHIVED: l_("Archived or not"),
    Field.LINK: l_("Link to the posting"),
    Field.LOCATION: l_("Place"),
    Field.SOURCE: l_("How you found the job"),
    Field.WORK_MODE: l_("Work mode"),
    Field.NOTES: l_("Notes"),
}
FIRST = (Field.COMPANY, Field.ROLE, Field.APPLIED_ON, Field.STATUS)  # the others are folded away
_EXAMPLE = 40  # characters of a cell that stands beside its heading


def wish_from(form: Mapping[str, str], table: Table) -> Wish:
    """The wish that a posted page says; what cannot be understood is left out, and asked again."""
    return Wish(
        columns=_columns(form, table.width),
        order=next((order for order in Order if order.value == form.get("order")), None),
        words=_words(form, table),
        role_for_all=_one_line(form.get("role_for_all", "")),
        day_for_rest=day_or_none(form.get("day_for_rest", "")),
        doubles_too="doubles_too" in form,
    )


def column_options(table: Table) -> list[tuple[str, str]]:
    """Each column by its heading (or number), with the first cell that is not empty."""
    options = [("", "–")]
    for at in range(table.width):
        heading = table.headings[at] if at < len(table.headings) and table.headings[at] else _("Column %(n)s", n=at + 1)
        example = next((cell for cell in table.column(at)[:50] if cell), "")
        short = example if len(example) <= _EXAMPLE else example[: _EXAMPLE - 1] + "…"
        options.append((str(at), f"{heading} ({short})" if short else heading))
    return options


def stage_options() -> list[tuple[str, str]]:
    """How far it got."""
    return choices(Stage, current_locale())


def came_options() -> list[tuple[str, str]]:
    """What came of it; the last leaves the rows out."""
    return [(as_text(*one), came(*one)) for one in MOVES] + [(LEAVE_OUT, _("never sent: leave out"))]


def _columns(form: Mapping[str, str], width: int) -> dict[Field, int]:
    said = {name: form.get(f"column-{name.value}", "") for name in Field}
    return {name: int(at) for name, at in said.items() if at.isdecimal() and len(at) < 4 and int(at) < width}


def _words(form: Mapping[str, str], table: Table) -> dict[str, str]:
    words, known = {}, set(words_in(table, _columns(form, table.width)))
    for n in range(MOST_WORDS):
        stage, came_ = form.get(f"stage-{n}", ""), form.get(f"came-{n}", "")
        text = LEAVE_OUT if came_ == LEAVE_OUT else f"{_stage_for(stage, came_)}/{came_}"
        if (said := form.get(f"said-{n}", "")) in known and from_text(text):
            words[said] = text
    return words


def _stage_for(stage: str, came_: str) -> str:
    return Stage.OFFER.value if came_.startswith(f"{Outcome.OFFER.value}:") else stage


def _one_line(text: str) -> str:
    text = text.strip()
    return "" if has_control(text) else text[:200]
