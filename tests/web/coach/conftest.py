"""The world that these pages are read in."""

from tests.web.coach.world import world

__all__ = ["world"]
