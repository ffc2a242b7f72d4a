"""The form of a point that a coach proposes."""

from collections.abc import Iterable
from datetime import date, timedelta

from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from coach_platform.content.vocabulary import ActionKind, Area, choices
from coach_platform.core.library.guides import GuideLine
from coach_platform.core.plans.details import WORDS, Details
from coach_platform.core.plans.ground import CaseName
from coach_platform.core.plans.templates.offering import Offered
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.forms import Form


class ProposalForm(Form):
    """What they might do; why; how it will hold. The seeker accepts it, edits it or not."""

    what = StringField(l_("What do you propose?"))
    kind = SelectField(l_("What kind of step is it?"), default=ActionKind.PRACTICE.value, validate_choice=False)
    why = TextAreaField(l_("Why this?"))
    due_on = DateField(l_("By when?"), [Optional()])
    area = SelectField(l_("Which area does it help?"), validate_choice=False)
    evidence = SelectMultipleField(l_("Which cases speak for it?"), validate_choice=False)
    if_then = TextAreaField(l_("If ..., then I will ..."))
    obstacle = TextAreaField(l_("What might get in the way?"))
    obstacle_answer = TextAreaField(l_("And what will help then?"))
    done_when = TextAreaField(l_("How will one know that it is done?"))
    guide_key = SelectField(l_("Guide"), validate_choice=False)
    link = StringField(l_("Link"))
    template = HiddenField()  # what it begins from, "" for an empty page

    def offer(self, cases: Iterable[CaseName], guides: Iterable[GuideLine]) -> "ProposalForm":
        """Put in what can be chosen: of the cases those whose story the coach sees, of the guides what is offered to them."""
        locale = current_locale()
        self.kind.choices = choices(ActionKind, locale)
        self.area.choices = [("", l_("No area")), *choices(Area, locale)]
        self.evidence.choices = [(str(case.case_id), f"{case.company}, {case.role}") for case in cases]
        self.guide_key.choices = [("", l_("No guide")), *((one.key, one.title) for one in guides)]
        return self

    @classmethod
    def begun_from(cls, template: Offered, today: date) -> "ProposalForm":
        """With the words of a template in the coach's language, and its days from the seeker's `today`."""
        start = template.details(current_locale())
        more = {"kind": start.kind.value, "area": start.area and start.area.value, "guide_key": start.guide_key}
        words = {name: getattr(start, name) for name in WORDS}
        due_on = today + timedelta(days=template.days)
        return cls(formdata=None, data={**words, **more, "due_on": due_on, "template": template.key})

    def details(self) -> Details:
        """What was typed, for the core; a word nobody offered counts as none."""
        kinds, areas = {kind.value: kind for kind in ActionKind}, {area.value: area for area in Area}
        return Details(
            kind=kinds.get(self.kind.data or "", ActionKind.PRACTICE),
            area=areas.get(self.area.data or ""),
            guide_key=self.guide_key.data or None,
            link=self.link.data or "",
            due_on=self.due_on.data,
            evidence=[case_id for text in self.evidence.data or () if (case_id := parse_id(text))],
            **{name: getattr(self, name).data or "" for name in WORDS},
        )
