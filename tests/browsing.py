"""A browser without JavaScript over Flask's test client: keeps cookies, follows forms, sends the CSRF token."""

import re
from contextvars import Context
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_CSRF = re.compile(r'name="csrf[-_]token" (?:content|value)="([^"]+)"')


class Browser:
    """One person's browser. `get` and `post` return the last answer after redirects; `text` is its words."""

    def __init__(self, app: Flask, *, language: str = "en-CA") -> None:
        self.client: FlaskClient = app.test_client()
        self.headers = {"Accept-Language": language}
        self._token = ""

    def get(self, path: str, *, follow: bool = True, **headers: str) -> TestResponse:
        response = self._send(self.client.get, path, follow, headers)
        self._remember(response)
        return response

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, follow: bool = True, **headers: str
    ) -> TestResponse:
        """Send a form as the page before would have: with its CSRF token."""
        if not self._token:
            self.get("/")
        body = {"csrf_token": self._token, **(data or {})}
        response = self._send(self.client.post, path, follow, headers, data=body)
        self._remember(response)
        return response

    def prime(self, page: str = "/guides") -> None:
        """Have a CSRF token, from a page that anyone has."""
        if not self._token:
            self.get(page)

    def kept(self) -> tuple[str, str]:
        """Who is signed in here, with their CSRF token: for `back_to`."""
        cookie = self.client.get_cookie("session")
        return cookie.value if cookie else "", self._token

    def back_to(self, kept: tuple[str, str]) -> None:
        """As it was then."""
        self.client.delete_cookie("session")
        cookie, self._token = kept
        if cookie:
            self.client.set_cookie("session", cookie)

    def _send(self, method, path: str, follow: bool, headers: dict[str, str], **body: Any) -> TestResponse:
        # In a context of its own: Flask would reuse the test's, and with it `g`: who is signed in, the CSRF token, the
        # language and the database session of the request before.
        everything = {**self.headers, **headers}
        return Context().run(method, path, follow_redirects=follow, headers=everything, **body)

    def _remember(self, response: TestResponse) -> None:
        if response.mimetype == "text/html" and (found := _CSRF.search(response.text)):
            self._token = unescape(found.group(1))


def words(response: TestResponse) -> str:
    """The text of a page without its tags, with single spaces."""
    body = re.sub(r"<(script|style|template).*?</\1>", " ", response.text, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()
