"""What is kept about people, what for, how long, who sees it, and what they can do: for everybody, without a sign-in."""

from typing import Any

from flask import Blueprint

from coach_platform.content.privacy import Item, Part, privacy_page
from coach_platform.content.rule_conditions import rules_in_words
from coach_platform.content.vocabulary import Section, explanation, label
from coach_platform.core.portability.retention_told import kept_lines
from coach_platform.kit.i18n import current_locale
from coach_platform.web.public.privacy_facts import cookies, facts, operator, switches
from coach_platform.web.shared.page import page

bp = Blueprint("privacy", __name__, url_prefix="/privacy")


@bp.get("")
def show() -> str:
    """The whole page."""
    found, locale, filled = privacy_page(), current_locale(), facts()
    return page(
        "public/privacy.html",
        found=found,
        title=found.title.in_(locale),
        lead=found.lead.in_(locale),
        parts=[_said(part, filled) for part in found.parts],
        operator=operator(),
        unset={key: text.in_(locale) for key, text in found.unset.items()},
        said={key: text.in_(locale) for key, text in found.set.items()},
        sections=[(label(section, locale), explanation(section, locale)) for section in Section],
        rules=[(label(area, locale), words) for area, words in rules_in_words(locale).items()],
        kept=kept_lines(filled),
        cookies=cookies(found),
        authorities=[(one.name.in_(locale), one.how.in_(locale), one.url) for one in found.authorities],
    )


def _said(part: Part, filled: dict[str, Any]) -> dict[str, Any]:
    locale = current_locale()
    return {
        "key": part.key,
        "title": part.title.in_(locale),
        "paragraphs": [text.in_(locale).format_map(filled) for text in part.paragraphs],
        "lines": [item.text.in_(locale).format_map(filled) for item in part.items if _holds(item)],
    }


def _holds(item: Item) -> bool:
    here = switches()
    return (not item.when or here[item.when]) and not (item.unless and here[item.unless])
