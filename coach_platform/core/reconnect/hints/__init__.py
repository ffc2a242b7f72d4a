"""Quiet hints while a message to an employer is written: open rules (content/message_hints.yaml), never blocking. Pure."""

from coach_platform.core.reconnect.hints.hint import Hint
from coach_platform.core.reconnect.hints.hinting import hints_for

__all__ = ["Hint", "hints_for"]
