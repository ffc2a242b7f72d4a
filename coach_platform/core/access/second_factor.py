"""Who needs more than a password: those who see other people's things, unless the operator said otherwise."""

from collections.abc import Iterable

from coach_platform.core.relations.models import Role
from coach_platform.kit.settings import settings

WORKING = frozenset({Role.COACH, Role.ADMIN, Role.OPERATOR})


def is_required(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles may work only with a second factor (MFA_REQUIRED)."""
    return settings().mfa_required and bool(WORKING & set(roles))
