"""The forms of what is said on the phone: the coach's, and the seeker's who puts it in other words."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from coach_platform.content.reasons import reasons
from coach_platform.content.vocabulary import ActionKind, FeedbackSource, Outcome, Stage, choices, label
from coach_platform.core.coaching.noted.models import NotedKind
from coach_platform.core.phone.entering import Choice
from coach_platform.core.phone.said import NOS, Act, Answer, Did, First, No, Said
from coach_platform.core.reconnect.feedback import TYPED
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import current_locale
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import parse_id
from coach_platform.web.shared.day_field import DayField
from coach_platform.web.shared.forms import Form

CLARITY = [
    ("", l_("Not said")),
    ("1", l_("1, not at all")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", l_("5, completely")),
]


class NotedForm(Form):
    """What they have in common: which case or action it is about, where it is about one."""

    about_id = SelectField(l_("Which one?"), validate_choice=False)

    def offer(self, about: Iterable[Choice] = ()) -> "NotedForm":
        """Put in what can be chosen, in the reader's language."""
        self.about_id.choices = [("", l_("Choose")), *((str(one.id), one.name) for one in about)]
        return self

    def about(self) -> UUID | None:
        """The case or the action that was chosen."""
        return parse_id(self.about_id.data or "")

    def said(self) -> Said:
        """Raises: Invalid where a field cannot be read."""
        if not self.validate():
            raise Invalid
        return self._said()

    def _said(self) -> Said:
        raise NotImplementedError


def _word(kind: Any, value: str | None) -> Any:
    return next((word for word in kind if word.value == value), None)


class NoForm(NotedForm):
    """A no."""

    company = StringField(l_("Company"))
    role = StringField(l_("Role"))
    outcome = RadioField(l_("What came of it?"), validate_choice=False, default=Outcome.REJECTED.value)
    stage = RadioField(l_("How far did it get?"), validate_choice=False, default=Stage.APPLIED.value)
    on = DayField(l_("When did they hear?"))
    own_words = TextAreaField(l_("What did the employer write or say?"))
    opens = BooleanField(l_("Propose to open its case"))

    def offer(self, about: Iterable[Choice] = ()) -> "NoForm":
        super().offer(about)
        locale = current_locale()
        self.outcome.choices = [(word.value, label(word, locale)) for word in NOS]
        self.stage.choices = choices(Stage, locale)
        return self

    def _said(self) -> No:
        return No(
            company=self.company.data or "",
            role=self.role.data or "",
            outcome=_word(Outcome, self.outcome.data),
            stage=_word(Stage, self.stage.data),
            on=self.on.data,
            own_words=self.own_words.data or "",
            opens=bool(self.opens.data),
        )


class AnswerForm(NotedForm):
    """What an employer said."""

    source = RadioField(l_("How did it reach them?"), validate_choice=False)
    person = StringField(l_("Who said it"))
    on = DayField(l_("On which day"))
    words = TextAreaField(l_("Their words, as near as you remember"))
    reasons = SelectMultipleField(l_("Reasons they named"), validate_choice=False)

    def offer(self, about: Iterable[Choice] = ()) -> "AnswerForm":
        super().offer(about)
        locale = current_locale()
        self.source.choices = [(word.value, label(word, locale)) for word in FeedbackSource if word in TYPED]
        self.reasons.choices = [(key, reason.label.in_(locale)) for key, reason in reasons().items()]
        return self

    def _said(self) -> Answer:
        source = _word(FeedbackSource, self.source.data)
        named = tuple(self.reasons.data or ())
        return Answer(source, self.on.data, self.person.data or "", self.words.data or "", named)


class FirstForm(NotedForm):
    """The two minutes of a first assessment."""

    happened = TextAreaField(l_("What happened?"))
    clarity = SelectField(l_("How clearly do they understand why?"), validate_choice=False)

    def offer(self, about: Iterable[Choice] = ()) -> "FirstForm":
        super().offer(about)
        self.clarity.choices = list(CLARITY)
        return self

    def _said(self) -> First:
        clarity = self.clarity.data or ""
        return First(self.happened.data or "", int(clarity) if clarity in {"1", "2", "3", "4", "5"} else None)


class ActionForm(NotedForm):
    """Something they will do."""

    what = StringField(l_("What will they do?"))
    kind = SelectField(l_("What kind of step is it?"), validate_choice=False, default=ActionKind.PRACTICE.value)
    due_on = DayField(l_("By when?"))
    if_then = TextAreaField(l_("If ..., then I will ..."))

    def offer(self, about: Iterable[Choice] = ()) -> "ActionForm":
        super().offer(about)
        self.kind.choices = choices(ActionKind, current_locale())
        return self

    def _said(self) -> Act:
        kind = _word(ActionKind, self.kind.data) or ActionKind.PRACTICE
        return Act(self.what.data or "", kind, self.due_on.data, self.if_then.data or "")


class DoneForm(NotedForm):
    """An action is done."""

    words = TextAreaField(l_("How did it go?"))

    def _said(self) -> Did:
        return Did(self.words.data or "")


FORMS: dict[NotedKind, type[NotedForm]] = {
    NotedKind.NO: NoForm,
    NotedKind.ANSWER: AnswerForm,
    NotedKind.FIRST: FirstForm,
    NotedKind.ACTION: ActionForm,
    NotedKind.DONE: DoneForm,
}


def as_noted(said: Said) -> dict[str, Any]:
    """What was said, as its form shows it."""
    fields = dict(vars(said))
    if isinstance(said, First):
        fields["clarity"] = "" if said.clarity is None else str(said.clarity)
    return {name: value.value if hasattr(value, "value") else value for name, value in fields.items()}
