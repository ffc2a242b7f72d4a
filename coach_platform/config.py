"""Settings from the environment, typed. Production refuses to start without its secrets."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit


class Setting(StrEnum):
    """Every variable the product reads; docs/operations.md and the compose file are held against this list."""

    REBOUND_ENV = "REBOUND_ENV"
    DATABASE_URL = "DATABASE_URL"
    WORKER_DATABASE_URL = "WORKER_DATABASE_URL"
    MIGRATE_DATABASE_URL = "MIGRATE_DATABASE_URL"
    REDIS_URL = "REDIS_URL"
    SECRET_KEY = "SECRET_KEY"  # noqa: S105 - the variable's name
    SECRET_KEY_FALLBACKS = "SECRET_KEY_FALLBACKS"  # noqa: S105 - the variable's name
    BASE_URL = "BASE_URL"
    SMTP_URL = "SMTP_URL"
    MAIL_FROM = "MAIL_FROM"
    MAIL_DOMAIN = "MAIL_DOMAIN"
    OPERATOR_NAME = "OPERATOR_NAME"
    OPERATOR_ADDRESS = "OPERATOR_ADDRESS"
    OPERATOR_CONTACT = "OPERATOR_CONTACT"
    PRIVACY_OFFICER = "PRIVACY_OFFICER"
    PRIVACY_CONTACT = "PRIVACY_CONTACT"
    PRIVACY_AUTHORITY = "PRIVACY_AUTHORITY"
    DATA_RESIDENCY = "DATA_RESIDENCY"
    SUBPROCESSORS = "SUBPROCESSORS"
    BACKUP_DAYS = "BACKUP_DAYS"
    PROXIES = "PROXIES"
    MFA_REQUIRED = "MFA_REQUIRED"
    DIGEST_SPREAD_MINUTES = "DIGEST_SPREAD_MINUTES"
    MAIL_RATE = "MAIL_RATE"
    DIGEST_SMTP_URL = "DIGEST_SMTP_URL"
    DIGEST_MAIL_FROM = "DIGEST_MAIL_FROM"
    BOUNCE_ADDRESS = "BOUNCE_ADDRESS"
    DIGEST_BOUNCE_ADDRESS = "DIGEST_BOUNCE_ADDRESS"
    BOUNCE_TOKEN = "BOUNCE_TOKEN"  # noqa: S105 - the variable's name
    METRICS_TOKEN = "METRICS_TOKEN"  # noqa: S105 - the variable's name
    LOG_FORMAT = "LOG_FORMAT"
    TEMPLATES_KEPT = "TEMPLATES_KEPT"


class ConfigError(Exception):
    """A setting is missing or weak; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Config:
    """One process's settings."""

    env: str  # laptop, test, production
    database_url: str
    redis_url: str
    secret_keys: list[str]  # newest first; the others still verify
    base_url: str  # where people reach the site; the only source of links in mail
    smtp_url: str
    mail_from: str
    mail_domain: str  # right side of every Message-ID; never change it
    operator_name: str
    operator_address: str  # postal, in every mail (CASL)
    operator_contact: str
    # What the privacy page says of whoever runs the site; "English | français" where the two differ.
    privacy_officer: str = ""  # name and title of the person in charge of personal information
    privacy_contact: str = ""  # where that person is written to
    privacy_authority: str = ""  # one more authority to complain to, of a province for example
    data_residency: str = ""  # where the servers stand
    subprocessors: str = ""  # "none", or who else handles the data, separated by semicolons
    backup_days: int | None = None  # after how many days a backup is thrown away
    proxies: int = 0  # how many trusted proxies stand before the web process
    mfa_required: bool = True  # coaches, admins and operators need a second factor before they work
    digest_spread: timedelta = timedelta(0)  # one hour's digests are spread over this by a hash of the person
    mail_rate: str = ""  # the most letters all workers together hand over: "14/second"
    digest_smtp_url: str = ""  # digests leave by another relay, and under another address, where these are given
    digest_mail_from: str = ""
    bounce_address: str = ""  # where letters come back to; each gets a signed part of its own
    digest_bounce_address: str = ""
    bounce_token: str = ""  # what the relay shows when it posts what came back
    metrics_token: str = ""  # what Prometheus shows
    log_format: str = "console"
    templates_kept: str = ""  # a folder for compiled templates, where processes start often: a laptop, the tests
    flask: dict[str, object] = field(default_factory=dict)  # overrides by tests

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")


def from_environment(environ: Mapping[str, str] | None = None, *, role: str = "web") -> Config:
    """The settings of a process whose role is `web`, `worker` or `migrate` (each has its own database role).

    Raises: ConfigError, naming the variable and what to set it to.
    """
    env = _with_files(os.environ if environ is None else environ)
    config = Config(
        env=env.get("REBOUND_ENV", "production"),
        database_url=_database_url(env, role),
        redis_url=_need(env, "REDIS_URL"),
        secret_keys=[_need(env, "SECRET_KEY"), *env.get("SECRET_KEY_FALLBACKS", "").split()],
        base_url=_need(env, "BASE_URL").rstrip("/"),
        smtp_url=_need(env, "SMTP_URL"),
        mail_from=_need(env, "MAIL_FROM"),
        mail_domain=_need(env, "MAIL_DOMAIN"),
        operator_name=_need(env, "OPERATOR_NAME"),
        operator_address=_need(env, "OPERATOR_ADDRESS"),
        operator_contact=env.get("OPERATOR_CONTACT") or env["MAIL_FROM"],
        privacy_officer=env.get("PRIVACY_OFFICER", ""),
        privacy_contact=env.get("PRIVACY_CONTACT", ""),
        privacy_authority=env.get("PRIVACY_AUTHORITY", ""),
        data_residency=env.get("DATA_RESIDENCY", ""),
        subprocessors=env.get("SUBPROCESSORS", ""),
        backup_days=_number(env, "BACKUP_DAYS", 0) if env.get("BACKUP_DAYS") else None,
        proxies=_number(env, "PROXIES", 0),
        mfa_required=_yes(env, "MFA_REQUIRED", True),
        digest_spread=timedelta(minutes=_number(env, "DIGEST_SPREAD_MINUTES", 0)),
        log_format=env.get("LOG_FORMAT", "json"),
        templates_kept=env.get("TEMPLATES_KEPT", ""),
    )
    config = replace(config, **{name: env.get(name.upper(), "").strip() for name in _WHERE_GIVEN})  # type: ignore[arg-type]
    _check(config)
    return config


_ADDRESSES = ("bounce_address", "digest_mail_from", "digest_bounce_address")
_TOKENS = ("bounce_token", "metrics_token")
_WHERE_GIVEN = ("mail_rate", "digest_smtp_url", *_ADDRESSES, *_TOKENS)


def _with_files(environ: Mapping[str, str]) -> dict[str, str]:
    """NAME_FILE names a file that holds NAME's value, as container secrets come; a value given directly wins."""
    env = dict(environ)
    for name in Setting:
        if (path := env.get(f"{name}_FILE")) and not env.get(name):
            try:
                env[name] = Path(path).read_text().strip()
            except OSError as error:
                raise ConfigError(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return env


def _database_url(env: Mapping[str, str], role: str) -> str:
    name = {"worker": "WORKER_DATABASE_URL", "migrate": "MIGRATE_DATABASE_URL"}.get(role, "DATABASE_URL")
    url = _need(env, name)
    # The driver is ours to choose; operators and hosting services write postgresql:// or postgres://.
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _need(env: Mapping[str, str], name: str) -> str:
    if value := env.get(name):
        return value
    raise ConfigError(f"{name} is not set. See docs/operations.md, Settings.")


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(env.get(name) or default)
    except ValueError as error:
        raise ConfigError(f"{name} must be a whole number, not {env[name]!r}.") from error


def _yes(env: Mapping[str, str], name: str, default: bool) -> bool:
    # Nothing is guessed: a slip of the hand must not open what ought to be shut.
    answers = {"": default, "yes": True, "no": False}
    if (given := env.get(name, "").strip().lower()) not in answers:
        raise ConfigError(f"{name} must be yes or no, not {env[name]!r}.")
    return answers[given]


_LEAST_KEY_LENGTH = 32


def _check(config: Config) -> None:
    for key in config.secret_keys:
        if len(key) < _LEAST_KEY_LENGTH or len(set(key)) < 10:
            raise ConfigError(f"SECRET_KEY is weak: use at least {_LEAST_KEY_LENGTH} random characters.")
    if config.production and not config.https:
        raise ConfigError("BASE_URL must begin with https:// in production: sign-in cookies need it.")
    if config.production:
        _check_privacy(config)
    _check_mail(config)
    for name in ("mail_from", "mail_domain", "operator_name"):
        if any(c in getattr(config, name) for c in "\r\n\0"):
            raise ConfigError(f"{name.upper()} may not hold line breaks.")
    if config.mail_from.count("@") != 1 or any(c in config.mail_from for c in " <>,"):
        # The sender's name is OPERATOR_NAME. Found here, not by every letter being refused.
        raise ConfigError("MAIL_FROM must be a bare address such as rebound@example.org.")


_RATE = re.compile(r"[1-9][0-9]*/(second|minute|hour)")
_LONGEST_BOUNCE = 20  # before the @: the signed part takes 43 of the 64 characters that mail servers allow


def _check_mail(config: Config) -> None:
    for name in _ADDRESSES:
        given = getattr(config, name)
        if given and (given.count("@") != 1 or any(c in given for c in " <>,+\r\n\0")):
            raise ConfigError(f"{name.upper()} must be a bare address such as rebound@example.org.")
        if given and name != "digest_mail_from" and len(given.split("@")[0]) > _LONGEST_BOUNCE:
            raise ConfigError(f"{name.upper()} may have {_LONGEST_BOUNCE} characters before the @.")
    for name in _TOKENS:
        if (given := getattr(config, name)) and len(given) < _LEAST_KEY_LENGTH:
            raise ConfigError(f"{name.upper()} is weak: use at least {_LEAST_KEY_LENGTH} random characters.")
    if config.mail_rate and not _RATE.fullmatch(config.mail_rate):
        raise ConfigError("MAIL_RATE must be a number of letters a second, minute or hour: 14/second.")


# The law has them published (Québec: P-39.1, sections 3.1, 8 and 17), and a page that says nothing is no privacy page.
_SAID_ON_THE_PRIVACY_PAGE = ("privacy_officer", "privacy_contact", "data_residency", "subprocessors")


def _check_privacy(config: Config) -> None:
    for name in _SAID_ON_THE_PRIVACY_PAGE:
        if not getattr(config, name).strip():
            raise ConfigError(f"{name.upper()} is not set: the privacy page says it. See docs/operations.md, Settings.")
    if config.backup_days is None or config.backup_days < 0:
        raise ConfigError("BACKUP_DAYS is not set: the privacy page says for how many days a backup is kept.")
    if config.privacy_contact.count("@") != 1 or any(c in config.privacy_contact for c in " <>,"):
        raise ConfigError("PRIVACY_CONTACT must be a bare address such as privacy@example.org.")
