"""What a person can set for `make run`, and the environment its programs get."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .trouble import Trouble


@dataclass(frozen=True)
class LaptopSettings:
    """Read from the environment of `make run`; each has a default."""

    home: Path  # REBOUND_HOME
    port: int  # PORT
    mail_port: int  # MAIL_PORT
    sample: bool  # SAMPLE=no starts empty
    mfa_required: bool  # MFA_REQUIRED=yes: coaches, admins and operators set up a second factor first
    database_url: str  # DATABASE_URL names a server of one's own instead of the embedded one
    redis_url: str  # REDIS_URL likewise

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def mail_url(self) -> str:
        return f"http://127.0.0.1:{self.mail_port}"


def read_settings(env: Mapping[str, str], project: Path) -> LaptopSettings:
    """Raises: Trouble for a value that makes no sense."""
    settings = LaptopSettings(
        home=(project / (env.get("REBOUND_HOME") or "var")).expanduser().resolve(),
        port=_port(env, "PORT", 8000),
        mail_port=_port(env, "MAIL_PORT", 8025),
        sample=(env.get("SAMPLE") or "yes").strip().lower() not in ("no", "0", "false"),
        mfa_required=(env.get("MFA_REQUIRED") or "no").strip().lower() == "yes",
        database_url=env.get("DATABASE_URL", ""),
        redis_url=env.get("REDIS_URL", ""),
    )
    if settings.port == settings.mail_port:
        raise Trouble(f"PORT and MAIL_PORT are both {settings.port}; the site and the letters need one each.")
    return settings


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    text = (env.get(name) or str(default)).strip()
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"{name} must be a port number from 1 to 65535, not {text!r}.")
    return int(text)


def database_addresses(env: Mapping[str, str]) -> dict[str, str]:
    """For a server of one's own: the roles not named use DATABASE_URL too."""
    url = env["DATABASE_URL"]
    return {
        "DATABASE_URL": url,
        "WORKER_DATABASE_URL": env.get("WORKER_DATABASE_URL") or url,
        "MIGRATE_DATABASE_URL": env.get("MIGRATE_DATABASE_URL") or url,
    }


def program_environment(settings: LaptopSettings, servers: Mapping[str, str], smtp_port: int) -> dict[str, str]:
    """The whole environment of web, worker, beat and the one-off commands.

    SMTP_URL is always the catcher: a mail server in the person's own shell must not get the sample people's mail.
    """
    return {
        **os.environ,
        **servers,
        "REBOUND_ENV": "laptop",
        "REBOUND_HOME": str(settings.home),
        "PORT": str(settings.port),
        "BASE_URL": settings.base_url,
        "SECRET_KEY": secret(settings.home / "secret"),
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "MAIL_FROM": "rebound@example.org",
        "MAIL_DOMAIN": "example.org",
        "OPERATOR_NAME": "Rebound, on this laptop",
        "OPERATOR_ADDRESS": "1 Example Street, Ottawa ON, Canada",
        "OPERATOR_CONTACT": "help@example.org",
        "PRIVACY_OFFICER": "Noor Haddad, privacy officer of this laptop | Noor Haddad, responsable sur cet ordinateur",
        "PRIVACY_CONTACT": "privacy@example.org",
        "LOG_FORMAT": "console",
        "TEMPLATES_KEPT": str(settings.home / "templates"),
        # Sample people have nobody's phone. `MFA_REQUIRED=yes make run` shows how production does it.
        "MFA_REQUIRED": "yes" if settings.mfa_required else "no",
        # Wins over the configuration file, which is the production one: a laptop serves itself only.
        # Its control socket would lie in the person's home folder, outside of ours.
        "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{settings.port} --graceful-timeout 1 --no-control-socket",
        "WEB_PROCESSES": os.environ.get("WEB_PROCESSES") or "1",  # its four threads are plenty for one person
        "PYTHONUNBUFFERED": "1",
    }


def secret(file: Path) -> str:
    """The laptop's SECRET_KEY: made once, so that people stay signed in over a restart."""
    try:
        kept = file.read_text().strip()
    except FileNotFoundError:
        kept = ""
    if not kept:
        kept = secrets.token_urlsafe(48)
        file.touch(mode=0o600)
        file.write_text(kept + "\n")
    return kept
