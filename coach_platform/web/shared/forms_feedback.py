"""The form for what an employer said: the seeker's, and (shorter) the one of a recruiter who enters the client's words."""

from uuid import UUID

from wtforms import SelectMultipleField, StringField, TextAreaField

from coach_platform.content.reasons import reasons
from coach_platform.content.vocabulary import FeedbackSource, label
from coach_platform.core.reconnect.feedback import TYPED, Said
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.day_field import DayField
from coach_platform.web.shared.forms import Form


class ClientForm(Form):
    """What a client told a recruiter."""

    person = StringField(l_("Who said it"))
    on = DayField(l_("On which day"))
    words = TextAreaField(l_("Their words, as near as you remember"))
    reasons = SelectMultipleField(l_("Reasons they named"), choices={})

    def offer(self) -> "ClientForm":
        """Let the reasons be ticked, in the reader's language."""
        self.reasons.choices = {key: reason.label.in_(current_locale()) for key, reason in reasons().items()}
        return self

    def said(self) -> Said:
        """Raises: Invalid where a field cannot be read."""
        if not self.validate():
            raise Invalid
        return Said(
            source=FeedbackSource.VIA_RECRUITER,
            on=self.on.data,
            person=self.person.data or "",
            words=self.words.data or "",
            reasons=tuple(self.reasons.data or ()),
        )


class FeedbackForm(ClientForm):
    """The seeker's: from whichever source, and whom of the people there."""

    @staticmethod
    def sources() -> list[tuple[str, str]]:
        """What can be chosen; a card's answer comes by itself."""
        return [(source.value, label(source, current_locale())) for source in FeedbackSource if source in TYPED]

    def of_seeker(self, source: str, contact: str) -> Said:
        """With the two plain fields of the page. Raises: Invalid."""
        said = self.said()
        chosen = FeedbackSource(source) if source in {one.value for one in TYPED} else None
        contact_id: UUID | None = parse_id(contact)
        return Said(chosen, said.on, contact_id, said.person, said.words, said.reasons)
