"""The one thing that becomes a link in a comment: the path of a guide. Everything else of it stays plain text."""

import re

from flask import Flask, url_for
from markupsafe import Markup, escape

from coach_platform.content.guides import KEYS, guide
from coach_platform.kit.i18n import _, current_locale

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A path of its own, not a part of another address ("https://elsewhere.example/guides/fit" stays as it was typed).
_PATH = re.compile(rf"(?<![\w/.:@-])/guides/({'|'.join(map(re.escape, KEYS))}|{_ID})(?![\w/-])")


def guide_links(text: str) -> Markup:
    """`text`, escaped, in which /guides/<key> leads there: by its title, for an organisation's guide by "read the guide"."""
    parts: list[Markup] = []
    end = 0
    for found in _PATH.finditer(text):
        parts += [escape(text[end : found.start()]), _link(found[1])]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _link(key: str) -> Markup:
    title = guide(key, current_locale()).title if key in KEYS else _("read the guide")
    return Markup('<a href="{}">{}</a>').format(url_for("guides.show", key=key), title)


def register_guide_links(app: Flask) -> None:
    """Give templates the filter."""
    app.jinja_env.filters["guide_links"] = guide_links
