"""What the templates of action templates say: an action template in the reader's language, or the one there is."""

from collections.abc import Mapping

from flask import Blueprint

from coach_platform.content.guides import guide
from coach_platform.core.plans.templates.offering import Offered
from coach_platform.kit.i18n import _, current_locale
from coach_platform.web.shared import plan_words


def said(one: Offered) -> Mapping[str, str]:
    """Its words for the reader."""
    return one.said(current_locale())


def said_lang(one: Offered) -> str:
    """The language these are in."""
    return one.language(current_locale())


def guide_title(key: str) -> str:
    """The guide that goes with it, by name."""
    return guide(key, current_locale()).title


def groups(templates: list[Offered]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The templates as one select takes them, by whose they are."""
    locale = current_locale()
    own = dict.fromkeys(one.organisation for one in templates if one.own)
    parts = [
        (_("Action templates"), [one for one in templates if not one.own and not one.of_guide]),
        *((name, [one for one in templates if one.organisation == name]) for name in own),
        (_("Guides"), [one for one in templates if one.of_guide]),
    ]
    return [(name, [(one.key, one.said(locale)["what"]) for one in part]) for name, part in parts if part]


def speak_in(bp: Blueprint) -> None:
    """Give a blueprint's templates these words, and those of a plan."""
    plan_words.speak_in(bp)
    bp.context_processor(lambda: {"said": said, "said_lang": said_lang, "guide_title": guide_title})
