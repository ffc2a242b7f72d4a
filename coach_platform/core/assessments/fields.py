"""The marshmallow fields of an answers document: strict, and refusing in sentences."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields

from coach_platform.kit.i18n import _, ngettext
from coach_platform.kit.i18n import lazy as l_


class Words(fields.Field[str]):
    """Text of at most `longest` characters; `required` text may not be blank."""

    def __init__(self, longest: int, **options: Any) -> None:
        super().__init__(**options)
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        if not isinstance(value, str) or "\0" in value:
            raise ValidationError(_("This must be text."))
        if self.required and not value.strip():
            raise ValidationError(_("Fill this in, or empty the whole row."))
        if len(value) > self.longest:
            over = len(value) - self.longest
            raise ValidationError(
                ngettext("This is %(num)s character too long.", "This is %(num)s characters too long.", over)
            )
        return value


class OneOf(fields.Field[Any]):
    """One of the listed values, by value and type: neither "3" nor true passes for 3."""

    def __init__(self, allowed: Collection[int | str], **options: Any) -> None:
        super().__init__(**options)
        self.allowed = {(type(one), one) for one in allowed}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:
        if not isinstance(value, int | str) or (type(value), value) not in self.allowed:
            raise ValidationError(_("Choose one of the answers."))
        return value


class Several(fields.Field[list[str]]):
    """Some of the listed words, each once, in their order."""

    def __init__(self, allowed: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.allowed = list(allowed)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> list[str]:
        if not isinstance(value, list) or any(one not in self.allowed for one in value):
            raise ValidationError(_("Choose one of the answers."))
        return [one for one in self.allowed if one in value]


class Lines(fields.List):
    """At most `most` rows of one shape."""

    def __init__(self, row: type[Schema], most: int) -> None:
        super().__init__(fields.Nested(row))
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.most:
            raise ValidationError(
                ngettext("At most %(num)s row fits here.", "At most %(num)s rows fit here.", self.most)
            )
        return super()._deserialize(value, attr, data, **rest)


class Strict(Schema):
    """Refuses what was not asked; marshmallow's own two sentences in ours."""

    error_messages: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "unknown": l_("This was not asked here."),
        "type": l_("This must be a group of answers."),
    }


def shape(name: str, parts: Mapping[str, fields.Field[Any]]) -> type[Schema]:
    """A schema of exactly these parts; anything else is refused."""
    return Strict.from_dict(dict(parts), name=name)
