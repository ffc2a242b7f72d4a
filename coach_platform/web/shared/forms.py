"""Forms: our base class, and the core's refusals put beside their fields."""

from flask_wtf import FlaskForm
from wtforms import PasswordField

from coach_platform.kit.errors import Invalid


class Form(FlaskForm):
    """Every form: CSRF, and text stripped of its outer spaces."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form, unbound_field, options):
            options.setdefault("filters", [])
            if not issubclass(unbound_field.field_class, PasswordField):  # a password is taken as it was typed
                options["filters"] = [*options["filters"], _strip]
            return unbound_field.bind(form=form, **options)


def _strip(value):
    # exactly str: a word of the vocabulary is one too, and stays what it is
    return value.strip() if type(value) is str else value


def put_errors(form: FlaskForm, error: Invalid) -> None:
    """Show what the core refused beside the fields it names; what has no field stands at the top of the form."""
    loose = []
    for name, message in error.fields.items():
        if name in form:
            form[name].errors = [*form[name].errors, message]
        else:
            loose.append(message)
    if error.message:
        loose.append(error.message)
    form.form_errors = [*form.form_errors, *loose]
