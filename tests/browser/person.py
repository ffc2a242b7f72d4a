"""A person before a browser of their own, in their own language. Buttons are found by what they say."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from coach_platform.kit import i18n
from tests.browser.mailbox import Mailbox
from tests.browser.site import Site

PASSWORD = "quiet harbour 42 lanterns"


@dataclass
class Person:
    """Their browser, mailbox and language. `trouble` is what a browser complained about: nothing, one hopes."""

    site: Site
    context: BrowserContext
    locale: str
    name: str
    email: str
    page: Page = field(init=False)
    mailbox: Mailbox = field(init=False)
    trouble: list[str] = field(default_factory=list)
    interactions: int = 0  # keys, taps and filled fields since it was last set to 0

    def __post_init__(self) -> None:
        watch(self.context, self.site.url, self.trouble)
        self.mailbox = Mailbox(self.site, self.email)
        self.new_tab()

    def t(self, words: str, **values: Any) -> str:
        """Words of the product as this person reads them."""
        with i18n.using(self.locale):
            return i18n.gettext(words, **values)

    def n(self, one: str, many: str, num: int, **values: Any) -> str:
        with i18n.using(self.locale):
            return i18n.ngettext(one, many, num, **values)

    def new_tab(self) -> None:
        self.page = self.context.new_page()

    def go(self, address: str) -> int:
        """Open a page of the site by its path, or a link from a letter; its status."""
        answer = self.page.goto(address if "://" in address else self.site.url + address)
        assert answer
        return answer.status

    def fill(self, name: str, words: str, within: Locator | None = None) -> None:
        self.interactions += 1
        (within or self.page).locator(f'[name="{name}"]:not([type="hidden"])').fill(words)

    def choose(self, name: str, value: str) -> None:
        """Tap a radio button or a box, on its words as one does."""
        self.interactions += 1
        self.page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()

    def press(self, words: str, within: Locator | None = None, **values: Any) -> None:
        self.interactions += 1
        (within or self.page).get_by_role("button", name=self.t(words, **values), exact=True).click()

    def follow(self, words: str, within: Locator | None = None, **values: Any) -> None:
        self.interactions += 1
        (within or self.page).get_by_role("link", name=self.t(words, **values), exact=True).click()

    def reads(self, words: str) -> None:
        """It stands on the page, where anybody can see it."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def does_not_read(self, *words: str) -> None:
        """Not even in what is folded away."""
        whole = self.page.content()
        for each in words:
            assert each not in whole, f"{self.name} reads {each!r} at {self.page.url}"

    def sign_in(self, password: str = PASSWORD) -> None:
        self.go("/sign-in")
        self.fill("email", self.email)
        self.fill("password", password)
        self.press("Sign in")


def a_person(site: Site, chromium: Browser, *, locale: str, name: str, email: str) -> Person:
    """With a new, empty browser that asks for pages in their language."""
    context = chromium.new_context(locale=f"{locale}-CA", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    return Person(site, context, locale, name, email)


def watch(context: BrowserContext, home: str, trouble: list[str]) -> None:
    """Write down what should never be: errors in the console, pages that break, anything asked of another host."""

    def on_console(message: ConsoleMessage) -> None:
        # A refused page (404, 422) is reported there as well; tests ask for some on purpose.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            trouble.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:", "about:")):
            trouble.append(f"asked another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 500:
            trouble.append(f"{response.status}: {response.url}")

    context.on("console", on_console)
    context.on("request", on_request)
    context.on("response", on_response)
    context.on("weberror", lambda error: trouble.append(f"script: {error.error}"))
