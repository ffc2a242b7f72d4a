"""The help line of the signed-in person. Every page of this face has it anyway (web/shared/page.py)."""

from markupsafe import Markup

from coach_platform.web.shared.help_line import help_line_of
from coach_platform.web.shared.signed_in import the_actor


def help_line() -> Markup:
    """The first line of the person's own country, as the layout's `help_line` takes it."""
    return help_line_of(the_actor().country)
