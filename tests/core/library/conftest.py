"""The same small world as a coach's pages: two cases of Sam's and a plan."""

from tests.web.coach.world import world

__all__ = ["world"]
