"""A calendar day that says in the reader's language when it cannot be read."""

from datetime import date

from wtforms import DateField

from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import _


class DayField(DateField):
    """A calendar day, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        try:
            self.data = date.fromisoformat(text) if text else None
        except ValueError:
            self.data = None
            raise ValueError(_("Write the day like this: 2026-11-23.")) from None


def parse_day(text: str, *, field: str = "on") -> date | None:
    """A day from a plain field; None where it is empty. Raises: Invalid for `field`."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Invalid({field: _("Write the day like this: 2026-11-23.")}) from None
