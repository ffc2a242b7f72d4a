"""The one layout of every letter, compiled from MJML when it is first needed (a few milliseconds a process).

The compiled page is a Jinja template with two blocks, `preview` and `body`. MJML would take a template's tags for text
that it may wrap or escape, so short words stand in their places while it works.
"""

from pathlib import Path

from mjml import mjml2html

FOLDER = Path(__file__).parent / "templates"
NAME = "layout.html.jinja"  # what the letters extend

_PLACES = {
    "LOCALE": "{{ locale }}-CA",
    "FACE": "{{ face }}",
    "BODY": "{% block body %}{% endblock %}",
    "PREVIEW": "{% block preview %}{% endblock %}",
    "FOOT": '{% include "foot.html.jinja" %}',
}


def compiled() -> str:
    """The layout as Jinja source. Raises: LookupError when a place is missing from it."""
    html = mjml2html((FOLDER / "layout.mjml").read_text(encoding="utf-8"))
    for word, code in _PLACES.items():
        if word not in html:
            raise LookupError(f"layout.mjml has no place called {word}")
        html = html.replace(word, code)
    return html
