"""The forms around an account. They hold what was typed; what is taken is decided in core/accounts."""

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from coach_platform.content.agreements import Agreement
from coach_platform.core.accounts.countries import country_choices
from coach_platform.core.digests.models import Frequency
from coach_platform.core.digests.schedule import FIRST_HOUR, LAST_HOUR
from coach_platform.kit.i18n import current_locale, format_time, weekday_names
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.shared.forms import Form

LANGUAGES = [SelectChoice("en", "English"), SelectChoice("fr", "Français")]
_PASSWORD_HINT = l_("At least 8 characters. A short sentence works well; pasting from a password manager, too.")
_BOUND = Length(max=4096, message=l_("Too long."))
_FREQUENCIES = [
    SelectChoice(Frequency.WEEKLY.value, l_("Every week")),
    SelectChoice(Frequency.TWO_WEEKS.value, l_("Every two weeks")),
    SelectChoice(Frequency.MONTHLY.value, l_("Every month")),
    SelectChoice(Frequency.OFF.value, l_("Never")),
]


def _name() -> StringField:
    return StringField(
        l_("Name"), [InputRequired(l_("Please give the name you want to be called by.")), Length(max=400)]
    )


def _new_password(label: object) -> PasswordField:
    return PasswordField(label, [InputRequired(l_("Please choose a password.")), _BOUND], description=_PASSWORD_HINT)


class _Agreeing(Form):
    """A form above whose button the text on privacy stands."""

    agreed = BooleanField()
    agreement = HiddenField()  # which text stood there; posted back, so that the record keeps just that one

    def show(self, text: Agreement) -> "_Agreeing":
        """With this text. What was ticked under another text, or in another language, is asked again."""
        mark = text.mark(current_locale())
        self.agreed.data = bool(self.agreed.data) and self.agreement.data == mark
        self.agreement.data = mark
        self.agreed.label.text = text.agree.in_(current_locale())
        return self

    @property
    def agreed_to(self) -> str | None:
        """The mark of the text that was ticked, as the verbs take it."""
        return (self.agreement.data or "") if self.agreed.data else None


class SignUpForm(_Agreeing):
    name = _name()
    email = EmailField(l_("Email address"), [InputRequired(l_("Please type your email address.")), Length(max=400)])
    password = _new_password(l_("Password"))
    zone = StringField(l_("Time zone"), [Length(max=80)])


class InvitedForm(_Agreeing):
    name = _name()
    password = _new_password(l_("Password"))
    zone = StringField(l_("Time zone"), [Length(max=80)])


class ForgotForm(Form):
    email = EmailField(l_("Email address"), [InputRequired(l_("Please type your email address.")), Length(max=400)])


class NewPasswordForm(Form):
    password = _new_password(l_("New password"))


class ChangePasswordForm(Form):
    old = PasswordField(l_("Present password"), [InputRequired(l_("Please type your present password.")), _BOUND])
    new = _new_password(l_("New password"))


class AccountForm(Form):
    name = _name()
    locale = RadioField(l_("Language"), choices=LANGUAGES, validate_choice=False)
    zone = StringField(l_("Time zone"), [Length(max=80)])
    country = SelectField(l_("Country"), validate_choice=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.country.choices = [SelectChoice(code, name) for code, name in country_choices()]


class DigestForm(Form):
    frequency = SelectField(l_("How often"), choices=_FREQUENCIES)
    weekday = SelectField(l_("Day"), coerce=int)
    hour = SelectField(l_("Hour"), coerce=int)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.weekday.choices = [SelectChoice(number, name) for number, name in enumerate(weekday_names())]
        self.hour.choices = [SelectChoice(hour, format_time(hour)) for hour in range(FIRST_HOUR, LAST_HOUR + 1)]
