"""The guides an action can point to: one Markdown file a guide and language, written for somebody just told no."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nh3
from markdown_it import MarkdownIt

from coach_platform.content.reading import plain_data
from coach_platform.content.vocabulary import Area

FOLDER = Path(__file__).parent / "guides"
LANGUAGES = ("en", "fr")
# One for each area, in the order of the assessment; then those that belong to none.
KEYS = (*(area.value for area in Area), "virtual-interviews", "why-here", "hiring-has-changed")

# Our own text and what organisations write (core/library/own_guides.py) pass through the same two walls: Markdown
# without raw HTML, then a list of what may remain.
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "blockquote", "a"}


class UnknownGuide(LookupError):
    """There is no guide of this key."""


class GuideError(ValueError):
    """A guide's file is not as it must be; the message names the file."""


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide in one language. `html` is safe to show as it is: headings from h2 down, the sources at its end."""

    key: str
    locale: str
    title: str
    summary: str
    html: str
    sources: tuple[Source, ...]
    version: int
    area: Area | None


def guide(key: str, locale: str) -> Guide:
    """One guide for a locale ("fr", "fr-CA", "fr_CA" ...); English for any other language.

    Raises: UnknownGuide.
    """
    if key not in KEYS:
        raise UnknownGuide(key)
    return _load(key, "fr" if locale.lower().startswith("fr") else "en")


def all_guides(locale: str) -> tuple[Guide, ...]:
    """Every guide for a locale, in the order of the areas."""
    return tuple(guide(key, locale) for key in KEYS)


# 22 files that change only with a release: read once a process.
@cache
def _load(key: str, language: str) -> Guide:
    name = f"{key}.{language}.md"
    head, body = _split((FOLDER / name).read_text("utf-8"), name)
    if head.get("key") != key:
        raise GuideError(f"{name}: its key is {head.get('key')!r}")
    try:
        sources = tuple(Source(**source) for source in head["sources"])
        return Guide(
            key=key,
            locale=language,
            title=head["title"],
            summary=head["summary"],
            html=render(body, sources),
            sources=sources,
            version=head["version"],
            area=Area(head["area"]) if head["area"] else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise GuideError(f"{name}: {error}") from error


def _split(text: str, name: str) -> tuple[dict[str, Any], str]:
    """The YAML head and the Markdown body of a guide's file."""
    parts = text.split("---\n", 2)
    data = plain_data(parts[1]) if len(parts) == 3 and not parts[0] else None
    if not isinstance(data, dict):
        raise GuideError(f"{name}: no head between two lines of ---")
    return data, parts[2]


def render(body: str, sources: tuple[Source, ...]) -> str:
    """Safe HTML of a guide's Markdown. The list of sources comes from the head, so that it is written down once."""
    # The title of the page is its one first heading: whoever wrote "# " in the text meant a part of it.
    html = _MARKDOWN.render(body).replace("<h1>", "<h2>").replace("</h1>", "</h2>") + _listed(sources)
    return nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https"})


def _listed(sources: tuple[Source, ...]) -> str:
    return "<ul>\n" + "".join(f"<li>{_source(source)}</li>\n" for source in sources) + "</ul>\n"


def _source(source: Source) -> str:
    text = escape(source.text)
    return f'{text} <a href="{escape(source.url)}">{escape(source.url)}</a>' if source.url else text
