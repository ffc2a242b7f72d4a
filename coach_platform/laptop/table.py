"""The short table that `make run` ends its start with."""

from __future__ import annotations

from .settings import LaptopSettings


def summary(settings: LaptopSettings, accounts: str) -> str:
    """`accounts` are lines of `name<TAB>words`, one of them `password<TAB>…`, as the command line prints them."""
    rows = [("The site", settings.base_url), ("The letters it sends", settings.mail_url)]
    rows += [("Every kind of letter", f"{settings.base_url}/letters")]
    pairs = [(left, right) for left, tab, right in (line.partition("\t") for line in accounts.splitlines()) if tab]
    people = [pair for pair in pairs if pair[0] != "password"]
    words = dict(pairs).get("password", "")
    if people:
        rows += [("", ""), ("Sign in as", f"who (the password of all is {words})"), *people]
    rows += [("", ""), ("Two factors", _two_factors(settings))]
    rows += [("", ""), ("Data and logs", str(settings.home)), ("To stop", "Ctrl-C")]
    width = max(len(left) for left, _ in rows)
    return "\n" + "\n".join(f"  {left:<{width}}  {right}".rstrip() for left, right in rows) + "\n"


def _two_factors(settings: LaptopSettings) -> str:
    if settings.mfa_required:
        return "required of coaches, administrators and operators, as in production"
    return "offered, required of nobody here; in production coaches and operators need them (MFA_REQUIRED=yes)"
