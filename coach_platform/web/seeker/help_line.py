"""The quiet line to somebody who listens, at the foot of pages read on a hard day. Always, never by detection."""

from markupsafe import Markup

from coach_platform.content.help_lines import HelpLine, help_lines
from coach_platform.kit.i18n import _, current_locale
from coach_platform.web.shared.signed_in import the_actor


def help_line() -> Markup:
    """The first line of the person's own country, as the layout's `help_line` takes it."""
    line = help_lines(the_actor().country)[0]
    locale = current_locale()
    return Markup("{} {} {}").format(_("If it weighs on you:"), _name(line, locale), line.says.in_(locale))


def _name(line: HelpLine, locale: str) -> Markup:
    return Markup('<a href="{}" rel="noreferrer">{}</a>.').format(line.url, line.name.in_(locale))
