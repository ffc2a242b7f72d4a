"""What the templates of insights say, on both faces: shares, groups, waiting. Numbers in, words out."""

from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_date as babel_date
from flask import Blueprint

from coach_platform.content.insight_words import insight_words
from coach_platform.content.vocabulary import RoleKind, Source, Stage, WorkMode, label
from coach_platform.core.insights.funnel import By, Funnel, Rest
from coach_platform.core.insights.intervals import Interval, Share, wilson
from coach_platform.core.insights.waiting import Waiting
from coach_platform.core.insights.words import count_words, share_words
from coach_platform.kit.i18n import _, current_locale, format_number, ngettext, region
from coach_platform.web.shared import plan_words

TALKED = Stage.SCREENING  # whoever got at least so far had a conversation, or was asked for more


def speak_in(bp: Blueprint) -> None:
    """Give every template these words; shared/insights.html needs them wherever it is imported."""
    plan_words.speak_in(bp)
    for function in (share_words, count_words, group_words, split_words, funnel_sentence, waiting_sentences, percent):
        bp.app_template_global(function.__name__)(function)
    bp.app_template_global("wilson")(wilson_of)


def wilson_of(share: Share) -> Interval:
    """The usual interval of a share, for a picture and its table."""
    return wilson(share)


def percent(value: float) -> str:
    """A share as "16%" / « 16 % »."""
    return _("%(n)s%%", n=format_number(round(100 * value)))


def split_words(by: By) -> str:
    """What the tries are split by."""
    return {
        By.SOURCE: _("How the job was found"),
        By.WORK_MODE: _("Work mode"),
        By.ROLE_KIND: _("Kind of role"),
        By.RESUME: _("Resume version"),
        By.PERIOD: _("Period"),
    }[by]


def group_words(key: Any, resumes: dict[UUID, str]) -> str:
    """The name of a group of a split."""
    if key is Rest.NOT_NOTED:
        return _("Not noted")
    if key is Rest.OTHERS:
        return _("All others")
    if isinstance(key, tuple):
        year, quarter = key
        return babel_date(date(year, 3 * quarter - 2, 1), "QQQ y", locale=region())
    if isinstance(key, Source | WorkMode | RoleKind):
        return label(key, current_locale())
    return resumes.get(key, _("A deleted version"))


def funnel_sentence(funnel: Funnel) -> str:
    """The funnel in one sentence, for a search of any size."""
    talked, offers = funnel.at(TALKED).share, funnel.at(Stage.OFFER).share
    if not talked.hit:
        return ngettext(
            "One application so far, and no conversation yet.",
            "%(num)s applications so far, and no conversation yet.",
            funnel.total,
        )
    if offers.hit:
        return ngettext(
            "Led to a conversation: %(talked)s. One of them became an offer.",
            "Led to a conversation: %(talked)s. %(num)s of them became an offer.",
            offers.hit,
            talked=share_words(talked),
        )
    return _(
        "Led to a conversation: %(talked)s. The furthest was %(stage)s.",
        talked=share_words(talked),
        stage=_reached(funnel.furthest or Stage.APPLIED),
    )


def waiting_sentences(waiting: Waiting) -> list[str]:
    """Days until an answer, the share that never answered, and what is still open: each said apart."""
    return [said for said in (_days(waiting), _never(waiting), _open(waiting), _fell_silent(waiting)) if said]


def _days(waiting: Waiting) -> str:
    known = len(waiting.days)
    if waiting.middle is None:
        return (
            ngettext(
                "Days until an answer: one known so far, too few to say.",
                "Days until an answer: %(num)s known so far, too few to say.",
                known,
            )
            if known
            else ""
        )
    return _(
        "Half of the %(known)s answers with known days came within %(days)s days; the slowest took %(slowest)s.",
        known=format_number(known),
        days=format_number(waiting.middle),
        slowest=format_number(waiting.days[-1]),
    )


def _never(waiting: Waiting) -> str:
    share = waiting.never_share
    return _("Never answered: %(share)s.", share=share_words(share)) if share.of else ""


def _open(waiting: Waiting) -> str:
    if not waiting.still_open:
        return ""
    return ngettext(
        "One is still open and is counted as neither.",
        "%(num)s are still open and are counted as neither.",
        waiting.still_open,
    )


def _fell_silent(waiting: Waiting) -> str:
    if not waiting.fell_silent:
        return ""
    return ngettext(
        "One answered first and then fell silent.",
        "%(num)s answered first and then fell silent.",
        waiting.fell_silent,
    )


def _reached(stage: Stage) -> str:
    words = insight_words().stages.get(stage)
    return words.reached.in_(current_locale()) if words else label(stage, current_locale()).lower()
