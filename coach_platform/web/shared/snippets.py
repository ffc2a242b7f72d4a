"""The form of a snippet, for a coach's own and for an organisation's."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField

from coach_platform.content.vocabulary import Area, Language, choices
from coach_platform.core.library.snippets import SnippetView, Wording
from coach_platform.core.library.variables import BY_LANGUAGE
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.web.shared.forms import Form
from coach_platform.web.shared.page import page


class SnippetForm(Form):
    """What it is called, what it says, and in which language."""

    title = StringField(l_("Title"))
    body = TextAreaField(l_("The comment"))
    locale = SelectField(l_("Language it is written in"), validate_choice=False)
    area = SelectField(l_("Which area does it help?"), validate_choice=False)

    def offer(self) -> "SnippetForm":
        """Put in what can be chosen."""
        self.locale.choices = choices(Language, current_locale())
        self.area.choices = [("", l_("No area")), *choices(Area, current_locale())]
        return self

    def wording(self) -> Wording:
        """What was typed, for the core; a word nobody offered counts as none."""
        areas = {area.value: area for area in Area}
        area = areas.get(self.area.data or "")
        return Wording(self.title.data or "", self.body.data or "", self.locale.data or current_locale(), area)


def empty() -> SnippetForm:
    """For a new one, in the language of whoever writes it."""
    return SnippetForm(formdata=None, data={"locale": current_locale()})


def of_snippet(one: SnippetView) -> SnippetForm:
    """For one that is there."""
    area = one.area.value if one.area else ""
    return SnippetForm(formdata=None, data={"title": one.title, "body": one.body, "locale": one.locale, "area": area})


def snippet_page(face: str, form: SnippetForm, action: str, back: str, **more: Any) -> str:
    """The form on its page. `more`: delete (address) where it is there already, organisation (its name)."""
    return page(
        "shared/snippet_form.html",
        face=face,
        layout=f"shared/layout_{face}.html",
        form=form.offer(),
        action=action,
        back=back,
        variables=BY_LANGUAGE,
        **more,
    )


def removed_page(face: str, undo: str, back: str) -> str:
    """After removing one: the answer offers to undo it."""
    return page("shared/snippet_removed.html", face=face, layout=f"shared/layout_{face}.html", undo=undo, back=back)
