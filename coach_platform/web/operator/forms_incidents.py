"""The form of one incident: what the law has written down, and what never belongs into it."""

from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from coach_platform.core.incidents.models import Risk
from coach_platform.core.incidents.register import FIELDS, TEXTS, Incident
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.shared.day_field import DayField
from coach_platform.web.shared.forms import Form

RISKS = {
    Risk.UNDER_ASSESSMENT: l_("Being assessed"),
    Risk.NOT_SERIOUS: l_("No risk of serious injury"),
    Risk.SERIOUS: l_("A risk of serious injury: the authorities and the people are told promptly"),
}


class PeopleField(IntegerField):
    """A number, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = int(text)
            except ValueError:
                raise ValueError(l_("A number of people, or nothing if it is not known.")) from None


class IncidentForm(Form):
    """Section 7 of the Regulation respecting confidentiality incidents, point by point."""

    entry = HiddenField()
    title = StringField(l_("A short name"), description=l_("For example: a summary sent to a wrong address."))
    what_happened = TextAreaField(
        l_("What happened"),
        description=l_("The circumstances and, if known, the cause. No names, and nothing that a seeker wrote."),
    )
    happened = StringField(
        l_("When it happened"), description=l_("The day or period, or about when if it is not known.")
    )
    aware_on = DayField(l_("When you knew of it"))
    kinds = TextAreaField(
        l_("Kinds of personal information"),
        description=l_(
            "Kinds only (“addresses”, “plans”), or why they cannot be described. Never the information itself."
        ),
    )
    people = PeopleField(l_("How many people"), [Optional()])
    people_known = StringField(
        l_("About that number"), description=l_("“About”, of whom in Québec, or why it is not known.")
    )
    risk = RadioField(l_("Risk of serious injury"), validate_choice=False)
    risk_why = TextAreaField(
        l_("Why"),
        description=l_("How sensitive it is, how it could be misused, what could follow, how likely that is."),
    )
    cai_told_on = DayField(l_("Commission d’accès à l’information told on"))
    opc_told_on = DayField(l_("Privacy Commissioner of Canada told on"))
    people_told_on = DayField(l_("The people told on"))
    public_notice = TextAreaField(l_("Public notice"), description=l_("Whether one was given, and why."))
    measures = TextAreaField(
        l_("Measures"), description=l_("What was done to lower the risk, and so that it does not come again.")
    )
    closed_on = DayField(l_("Closed on"))

    def offer(self) -> "IncidentForm":
        """Put in what can be chosen, in the reader's language."""
        self.risk.choices = [SelectChoice(risk.value, words) for risk, words in RISKS.items()]
        return self

    def said(self) -> Incident:
        """What was typed, as the verb takes it."""
        values: dict[str, Any] = {name: self[name].data for name in FIELDS}
        values |= {name: values[name] or "" for name in TEXTS}
        values["risk"] = next((risk for risk in Risk if risk.value == self.risk.data), None)
        return Incident(**values)
