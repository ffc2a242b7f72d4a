"""From building blocks and a case's own facts to a message. Pure: the seeker changes every word of it afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from coach_platform.content.outreach import Piece, outreach
from coach_platform.content.vocabulary import TALK_STAGES, Stage
from coach_platform.core.reconnect.models import Channel

QUESTIONS = 3
USUAL = frozenset({"interest", "keep_in_mind", "questions", "card"})  # disappointment is the seeker's own choice


@dataclass(frozen=True)
class Facts:
    """What the blocks are filled with. `name`: whom it is for, "" for the company; `stage`: as far as one got there."""

    company: str
    role: str
    name: str
    me: str
    stage: Stage


@dataclass(frozen=True)
class Wish:
    """How it is to be written."""

    channel: Channel = Channel.MAIL
    locale: str = "en"
    recruiter: str | None = None  # through the agency's recruiter of this name ("": not known); None: directly
    blocks: Collection[str] = USUAL
    questions: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Written:
    """The draft. The text holds the mark where the card's link will be."""

    subject: str
    text: str


def write(facts: Facts, wish: Wish) -> Written:
    """A message from its blocks."""
    words = _words(facts, wish)
    subject = outreach().subject.in_(wish.locale).format_map(words)
    return Written(
        subject, _note(wish, facts, words) if wish.channel is Channel.LINKEDIN_NOTE else _whole(wish, facts, words)
    )


def card_mark(locale: str) -> str:
    """What stands in a text in place of the card's link."""
    return outreach().card_mark.in_(locale)


def with_link(text: str, url: str) -> str:
    """The text as it goes out. Both languages' marks are found: the language may have been changed after writing."""
    for locale in ("en", "fr"):
        text = text.replace(card_mark(locale), url)
    return text


def has_mark(text: str) -> bool:
    """Whether the text has a place for the card's link."""
    return any(card_mark(locale) in text for locale in ("en", "fr"))


def _words(facts: Facts, wish: Wish) -> dict[str, str]:
    blocks = outreach()
    return {
        "company": facts.company,
        "role": facts.role,
        "name": facts.name if wish.recruiter is None else wish.recruiter,
        "me": facts.me,
        "recruiter": wish.recruiter or "",
        "them": facts.name or blocks.them.in_(wish.locale),
        "card": card_mark(wish.locale),
    }


def _whole(wish: Wish, facts: Facts, words: dict[str, str]) -> str:
    parts = [_greeting(wish, words), _say(_thanks(facts, wish), wish, words)]
    for block in outreach().blocks:
        if block.key not in wish.blocks:
            continue
        if block.key == "questions":
            if asked := _asked(wish):
                parts.append("\n".join([_say(block.piece, wish, words), *(f"- {question}" for question in asked)]))
        else:
            parts.append(_say(block.piece, wish, words))
    return "\n\n".join([*parts, outreach().closing.text.in_(wish.locale).format_map(words)])


def _note(wish: Wish, facts: Facts, words: dict[str, str]) -> str:
    """A few words on one line: an invitation takes 300 characters."""
    pieces = [_thanks(facts, wish), *(block.piece for block in outreach().blocks if block.key in wish.blocks)]
    said = [piece.note.in_(wish.locale).format_map(words) for piece in pieces if piece.note]
    return " ".join([_greeting(wish, words), *said, words["me"]])


def _greeting(wish: Wish, words: dict[str, str]) -> str:
    blocks = outreach()
    return (blocks.greeting if words["name"] else blocks.greeting_nobody).in_(wish.locale).format_map(words)


def _say(piece: Piece, wish: Wish, words: dict[str, str]) -> str:
    said = piece.recruiter if wish.recruiter is not None and piece.recruiter else piece.text
    return said.in_(wish.locale).format_map(words)


def _thanks(facts: Facts, wish: Wish) -> Piece:
    return outreach().thanks["recruiter" if wish.recruiter is not None else _how_far(facts.stage)]


def _how_far(stage: Stage) -> str:
    if stage is Stage.OFFER:
        return "offer"
    if stage is Stage.FINAL_ROUND:
        return "final"
    if stage is Stage.TASK:
        return "task"
    return "talked" if stage in TALK_STAGES else "applied"


def _asked(wish: Wish) -> list[str]:
    return [question.strip() for question in wish.questions if question.strip()][:QUESTIONS]
