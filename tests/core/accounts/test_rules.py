"""The rules of accounts that need no database."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.content.common_password import is_common
from coach_platform.core.accounts.addresses import address_or_none, name_refusal, tidy_name
from coach_platform.core.accounts.attempts import delay_after
from coach_platform.core.accounts.password_rules import normal, refusal
from coach_platform.core.accounts.zones import COMMON, is_zone, others, zone_or_default
from coach_platform.web.auth.device import named


@pytest.mark.parametrize(
    "poor",
    ["seven77", "x" * 129, "password", "PASSWORD1", "motdepasse", "Azertyuiop", "québec2026", "12345678", "qwertyuiop"],
)
def test_a_short_long_or_common_password_is_refused(poor):
    assert refusal(poor) is not None


OWN = ["sam.okafor", "Sam.Okafor1", "sam.okafor@example.org", "SamOkafor", "rebound1!"]
OWN_PARTS = ["Okafor2026", "2026-okafor-sam", "ÓKAFORXYZ", "samsamsam1"]


@pytest.mark.parametrize("own", OWN + OWN_PARTS)
def test_ones_own_address_and_name_are_refused(own):
    assert refusal(own, "sam.okafor@example.org", "Sam Okafor") is not None


@pytest.mark.parametrize("good", ["a quiet Tuesday", "les outardes passent", "x9" * 4, "中文密码很好用哦", "é" * 128])
def test_any_other_password_of_8_to_128_characters_is_taken(good):
    assert refusal(good, "sam@example.org", "Sam Okafor") is None


def test_the_list_holds_thousands_and_only_what_the_length_lets_through():
    from coach_platform.content.common_password import _listed

    assert len(_listed()) > 8000
    assert min(map(len, _listed())) >= 8
    assert is_common("Password1")


def test_the_same_letters_are_the_same_password_on_every_keyboard():
    assert normal("e\u0301te\u0301 indien") == normal("\u00e9t\u00e9 indien")


@pytest.mark.parametrize(
    ("failed", "minutes"), [(0, None), (4, None), (5, 1), (6, 5), (7, 15), (8, 60), (9, 60), (500, 60)]
)
def test_the_wait_grows_after_five(failed, minutes):
    assert delay_after(failed) == (timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    "text",
    ["", "sam", "sam@", "@example.org", "sam@example.org\r\nBcc: x@example.org", "sam\0@example.org", "a b@c.org"],
)
def test_what_is_no_address_is_none(text):
    assert address_or_none(text) is None


def test_an_address_is_kept_in_lower_case():
    assert address_or_none("  Sam.Okafor@Example.ORG ") == "sam.okafor@example.org"


@given(st.text())
def test_no_text_becomes_an_address_or_name_with_a_line_break(text):
    address = address_or_none(text)
    assert address is None or not set("\r\n\0") & set(address)
    assert name_refusal(text) is not None or not set("\r\n\0") & set(tidy_name(text))


def test_every_common_zone_exists_and_none_is_listed_twice():
    assert all(map(is_zone, COMMON))
    assert not set(COMMON) & set(others())
    assert len(others()) > 300
    assert zone_or_default("Canada/Eastern") == "Canada/Eastern"
    assert zone_or_default("../../etc/passwd") == "America/Toronto"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_named_so_that_one_recognises_it(header, name):
    assert named(header) == name
