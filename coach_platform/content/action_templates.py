"""The action templates a coach starts from: action_templates/<area>.yaml, read and checked. How to write one:

key, version     version goes up when the meaning changes; the old version stays in the file, so that an action made from
                 it can still be read
kind, days       kind of action; a proposed time to do it, in days
guide            key of the guide that goes with it
source           where it comes from: a study, with its population or caveat, and its address where there is one
title, why, if_then, obstacle, answer, done_when     what a person reads and then owns

An action keeps the key and the version, and is said to each reader in their language (core/plans/rule_words.py).
For each guide there is one more template, "read it and do its exercise": reading_a_guide.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from string import Formatter

from coach_platform.content import guides
from coach_platform.content.reading import Both, ContentError, Node, names, read
from coach_platform.content.suggestion_rules import Rule, all_rules
from coach_platform.content.vocabulary import ActionKind, Area

PREFIX = "template."  # before the key, where an action keeps rules and templates in one column
OF_GUIDES = "guide."
_READING = "action_templates/reading_a_guide.yaml"
WORDS = ("title", "why", "if_then", "obstacle", "answer", "done_when")


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """What a template says, in one language; the names are those of a suggestion's words."""

    title: str
    why: str
    if_then: str
    obstacle: str
    answer: str
    done_when: str


@dataclass(frozen=True, slots=True)
class Template:
    """One version of one template."""

    key: str
    version: int
    area: Area | None
    kind: ActionKind
    days: int
    guide: str
    source: str
    source_url: str
    title: Both
    why: Both
    if_then: Both
    obstacle: Both
    answer: Both
    done_when: Both

    def words(self, locale: str) -> TemplateWords:
        """What it says in a language."""
        return TemplateWords(**{name: getattr(self, name).in_(locale) for name in WORDS})


@cache
def all_templates() -> dict[tuple[str, int], Template]:
    """Every version of every template, by (key, version)."""
    found: dict[tuple[str, int], Template] = {}
    for name in names("action_templates/*.yaml"):
        if name == _READING:
            continue
        node = read(name)
        area = node.word("area", Area)
        for one in (_template(part, area) for part in node.nodes("templates")):
            if (one.key, one.version) in found:
                raise ContentError(f"{name}: {one.key} v{one.version} is there twice")
            found[one.key, one.version] = one
        node.done()
    return found | {(one.key, one.version): one for one in _of_guides()}


@cache
def current_templates() -> tuple[Template, ...]:
    """The newest version of each, in the order of the areas and of their files; those of the guides last."""
    newest = {one.key: one for one in sorted(all_templates().values(), key=lambda one: one.version)}
    order = {key: place for place, (key, _) in enumerate(all_templates())}
    areas = list(Area)

    def place(one: Template) -> tuple[bool, int, int]:
        return one.key.startswith(OF_GUIDES), areas.index(one.area) if one.area else len(areas), order[one.key]

    return tuple(sorted(newest.values(), key=place))


def is_template(rule_key: str) -> bool:
    """Whether what an action keeps as its rule is a template."""
    return rule_key.startswith(PREFIX)


def template_of(rule_key: str, version: int) -> Template:
    """The template an action was made from. Raises: KeyError for one that was never there."""
    return all_templates()[rule_key.removeprefix(PREFIX), version]


def made_from(rule_key: str, version: int) -> Rule | Template | None:
    """What wrote the words of an action: a rule or a template; None for one that is gone."""
    if is_template(rule_key):
        return all_templates().get((rule_key.removeprefix(PREFIX), version))
    return all_rules().get((rule_key, version))


def _template(node: Node, area: Area) -> Template:
    source = node.node("source")
    one = Template(
        key=node.text("key"),
        version=node.number("version"),
        area=area,
        kind=node.word("kind", ActionKind),
        days=node.number("days"),
        guide=node.text("guide"),
        source=source.text("text"),
        source_url=source.text("url", ""),
        **{name: node.both(name) for name in WORDS},
    )
    source.done()
    node.done()
    if not one.key.startswith(f"{area}."):
        raise ContentError(f"{node.where}: the key must begin with {area}.")
    return one


def _of_guides() -> list[Template]:
    node = read(_READING)
    source, version = node.node("source"), node.number("version")
    kind, days = node.word("kind", ActionKind), node.number("days")
    said = {name: node.both(name) for name in WORDS}
    by_language = {language: guides.all_guides(language) for language in guides.LANGUAGES}
    text = source.text("text")
    source.done()
    node.done()
    return [
        Template(
            key=f"{OF_GUIDES}{en.key}",
            version=version,
            area=en.area,
            kind=kind,
            days=days,
            guide=en.key,
            source=text,
            source_url="",
            **{name: _with(one, en.title, fr.title) for name, one in said.items()},
        )
        for en, fr in zip(by_language["en"], by_language["fr"], strict=True)
    ]


def _with(said: Both, en: str, fr: str) -> Both:
    """The title of a guide put in, braces of a title being text."""
    return Both(*(_put(text, title) for text, title in ((said.en, en), (said.fr, fr))))


def _put(text: str, title: str) -> str:
    return Formatter().vformat(text, (), {"title": title})
