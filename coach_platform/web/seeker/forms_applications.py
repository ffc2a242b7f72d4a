"""Forms of one application: details, stages, ratings, outcomes, people."""

from wtforms import StringField, TextAreaField

from coach_platform.content.vocabulary import OfferState, Outcome, RoleKind, Source, Stage, WorkMode
from coach_platform.core.applications.outcomes import moves_from
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.seeker import words
from coach_platform.web.seeker.fields import DayField, PickField, WordField, WordTaps
from coach_platform.web.seeker.forms_quick_log import reason_choices
from coach_platform.web.shared.forms import Form

RATINGS = [(str(n), str(n)) for n in range(1, 6)]


class DetailsForm(Form):
    """What is known of an application."""

    company = StringField(l_("Company"))
    role = StringField(l_("Role"))
    applied_on = DayField(l_("Applied on"))
    source = WordField(l_("How did you find the job?"), Source, blank="–")
    work_mode = WordField(l_("Work mode"), WorkMode, blank="–")
    role_kind = WordField(l_("Kind of role"), RoleKind, blank="–")
    location = StringField(l_("Place"))
    link = StringField(l_("Link to the posting"))
    resume_version_id = PickField(l_("Resume you sent"))
    posting_text = TextAreaField(l_("Text of the posting"))
    letter_text = TextAreaField(l_("Letter you sent"))
    notes = TextAreaField(l_("Notes"))


class StageForm(Form):
    """A stage that was reached, or one ahead."""

    stage = WordTaps(l_("Stage"), Stage)
    on = DayField(l_("Day"))
    note = TextAreaField(l_("Note"))
    what_worked = TextAreaField(l_("What worked?"))


class RatingForm(Form):
    """The own rating of a stage."""

    what_went_well = TextAreaField(l_("What went well?"))


class OutcomeForm(Form):
    """What came of it. `outcome` holds the outcome, or offer:<state>."""

    outcome = PickField(l_("What came of it?"))
    on = DayField(l_("When did you hear?"))
    own_words = TextAreaField(l_("What did they write or say?"))
    stated_reason = PickField(l_("The reason they gave"))

    def offer(self, came: list[tuple[Outcome, OfferState | None]]) -> "OutcomeForm":
        """Let these be chosen."""
        self.outcome.choices = [(as_text(*one), words.came(*one)) for one in came]
        self.stated_reason.choices = reason_choices()
        return self

    def offer_moves(self, outcome: Outcome, offer_state: OfferState | None) -> "OutcomeForm":
        """Let what may come next be chosen."""
        return self.offer(moves_from(outcome, offer_state))

    @property
    def came(self) -> tuple[Outcome, OfferState | None]:
        """What was chosen."""
        outcome, _colon, state = (self.outcome.data or "").partition(":")
        return Outcome(outcome), OfferState(state) if state else None


def as_text(outcome: Outcome, offer_state: OfferState | None) -> str:
    """One value for a list of choices."""
    return f"{outcome.value}:{offer_state.value}" if offer_state else outcome.value


class ContactForm(Form):
    """A person there."""

    name = StringField(l_("Name"))
    role = StringField(l_("Their role"))
    stage = WordField(l_("Met at"), Stage, blank="–")
    email = StringField(l_("Email"))
    phone = StringField(l_("Phone"))


class ResumeForm(Form):
    """A resume version."""

    name = StringField(l_("Name of this version"))
    body = TextAreaField(l_("Its text"))
