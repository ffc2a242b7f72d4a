"""What the quick log asks: two fields and two taps; the rest is optional."""

from wtforms import HiddenField, StringField, TextAreaField

from coach_platform.content.reasons import reasons
from coach_platform.content.vocabulary import Outcome, Source, Stage
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.seeker.fields import DayField, PickField, WordField, WordTaps
from coach_platform.web.shared.forms import Form

KEPT = ("company", "role", "outcome", "stage", "on", "own_words", "stated_reason", "source")


# Most nos are one of the first two.
LIKELY = (Outcome.REJECTED, Outcome.NO_REPLY, Outcome.CLOSED, Outcome.WITHDRAWN, Outcome.OFFER, Outcome.OPEN)


class QuickLogForm(Form):
    """A no in 30 seconds."""

    company = StringField(l_("Company"))
    role = StringField(l_("Role"))
    outcome = WordTaps(l_("What came of it?"), Outcome, order=LIKELY, default=Outcome.REJECTED)
    stage = WordTaps(l_("How far did you get?"), Stage, default=Stage.APPLIED)
    on = DayField(l_("When did you hear?"))
    own_words = TextAreaField(l_("What did they write or say?"))
    stated_reason = PickField(l_("The reason they gave"))
    source = WordField(l_("How did you find the job?"), Source, blank="–")
    client_id = HiddenField()

    def __init__(self, *args, **more) -> None:
        super().__init__(*args, **more)
        self.stated_reason.choices = reason_choices()


def reason_choices() -> list[tuple[str, str]]:
    """Stated reasons to pick from, in the reader's language."""
    return [("", "–"), *((key, reason.label.in_(current_locale())) for key, reason in reasons().items())]
