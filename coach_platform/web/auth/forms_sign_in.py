"""The forms of the pages before a sign-in."""

from wtforms import BooleanField, EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.shared.forms import Form


class SignInForm(Form):
    """Only asks that both are given: anything more would say something about the account."""

    email = EmailField(l_("Email address"), [InputRequired(l_("Please type your email address."))])
    password = PasswordField(
        l_("Password"), [InputRequired(l_("Please type your password.")), Length(max=4096, message=l_("Too long."))]
    )
    shared = BooleanField(
        l_("Others use this computer"),
        description=l_("You are signed out when you close the browser, or after half an hour without use."),
    )
    next = HiddenField()
