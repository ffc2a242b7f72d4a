"""Fields that speak the reader's language when something is wrong, and give back words of the vocabulary."""

from enum import StrEnum
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from coach_platform.content.vocabulary import choices
from coach_platform.kit.i18n import _, current_locale
from coach_platform.web.shared.day_field import DayField as DayField


class _OfVocabulary:
    """The words of one kind, said in the language of the moment; the data is a word, or None."""

    data: Any
    choices: Any
    drawn_as: str  # templates/shared/forms.html draws a field by its type

    def __init__(self, label: object, kind: type[StrEnum], blank: object = None, order: Any = (), **more: Any) -> None:
        def offered() -> list[tuple[str, str]]:
            first = [] if blank is None else [("", str(blank))]
            said = dict(choices(kind, current_locale()))
            return [*first, *((word.value, said[word.value]) for word in order or kind)]

        super().__init__(label, choices=offered, coerce=lambda v: kind(v) if v else None, **more)  # type: ignore[call-arg]
        self.type = self.drawn_as

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]
        except ValueError:
            raise ValueError(_("Choose one of the answers.")) from None

    def pre_validate(self, form: object) -> None:
        if self.data is not None and str(self.data) not in {value for value, *_rest in self.choices}:
            raise ValidationError(_("Choose one of the answers."))


class WordField(_OfVocabulary, SelectField):
    """One word from a list."""

    drawn_as = "SelectField"


class WordTaps(_OfVocabulary, RadioField):
    """One word in one tap."""

    drawn_as = "RadioField"


class PickField(SelectField):
    """One of what a view puts into `choices`: [(value, label)]; the empty value means none."""

    def __init__(self, label: object, **more: Any) -> None:
        super().__init__(label, choices=[], validate_choice=True, **more)
        self.type = "SelectField"

    def pre_validate(self, form: object) -> None:
        if self.data and self.data not in {value for value, *_rest in self.choices}:
            raise ValidationError(_("Choose one of the answers."))


def word_or_none(kind: type[StrEnum], text: str | None) -> Any:
    """A word of the vocabulary as an address or a small form names it; None for anything else."""
    return next((word for word in kind if word.value == text), None)
