"""The quiet line to somebody who listens, at the foot of every page of the seeker's face. Always, never by detection."""

from markupsafe import Markup

from coach_platform.content.help_lines import HelpLine, help_lines
from coach_platform.kit.i18n import _, current_locale


def help_line_of(country: str) -> Markup:
    """The first line of the country a person set, as the layout's `help_line` takes it."""
    line = help_lines(country)[0]
    locale = current_locale()
    return Markup("{} {} {}").format(_("If it weighs on you:"), _name(line, locale), line.says.in_(locale))


def _name(line: HelpLine, locale: str) -> Markup:
    return Markup('<a href="{}" rel="noreferrer">{}</a>.').format(line.url, line.name.in_(locale))
