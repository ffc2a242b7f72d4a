"""The form of a progress report, for its seeker and for a coach."""

from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from coach_platform.content.vocabulary import Section, explanation, label
from coach_platform.core.reports.making import Offer, Wish
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.shared.day_field import DayField
from coach_platform.web.shared.forms import Form


class CountField(IntegerField):
    """A count, or nothing; it says in the reader's language when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) <= 4):
            raise ValueError(_("Write a number from 0 to 500, or leave it empty."))
        self.data = int(text)


class ReportForm(Form):
    """For whom, of which days, in which language, with what."""

    audience = StringField(l_("For whom is it?"))
    from_on = DayField(l_("From"))
    to_on = DayField(l_("Up to"))
    language = RadioField(l_("In which language?"), validate_choice=False)
    sections = SelectMultipleField(l_("What is in it?"), validate_choice=False)
    names = BooleanField(l_("Name the employers"))
    talks = CountField(l_("How many talks were there?"), [Optional()])
    words = TextAreaField(l_("In your own words"))

    def offer(self, offered: Offer, *, own: bool = False) -> "ReportForm":
        """Put in the sections that this maker may choose; `own`: with what each holds, said to the seeker as theirs."""
        locale = current_locale()
        self.language.choices = [("en", "English"), ("fr", "Français")]
        self.sections.choices = [
            (s.value, label(s, locale), {"hint": explanation(s, locale)} if own else {}) for s in offered.sections
        ]
        return self

    def wish(self) -> Wish:
        """Raises: Invalid where a field cannot be read."""
        if not self.validate():
            raise Invalid
        known = {section.value: section for section in Section}
        return Wish(
            audience=self.audience.data or "",
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            locale=self.language.data or "",
            sections=tuple(known[word] for word in self.sections.data or () if word in known),
            words=self.words.data or "",
            talks=self.talks.data,
            names=bool(self.names.data),
        )


def as_wished(wish: Wish) -> dict[str, Any]:
    """An earlier version as the form shows it."""
    return {**vars(wish), "language": wish.locale, "sections": [section.value for section in wish.sections]}
