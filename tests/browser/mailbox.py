"""One person's letters, read from the real catcher over its own HTTP address."""

import http.client
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.browser.site import Site, wait_for


@dataclass(frozen=True)
class Letter:
    """A letter as it arrived."""

    id: str
    subject: str
    headers: dict[str, str]
    text: str
    html: str
    raw: str

    @property
    def words(self) -> str:
        """All that anybody could read in it."""
        return f"{self.subject}\n{self.text}\n{self.html}"

    def link(self, path: str) -> str:
        """The address in it that begins with this path of the site."""
        found = re.search(rf"https?://[^\s/]+({re.escape(path)}[^\s>\"]*)", self.text)
        assert found, f"no link to {path} in:\n{self.text}"
        return found.group(0)


class Mailbox:
    """`mailbox.next("Subject")` waits for a letter nobody has opened yet."""

    def __init__(self, site: Site, address: str) -> None:
        self.site, self.address = site, address
        self._opened: set[str] = set()

    def next(self, about: str, seconds: float = 45) -> Letter:
        """The next letter whose subject holds `about`; it has to come, and each is handed out once."""
        letter_id = wait_for(
            lambda: self._unopened(about),
            f"{self.address} got no letter about {about!r}, only {self.subjects}",
            seconds,
        )
        self._opened.add(letter_id)
        return self._open(letter_id)

    @property
    def subjects(self) -> list[str]:
        """Of all letters so far, oldest first."""
        return [one["subject"] for one in self._list()]

    def count(self, about: str) -> int:
        """How many letters there were whose subject holds `about`."""
        return sum(about in subject for subject in self.subjects)

    def _unopened(self, about: str) -> str:
        new = (one["id"] for one in self._list() if about in one["subject"] and one["id"] not in self._opened)
        return next(new, "")

    def _list(self) -> list[dict[str, Any]]:
        return list(reversed(self._ask(f"/api/messages?to={self.address}")))

    def _open(self, letter_id: str) -> Letter:
        whole = self._ask(f"/api/messages/{letter_id}")
        return Letter(letter_id, whole["subject"], whole["headers"], whole["text"], whole["html"], whole["raw"])

    def _ask(self, path: str) -> Any:
        place = urlsplit(self.site.mail_url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
        try:
            connection.request("GET", path)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()
