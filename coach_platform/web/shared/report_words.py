"""A progress report on paper: drawn in its own language, whatever the page around it speaks."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template
from markupsafe import Markup

from coach_platform.content.vocabulary import Area, Stage, label
from coach_platform.core.reports.reading import Report, Standing
from coach_platform.kit import i18n
from coach_platform.kit.i18n import _, current_locale, format_date, format_list


def paper(report: Report) -> Markup:
    """The paper itself, for either face: the very same."""
    with i18n.using(report.locale):
        return Markup(render_template("shared/report_paper.html", report=report))  # noqa: S704 - a template of ours


def spoken(number: int) -> str:
    """A small number in words, as one writes it in a sentence."""
    small = {
        2: _("two"),
        3: _("three"),
        4: _("four"),
        5: _("five"),
        6: _("six"),
        7: _("seven"),
        8: _("eight"),
        9: _("nine"),
    }
    return small.get(number) or i18n.format_number(number)


def between(low: int, high: int) -> str:
    """Where ratings lie: the only one, or the lowest and the highest."""
    return _("%(n)s of 5", n=low) if low == high else _("%(low)s to %(high)s of 5", low=low, high=high)


def stage_counts(rows: Sequence[Sequence[object]]) -> str:
    """ "interview two, final round 1": how far it got, counted by the furthest stage."""
    locale = current_locale()
    return format_list([f"{label(Stage(str(stage)), locale)} ({n})" for stage, n in rows])


def stage_word(stage: str) -> str:
    """A stage by its key."""
    return label(Stage(stage), current_locale())


def area_word(area: str) -> str:
    """An area by its key."""
    return label(Area(area), current_locale())


def days(report: Report) -> str:
    """The period."""
    return _("%(first)s to %(last)s", first=format_date(report.from_on), last=format_date(report.to_on))


def iso_day(text: str) -> str:
    """A day as it is kept in the document."""
    return format_date(date.fromisoformat(text))


def standing_words(report: Report, day: str) -> str:
    """What became of a version; `day`: of the seeker's yes."""
    return {
        Standing.OWN: _("made for themself"),
        Standing.WAITS: _("waits for their yes"),
        Standing.AGREED: _("agreed on %(day)s", day=day),
        Standing.DECLINED: _("not agreed to"),
        Standing.WITHDRAWN: _("not open any more"),
    }[report.standing]


def my_standing(report: Report, day: str) -> str:
    """The same, told to its seeker."""
    return {
        Standing.OWN: _("made by you"),
        Standing.WAITS: _("waits for your yes"),
        Standing.AGREED: _("you agreed on %(day)s", day=day),
        Standing.DECLINED: _("you said no"),
        Standing.WITHDRAWN: _("not open any more"),
    }[report.standing]


def speak_in(bp: Blueprint) -> None:
    """Give every template these words."""
    for function in (
        paper,
        spoken,
        between,
        stage_counts,
        stage_word,
        area_word,
        days,
        iso_day,
        standing_words,
        my_standing,
    ):
        bp.app_template_global(f"report_{function.__name__}")(function)
