"""What may go wrong in the core. Each face turns these into its answers once (web/shared/errors.py, api/errors.py)."""

from collections.abc import Mapping


class DomainError(Exception):
    """The base of all of them; `message` is a lazy, translated sentence for the person, or empty."""

    def __init__(self, message: object = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """It does not exist, or it does not exist for this actor: the two are one."""


class NotAllowed(DomainError):
    """The actor sees the thing, but may not do this to it."""


class ProofNeeded(DomainError):
    """What was asked for is dear, and the person showed too long ago who they are: asked again, then it goes on."""


class Conflict(DomainError):
    """Something else happened meanwhile (a second tab, a state already left)."""


class Unavailable(DomainError):
    """Too much at once, or something we need is away: nothing was done, and the same may work in a moment."""


class Invalid(DomainError):
    """What was given cannot be taken. `fields` maps a field's name to what is wrong with it."""

    def __init__(self, fields: Mapping[str, object] | None = None, message: object = "") -> None:
        super().__init__(message)
        self.fields = dict(fields or {})
