"""Who we are to a passkey: the host people know us by. A passkey made for one host is worthless on every other."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from coach_platform.kit.settings import settings

NAME = "Rebound"
_LOOPBACK_NAME = "localhost"  # WebAuthn takes no number for a host; of this machine, this is the name


def rp_id() -> str:
    """The host of BASE_URL; on a laptop that is served by number, `localhost`."""
    host = settings().host
    return _LOOPBACK_NAME if _is_loopback(host) else host


def origins() -> list[str]:
    """Where an answer may come from: BASE_URL, and on a laptop the same port by its name."""
    base = settings().base_url
    parts = urlsplit(base)
    port = f":{parts.port}" if parts.port else ""
    return [base, f"{parts.scheme}://{_LOOPBACK_NAME}{port}"] if _is_loopback(settings().host) else [base]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
