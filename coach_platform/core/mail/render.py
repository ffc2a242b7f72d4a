"""Letters from templates: templates/<kind>/{subject,text,html}.jinja, in the reader's language, with one footer.

Nobody's text is ever a template: what people wrote is only ever a value.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

from coach_platform.core.access import figures
from coach_platform.core.mail import layout, links
from coach_platform.core.mail.kinds import Kind, kind_of
from coach_platform.core.mail.letters import Letter, Outgoing
from coach_platform.kit import i18n
from coach_platform.kit.settings import settings

_BREAKS = re.compile(r"[ \t\r\n]+")
_GAPS = re.compile(r"\n{3,}")
WIDTH = 72  # RFC 5322 asks for 78 at most, and quoting takes some


def write(
    message: Outgoing,
    *,
    template: str = "",
    face: str = "seeker",
    shown: Mapping[str, Any] | None = None,
    grants: Iterable[UUID | None] = (),
    **facts: Any,
) -> Letter:
    """A letter from the templates of its kind (or of `template`), with `facts` as their values.

    `face`: seeker or coach, which decides the accent. `shown`: figures that the next letter compares with. `grants`:
    those it rests on, where it tells a coach of a seeker.
    """
    kind = kind_of(message.kind)
    folder = template or message.kind
    with i18n.using(message.locale):
        context = {"message": message, "face": face, "locale": i18n.current_locale(), **_foot(message, kind), **facts}
        context["subject"] = _one_line(_template(f"{folder}/subject.jinja").render(context))
        return Letter(
            subject=context["subject"],
            text=for_reading(_template(f"{folder}/text.jinja").render(context)),
            html=_template(f"{folder}/html.jinja").render(context),
            shown=shown,
            grants=frozenset(grant for grant in grants if grant),
        )


def _foot(message: Outgoing, kind: Kind) -> dict[str, Any]:
    config = settings()
    stoppable = message.person_id is not None and not kind.essential
    return {
        "why": str(kind.why),
        "stop_url": links.unsubscribe_url(message.person_id, kind.name) if stoppable and message.person_id else "",
        "settings_url": links.settings_url(),
        "privacy_url": links.privacy_url(),
        "operator": config.operator_name,
        "operator_address": config.operator_address,
        "operator_contact": config.operator_contact,
    }


def for_reading(text: str) -> str:
    """A text part as one reads it: lines of 72 characters at most, but for addresses, and one empty line between parts."""
    lines = [part for line in text.strip().split("\n") for part in _lines(line.rstrip(" "))]
    return _GAPS.sub("\n\n", "\n".join(lines)) + "\n"


def _lines(line: str) -> list[str]:
    # Not textwrap: it takes a hundred times as long, and a digest may take half a millisecond in all.
    if len(line) <= WIDTH or "://" in line:
        return [line]
    words = line.lstrip(" ").split(" ")
    indent = " " * (len(line) - len(line.lstrip(" ")))
    lines = [indent + words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(indent + ("  " if words[0] == "-" else "") + word)
    return lines


def _one_line(text: str) -> str:
    # Not str.split(): it would take the no-break spaces of French for ordinary ones.
    return _BREAKS.sub(" ", text).strip(" ")


class _Loader(BaseLoader):
    """The files of templates/, and the layout that is compiled from MJML."""

    def __init__(self) -> None:
        self._files = FileSystemLoader(layout.FOLDER)

    def get_source(self, environment: Environment, template: str) -> Any:
        if template == layout.NAME:
            return layout.compiled(), None, None
        if not template.endswith(".jinja"):
            raise TemplateNotFound(template)
        return self._files.get_source(environment, template)


@cache
def _template(name: str) -> Any:
    return _environment().get_template(name)


def _is_html(name: str | None) -> bool:
    return not (name or "").endswith(("text.jinja", "subject.jinja"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=_Loader(),
        autoescape=_is_html,  # noqa: S701 - off for plain text only
        undefined=StrictUndefined,  # a missing fact is a letter that is not sent, never a hole in one
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: i18n.gettext(text),
        lambda one, many, num: i18n.ngettext_plain(one, many, num),
        newstyle=True,
        pgettext=lambda context, text: i18n.pgettext(context, text),
    )
    environment.filters.update(
        date=i18n.format_date, moment=i18n.format_moment, number=i18n.format_number, month_words=i18n.format_month
    )
    environment.globals["format_list"] = i18n.format_list
    environment.globals["figure"] = figures.mark
    return environment
