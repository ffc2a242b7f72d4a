"""The building blocks of a message to an employer, in both languages (outreach.yaml). Pure data, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from coach_platform.content.reading import Both, Node, both, read

NAMES = frozenset({"company", "role", "name", "me", "recruiter", "them", "card"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to say: at a mail's length, in a LinkedIn invitation, and where a recruiter passes it on."""

    text: Both
    note: Both | None = None
    recruiter: Both | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece that can be left out."""

    key: str
    label: Both
    piece: Piece


@dataclass(frozen=True, slots=True)
class Outreach:
    """All of it. `thanks` by how far one got, and `recruiter`."""

    subject: Both
    greeting: Both
    greeting_nobody: Both
    them: Both
    thanks: dict[str, Piece]
    blocks: tuple[Block, ...]
    closing: Piece
    card_mark: Both
    questions: tuple[Both, ...]


@cache
def outreach() -> Outreach:
    """The building blocks. Raises: ContentError."""
    node = read("outreach.yaml")
    thanks, greeting = node.node("thanks"), node.node("greeting")
    found = Outreach(
        subject=node.both("subject"),
        greeting=greeting.both("person"),
        greeting_nobody=greeting.both("nobody"),
        them=node.both("them"),
        thanks={key: _piece(thanks.node(key)) for key in thanks.data},
        blocks=tuple(_block(part) for part in node.nodes("blocks")),
        closing=_piece(node.node("closing")),
        card_mark=node.both("card_mark"),
        questions=tuple(both(part, "outreach.yaml: questions") for part in node.get("questions", list)),
    )
    greeting.done()
    node.done()
    return found


def _piece(node: Node) -> Piece:
    piece = _said(node)
    node.done()
    return piece


def _block(node: Node) -> Block:
    block = Block(key=node.text("key"), label=node.both("label"), piece=_said(node))
    node.done()
    return block


def _said(node: Node) -> Piece:
    return Piece(text=node.both("text"), note=node.maybe_both("note"), recruiter=node.maybe_both("recruiter"))
