"""Addresses that people type: which may become a link, and what is said of where it leads."""

import pytest

from coach_platform.kit.web_address import host_of, is_https


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://localhost",
        "https://example.org@elsewhere.example",
        "https://example.org\\@elsewhere.example",
        "https://example.org\r\nX: y",
        "https://example.org:99999/",
        "https://a..b/",
        'https://x"y.example/',
        "https://<b>.example",
        "https://%0d%0a.example/",
        "https://exa\u202emoc.elgoog/",  # would be read from right to left
        "https://\u200b.example.org",
        f"https://{'a' * 300}.example",
    ],
)
def test_what_hides_where_it_leads_is_no_address(address):
    assert not is_https(address)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://cal.example.org/nina?x=1#y", "cal.example.org"),
        ("https://Cal.Example.org:8443/", "cal.example.org"),
        ("https://école.example/", "xn--cole-9oa.example"),
        ("https://p\u0430ypal.example/", "xn--pypal-4ve.example"),  # a letter of another script
    ],
)
def test_the_host_is_said_as_it_is_looked_up(address, host):
    assert is_https(address)
    assert host_of(address) == host


def test_of_what_cannot_be_read_nothing_is_said():
    assert host_of("https://[::1") == host_of("https://exa\u202emoc.elgoog/") == ""
