"""The form of an invitation, for coaches and for admins alike."""

from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from coach_platform.content.vocabulary import Section, explanation, label
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.inviting.models import ProposedCases
from coach_platform.core.coaching.inviting.seats import Face, Seat, offices_of
from coach_platform.core.coaching.inviting.wishes import Wish
from coach_platform.kit.i18n import _, current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.day_field import DayField
from coach_platform.web.shared.forms import Form

LANGUAGES = [SelectChoice("en", "English"), SelectChoice("fr", "Français")]


class InviteForm(Form):
    """Whom, in whose name, in which language, with which words and which proposal."""

    seat = SelectField(l_("Who invites?"), validate_choice=False)
    office = SelectField(l_("At which office?"), validate_choice=False)
    people = TextAreaField(l_("Whom do you invite?"))
    locale = RadioField(l_("Language of the letter"), choices=LANGUAGES, validate_choice=False)
    message = TextAreaField(l_("A few words of your own"))
    sections = SelectMultipleField(l_("What would you like to see?"), validate_choice=False)
    cases = RadioField(l_("Of which cases?"), validate_choice=False)
    until_on = DayField(l_("Until when?"))

    def offer(self, actor: Actor, face: Face, seats: list[Seat]) -> "InviteForm":
        """Put in what can be chosen, in the reader's language."""
        locale = current_locale()
        self.seat.choices = [(str(s.id), s.place or s.coach if face is Face.COACH else _said(s)) for s in seats]
        offices = (
            [(str(id_), name) for id_, _organisation, name in offices_of(actor)] if face is Face.ORGANISATION else []
        )
        self.office.choices = [("", _("The coach’s own office")), *offices]
        self.sections.choices = [(s.value, label(s, locale), {"hint": explanation(s, locale)}) for s in Section]
        self.cases.choices = [
            (ProposedCases.ALL_SO_FAR.value, l_("All their cases so far, and none that they open later")),
            (ProposedCases.ALL_FUTURE_TOO.value, l_("All their cases, and every case they open later")),
        ]
        if len(seats) == 1:
            self.seat.data = str(seats[0].id)
        return self

    def wish(self) -> Wish:
        """What was filled in, as the core takes it; words nobody offered are left out."""
        known = {section.value: section for section in Section}
        return Wish(
            seat=parse_id(self.seat.data or ""),
            office=parse_id(self.office.data or ""),
            people=_even(self.people.data),
            locale=self.locale.data or "",
            message=_even(self.message.data),
            sections=frozenset(known[word] for word in self.sections.data or () if word in known),
            cases=next((cases for cases in ProposedCases if cases.value == self.cases.data), None),
            until_on=self.until_on.data,
        )

    def kept(self) -> list[tuple[str, str]]:
        """Everything as it was typed, for hidden fields."""
        single = (self.seat, self.office, self.people, self.locale, self.message, self.cases)
        pairs = [(field.name, str(field.data or "")) for field in single]
        day = self.until_on.data.isoformat() if self.until_on.data else ""
        return [*pairs, ("until_on", day), *(("sections", word) for word in self.sections.data or ())]


def _even(text: str | None) -> str:
    # A hidden field gives back other line ends than it was given, and no NUL.
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _said(seat: Seat) -> str:
    return f"{seat.coach}, {seat.place}" if seat.place else seat.coach
