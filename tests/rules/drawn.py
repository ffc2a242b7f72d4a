"""What a page draws: each marked figure with its words, and the words that stand outside of all of them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# No words of a page: its head, its scripts' words, the menus; and what only one of two readers may do there.
UNREAD = frozenset({"head", "script", "style", "template", "nav", "footer", "form", "button"})
UNREAD_CLASSES = frozenset({"comment-foot", "side", "skip"})
APART = (
    "talk"  # a thread hangs below what it is about, with what may be done there: its words are its own figures' alone
)


@dataclass(frozen=True)
class Drawn:
    """One marked element: its figure, the figures it stands in (the outermost first), its words."""

    key: str
    within: tuple[str, ...]
    words: str


@dataclass
class _Open:
    tag: str
    key: str
    unread: bool
    apart: bool
    said: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[_Open] = []
        self.drawn: list[Drawn] = []
        self.outside: list[str] = []
        self.pieces: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name in ("aria-label", "title", "href", "value"):
            self._piece(given.get(name) or "")
        if tag in VOID:
            return
        classes = set((given.get("class") or "").split())
        unread = tag in UNREAD or bool(UNREAD_CLASSES & classes)
        self.stack.append(_Open(tag, given.get("data-figure") or "", unread, APART in classes))

    def handle_endtag(self, tag):
        if tag in VOID or not any(one.tag == tag for one in self.stack):
            return
        while True:
            one = self.stack.pop()
            if one.key:
                within = tuple(outer.key for outer in self.stack if outer.key)
                self.drawn.append(Drawn(one.key, within, _tidy(" ".join(one.said))))
            if one.tag == tag:
                return

    def handle_data(self, data):
        self._piece(data)
        if any(one.unread for one in self.stack):
            return
        for one in reversed(self.stack):
            if one.apart:
                break
            one.said.append(data)
        if not any(one.key for one in self.stack):
            self.outside.append(data)

    def _piece(self, words):
        if words and not any(one.tag == "head" for one in self.stack):
            self.pieces.append((words, tuple(one.key for one in self.stack if one.key)))


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def drawn(html: str) -> list[Drawn]:
    """Every marked element of a page, in the order in which they end."""
    return _read(html).drawn


def outside(html: str) -> str:
    """The words that stand in no marked element."""
    return _tidy(" ".join(_read(html).outside))


def pieces(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every piece of text and of speaking attributes, with the figures it stands in."""
    return _read(html).pieces
