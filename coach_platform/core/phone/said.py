"""What is said on the phone, checked the same way when a coach enters it and when its seeker puts it in other words.

Each kind becomes a document that is kept while it waits, and read back from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from coach_platform.content.reasons import reasons as known_reasons
from coach_platform.content.vocabulary import ActionKind, FeedbackSource, Outcome, Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.details import NAME_LIMIT, checked_names
from coach_platform.core.applications.owned import past_day
from coach_platform.core.coaching.noted.models import NotedKind
from coach_platform.core.plans.details import LENGTH, Details
from coach_platform.core.plans.details import checked as checked_details
from coach_platform.core.reconnect.feedback import TYPED
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control

WORDS = 4_000  # of a talk on the phone, not of a transcript
NOS = (Outcome.REJECTED, Outcome.NO_REPLY, Outcome.CLOSED, Outcome.WITHDRAWN)
Document = dict[str, Any]


@dataclass(frozen=True)
class No:
    """A no. `opens`: the coach proposes to open its case; only its seeker opens one."""

    company: str
    role: str
    outcome: Outcome | None = Outcome.REJECTED
    stage: Stage | None = Stage.APPLIED
    on: date | None = None
    own_words: str = ""
    opens: bool = False


@dataclass(frozen=True)
class Answer:
    """What an employer said."""

    source: FeedbackSource | None
    on: date | None = None
    person: str = ""
    words: str = ""
    reasons: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class First:
    """Of the first assessment: what happened, and how clearly the seeker understands why (1-5, or not said)."""

    happened: str
    clarity: int | None = None


@dataclass(frozen=True)
class Act:
    """Something the seeker will do."""

    what: str
    kind: ActionKind = ActionKind.PRACTICE
    due_on: date | None = None
    if_then: str = ""


@dataclass(frozen=True)
class Did:
    """An action is done, and how it went."""

    words: str = ""


Said = No | Answer | First | Act | Did
KIND_OF: dict[type, NotedKind] = {
    No: NotedKind.NO,
    Answer: NotedKind.ANSWER,
    First: NotedKind.FIRST,
    Act: NotedKind.ACTION,
    Did: NotedKind.DONE,
}


def checked(actor: Actor, said: Said) -> Document:
    """As it is kept. Raises: Invalid, by field."""
    if isinstance(said, No):
        return _no(actor, said)
    if isinstance(said, Answer):
        return _answer(actor, said)
    if isinstance(said, First):
        return _first(said)
    if isinstance(said, Act):
        return _act(actor, said)
    return {"words": _words(said.words, "words", {}, most=LENGTH)}


def read(kind: NotedKind, body: Mapping[str, Any]) -> Said:
    """The same back from what was kept."""
    if kind is NotedKind.NO:
        came, stage = Outcome(body["outcome"]), Stage(body["stage"])
        return No(body["company"], body["role"], came, stage, _day(body["on"]), body["own_words"], body["opens"])
    if kind is NotedKind.ANSWER:
        source = FeedbackSource(body["source"])
        return Answer(source, _day(body["on"]), body["person"], body["words"], tuple(body["reasons"]))
    if kind is NotedKind.FIRST:
        return First(body["happened"], body["clarity"])
    if kind is NotedKind.ACTION:
        return Act(body["what"], ActionKind(body["kind"]), _day(body["due_on"]), body["if_then"])
    return Did(body["words"])


def details_of(said: Act) -> Details:
    """As a plan takes it."""
    return Details(what=said.what, kind=said.kind, due_on=said.due_on, if_then=said.if_then)


def _no(actor: Actor, said: No) -> Document:
    wrong: dict[str, object] = {}
    company, role = _tried(wrong, lambda: checked_names(said.company, said.role)) or ("", "")
    on = _tried(wrong, lambda: past_day(actor, said.on, field="on"))
    own_words = _words(said.own_words, "own_words", wrong)
    if said.outcome not in NOS:
        wrong["outcome"] = l_("Choose one of the answers.")
    if said.stage is None:
        wrong["stage"] = l_("Choose one of the answers.")
    _refuse(wrong)
    assert said.outcome and said.stage and on
    named = {"company": company, "role": role, "outcome": said.outcome.value, "stage": said.stage.value}
    return named | {"on": on.isoformat(), "own_words": own_words, "opens": said.opens}


def _answer(actor: Actor, said: Answer) -> Document:
    wrong: dict[str, object] = {}
    on = _tried(wrong, lambda: past_day(actor, said.on, field="on"))
    words, person = _words(said.words, "words", wrong), " ".join(said.person.split())
    if len(person) > NAME_LIMIT or has_control(said.person.strip()):
        wrong["person"] = l_("Please keep this to one line of at most %(n)s characters.", n=NAME_LIMIT)
    if said.source not in TYPED:
        wrong["source"] = l_("How did it reach you?")
    if set(said.reasons) - known_reasons().keys():
        wrong["reasons"] = l_("Choose one of the reasons.")
    elif not words and not said.reasons and "words" not in wrong:
        wrong["words"] = l_("Write a few words, or choose a reason.")
    _refuse(wrong)
    assert said.source and on
    reasons = [key for key in known_reasons() if key in said.reasons]
    return {"source": said.source.value, "on": on.isoformat(), "person": person, "words": words, "reasons": reasons}


def _first(said: First) -> Document:
    wrong: dict[str, object] = {}
    happened = _words(said.happened, "happened", wrong)
    if not happened and not wrong:
        wrong["happened"] = l_("Write in a few words what happened.")
    if said.clarity is not None and said.clarity not in range(1, 6):
        wrong["clarity"] = l_("Choose a number from 1 to 5.")
    _refuse(wrong)
    return {"happened": happened, "clarity": said.clarity}


def _act(actor: Actor, said: Act) -> Document:
    clean = checked_details(actor, details_of(said))
    due_on = clean.due_on.isoformat() if clean.due_on else None
    return {"what": clean.what, "kind": clean.kind.value, "due_on": due_on, "if_then": clean.if_then}


def _words(text: str, name: str, wrong: dict[str, object], *, most: int = WORDS) -> str:
    clean = text.replace("\0", "").strip()
    if len(clean) > most:
        wrong[name] = l_("At most %(n)s characters.", n=most)
        if most == LENGTH:
            raise Invalid(wrong)
    return clean


def _tried(wrong: dict[str, object], check: Any) -> Any:
    try:
        return check()
    except Invalid as error:
        wrong.update(error.fields)
        return None


def _refuse(wrong: dict[str, object]) -> None:
    if wrong:
        raise Invalid(wrong)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
