"""Texts a person agrees to, versioned: version and language of what was agreed to are kept with the agreement."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from coach_platform.content.reading import Both, ContentError, both, names, read
from coach_platform.kit.i18n import LOCALES


@dataclass(frozen=True, slots=True)
class Agreement:
    key: str
    version: int
    title: Both
    paragraphs: tuple[Both, ...]
    agree: Both
    changed: Both | None = None  # what differs from the version before; there from the second on

    def text(self, locale: str) -> str:
        """The whole text as it is read, paragraphs apart by an empty line."""
        return "\n\n".join(part.in_(locale) for part in (self.title, *self.paragraphs, self.agree))

    def text_hash(self, locale: str) -> str:
        """SHA-256 of the text in one language: kept beside the version, it proves that the words have not moved."""
        return hashlib.sha256(self.text(locale).encode()).hexdigest()

    def mark(self, locale: str) -> str:
        """What a form carries to say which text stood on the screen: version, language, and a hash of the words."""
        return f"{self.version}.{locale}.{self.text_hash(locale)}"

    def language_of(self, mark: str) -> str | None:
        """The language in which this text was on the screen; None for another version, other words, or no mark at all."""
        return next((locale for locale in LOCALES if self.mark(locale) == mark), None)


def latest_agreement(key: str) -> Agreement:
    """The version to agree to now ("coaching_grant", "privacy" ...). Raises KeyError when there is none of that name."""
    versions = [agreement for agreement in all_agreements().values() if agreement.key == key]
    if not versions:
        raise KeyError(key)
    return max(versions, key=lambda agreement: agreement.version)


@cache
def all_agreements() -> dict[tuple[str, int], Agreement]:
    """Every version, by (key, version): an old one can always be shown as it was."""
    found = [_agreement(name) for folder in ("consents", "terms") for name in names(f"{folder}/*.yaml")]
    return {(agreement.key, agreement.version): agreement for agreement in found}


def _agreement(name: str) -> Agreement:
    node = read(name)
    agreement = Agreement(
        key=node.text("key"),
        version=node.number("version"),
        title=node.both("title"),
        paragraphs=tuple(both(part, f"{name}: paragraphs") for part in node.get("paragraphs", list)),
        agree=node.both("agree"),
        changed=node.maybe_both("changed"),
    )
    if (agreement.version > 1) != (agreement.changed is not None):
        raise ContentError(f"{name}: a version after the first says what changed, the first does not")
    node.done()
    return agreement
