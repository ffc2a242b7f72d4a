"""What the pages say of what was entered by phone, on both faces: who entered it and when, and what it is."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint

from coach_platform.content.reasons import reasons
from coach_platform.content.vocabulary import FeedbackSource, Outcome, Stage, came, label
from coach_platform.core.coaching.noted.marks import Mark
from coach_platform.core.coaching.noted.models import NotedKind
from coach_platform.core.coaching.noted.waiting import Noted
from coach_platform.core.phone.names import short_name
from coach_platform.kit.i18n import _, current_locale, format_date, format_day


@dataclass(frozen=True)
class Fact:
    """One thing that was said; `lang` where it is somebody's own words."""

    text: str
    lang: str = ""


def noted_kind(kind: NotedKind) -> str:
    """What an entry is."""
    return {
        NotedKind.NO: _("A no"),
        NotedKind.ANSWER: _("An employer’s answer"),
        NotedKind.FIRST: _("A first look at a case"),
        NotedKind.ACTION: _("An action"),
        NotedKind.DONE: _("An action that is done"),
    }[kind]


def noted_title(one: Noted) -> str:
    """ "A no: Nordlys, Analyst"."""
    name = short_name(one)
    kind = noted_kind(one.kind)
    return _("%(kind)s: %(name)s", kind=kind, name=name) if name else kind


def entered_by(by: str, at: datetime, zone: str) -> str:
    """ "entered by Casey on November 30, 2026, by phone"."""
    return _("entered by %(name)s on %(day)s, by phone", name=by or _("a former coach"), day=format_day(at, zone))


def mark_words(mark: Mark, zone: str) -> str:
    """The same at what it became: whose it is by now."""
    told, day = entered_by(mark.by, mark.entered_at, zone), format_day(mark.confirmed_at, zone)
    if mark.kind is NotedKind.DONE:
        told = _("done, %(entered)s", entered=told)
    if mark.changed:
        return _("%(entered)s; changed and confirmed on %(day)s", entered=told, day=day)
    return _("%(entered)s; confirmed on %(day)s", entered=told, day=day)


def noted_facts(one: Noted) -> list[Fact]:
    """What was said of it, in the order in which it was asked."""
    if not one.body:
        return []
    said = {
        NotedKind.NO: _of_no,
        NotedKind.ANSWER: _of_answer,
        NotedKind.FIRST: _of_first,
        NotedKind.ACTION: _of_action,
        NotedKind.DONE: lambda entry: [Fact(entry.body["words"], entry.locale)],
    }[one.kind](one)
    return [fact for fact in said if fact.text]


def _day(one: Noted) -> Fact:
    return Fact(format_date(one.on) if one.on else "")


def _of_no(one: Noted) -> list[Fact]:
    locale, body = current_locale(), one.body
    came_words, stage = came(Outcome(body["outcome"]), None, locale), label(Stage(body["stage"]), locale)
    proposed = _("They propose to open its case.") if body["opens"] else ""
    return [Fact(f"{came_words} · {stage}"), _day(one), Fact(body["own_words"], one.locale), Fact(proposed)]


def _of_answer(one: Noted) -> list[Fact]:
    body, locale = one.body, current_locale()
    known = reasons()
    named = [known[key].label.in_(locale) for key in body["reasons"] if key in known]
    source = label(FeedbackSource(body["source"]), locale)
    who = " · ".join(part for part in (body["person"], source) if part)
    return [Fact(who), _day(one), *(Fact(word) for word in named), Fact(body["words"], one.locale)]


def _of_first(one: Noted) -> list[Fact]:
    clarity = one.body["clarity"]
    clear = _("How clearly they understand why: %(n)s of 5", n=clarity) if clarity is not None else ""
    return [Fact(one.body["happened"], one.locale), Fact(clear)]


def _of_action(one: Noted) -> list[Fact]:
    due = _("by %(day)s", day=format_date(one.on)) if one.on else ""
    return [Fact(due), Fact(one.body["if_then"], one.locale)]


def speak_in(bp: Blueprint) -> None:
    """Give every template these words."""
    for function in (noted_kind, noted_title, entered_by, mark_words, noted_facts):
        bp.app_template_global(function.__name__)(function)
