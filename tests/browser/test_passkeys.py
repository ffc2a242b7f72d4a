"""Second factors in a real browser: a virtual authenticator makes and shows passkeys, an app's code is typed, so is paper."""

import time
from dataclasses import replace

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.person import PASSWORD, Person
from tests.browser.site import Site, path_of

pytestmark = [pytest.mark.browser, pytest.mark.workers, pytest.mark.xdist_group("story")]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_an_app_and_paper_each_let_their_owner_in(site, person):
    me = person(_by_name(site), locale="en", name="Ines Abara", email="ines@example.org")
    _has_an_account(me)
    codes = _adds_a_passkey(me)
    _comes_in_with_nothing_else(me)
    _comes_in_on_paper(me, codes[0])
    secret = _adds_an_app(me)
    _comes_in_by_the_app(me, secret)
    _shows_the_passkey_again_before_new_codes(me)
    assert me.trouble == []


def _by_name(site: Site) -> Site:
    """No passkey is made for a number: the same site, by the name of this machine."""
    return replace(site, url=site.url.replace("127.0.0.1", "localhost"))


def _has_an_account(me: Person) -> None:
    me.go("/sign-up")
    for name, words in (("name", me.name), ("email", me.email), ("password", PASSWORD)):
        me.fill(name, words)
    me.choose("agreed", "y")
    me.press("Sign up")
    me.go(path_of(me.mailbox.next(me.t("Please confirm your address")).link("/confirm/")))
    me.press("Yes, confirm it")
    _is_in(me)


def _adds_a_passkey(me: Person) -> list[str]:
    device = me.context.new_cdp_session(me.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    me.go("/settings/two-factors")
    me.fill("name", "My laptop")
    me.press("Add a passkey")
    me.reads(me.t("Your recovery codes"))
    codes = me.page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    me.follow("I have kept them, go on")
    me.reads("My laptop")
    return codes


def _comes_in_with_nothing_else(me: Person) -> None:
    _goes(me)
    me.press("Sign in with a passkey")
    _is_in(me)


def _comes_in_on_paper(me: Person, code: str) -> None:
    _goes(me)
    me.sign_in()
    me.fill("code", code.upper())
    me.press("Sign in")
    _is_in(me)
    _goes(me)
    me.sign_in()
    me.fill("code", code)  # a second time it is worth nothing
    me.press("Sign in")
    me.reads(me.t("This code does not fit. Take the one your app shows now, or an unused recovery code."))
    me.press("Use a passkey")
    _is_in(me)


def _adds_an_app(me: Person) -> str:
    me.go("/settings/two-factors")
    me.press("Set up an app")
    expect(me.page.locator(".qr svg")).to_be_visible()
    secret = me.page.locator(".letters").inner_text().replace(" ", "")
    me.fill("code", pyotp.TOTP(secret).now())
    me.press("Done")
    me.reads(me.t("The app is set up. From now on we ask for its code after your password."))
    return secret


def _comes_in_by_the_app(me: Person, secret: str) -> None:
    _goes(me)
    me.sign_in()
    me.fill("code", pyotp.TOTP(secret).at(int(time.time()) + 30))  # the next one: this half minute's was used
    me.press("Sign in")
    _is_in(me)


def _shows_the_passkey_again_before_new_codes(me: Person) -> None:
    me.go("/settings/two-factors")
    me.site.sql("update sign_in_sessions set proved_at = now() - interval '11 minutes'")
    me.press("Make ten new codes")
    me.reads(me.t("Is it still you?"))
    me.press("Use a passkey instead")
    expect(me.page.locator(".codes code")).to_have_count(10)


def _goes(me: Person) -> None:
    me.press("Sign out")
    expect(me.page).to_have_url(f"{me.site.url}/sign-in")


def _is_in(me: Person) -> None:
    expect(me.page).to_have_url(f"{me.site.url}/today")
