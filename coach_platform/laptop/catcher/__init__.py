"""The mail catcher: takes every letter over real SMTP, delivers none, and shows them in the browser and as JSON.

Run it with `python -m coach_platform.laptop.catcher --smtp-port 2525 --http-port 8025 --store var/mail`.
"""

from .catcher import Catcher

__all__ = ["Catcher"]
