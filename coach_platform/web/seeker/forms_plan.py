"""The form of one point of a plan."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import SelectMultipleField, StringField, TextAreaField

from coach_platform.content.guides import KEYS, guide
from coach_platform.content.suggestions import SuggestionWords
from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.core.library.guides import GuideLine
from coach_platform.core.plans.action_views import ActionView
from coach_platform.core.plans.details import WORDS, Details
from coach_platform.core.plans.ground import CaseName
from coach_platform.core.plans.rule_words import of_rule
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.seeker.fields import DayField, PickField, WordField
from coach_platform.web.shared.forms import Form


class PointForm(Form):
    """What, by when, why, and how it will not come to nothing."""

    what = StringField(l_("What will you do?"))
    kind = WordField(l_("What kind of step is it?"), ActionKind, default=ActionKind.PRACTICE)
    due_on = DayField(l_("By when?"))
    why = TextAreaField(l_("Why this?"))
    area = WordField(l_("Which area does it help?"), Area, blank=l_("No area"))
    evidence = SelectMultipleField(l_("Which cases speak for it?"), validate_choice=False)
    if_then = TextAreaField(l_("If ..., then I will ..."))
    obstacle = TextAreaField(l_("What might get in the way?"))
    obstacle_answer = TextAreaField(l_("And what will you do then?"))
    done_when = TextAreaField(l_("How will you know that it is done?"))
    guide_key = PickField(l_("Guide"))
    link = StringField(l_("Link"))

    def offer(self, cases: tuple[CaseName, ...], guides: Iterable[GuideLine]) -> "PointForm":
        """Fill in what can be chosen; the same form, for one line at the caller."""
        offered = {one.key: one.title for one in guides}
        if self.guide_key.data in KEYS:  # it was chosen before an organisation hid it: saving does not lose it
            offered.setdefault(self.guide_key.data, guide(self.guide_key.data, current_locale()).title)
        self.evidence.choices = [(str(case.case_id), f"{case.company}, {case.role}") for case in cases]
        self.guide_key.choices = [("", l_("No guide")), *offered.items()]
        return self

    def details(self) -> Details:
        """What was typed, for the core."""
        # A case that is no id is simply none of this seeker's: the core says so of every other id.
        chosen = [case for text in self.evidence.data or () if (case := parse_id(text))]
        return Details(
            kind=self.kind.data or ActionKind.PRACTICE,
            area=self.area.data,
            guide_key=self.guide_key.data or None,
            link=self.link.data or "",
            due_on=self.due_on.data,
            evidence=chosen,
            **{name: getattr(self, name).data or "" for name in WORDS},
        )


def of_action(action: ActionView) -> dict[str, Any]:
    """An action as the form shows it."""
    return {
        **{name: getattr(action, name).text for name in WORDS},
        "kind": action.kind,
        "area": action.area,
        "due_on": action.due_on,
        "evidence": [str(case.case_id) for case in action.evidence],
        "guide_key": action.guide_key,
        "link": action.link,
    }


def of_suggestion(words: SuggestionWords, evidence: tuple[CaseName, ...], due_on: date) -> dict[str, Any]:
    """A suggestion as the form shows it, before it is anybody's."""
    return {
        **{name: of_rule(words, name) for name in WORDS},
        "kind": words.kind,
        "area": words.area,
        "due_on": due_on,
        "evidence": [str(case.case_id) for case in evidence],
        "guide_key": words.guide,
    }
