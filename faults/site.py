"""The sample people on a site of a row's own."""

from __future__ import annotations

from coach_platform.sample.accounts import PASSWORD
from faults.field import Field

PAGE = "/applications"  # of somebody who is signed in
SAM = ("sam@example.org", PASSWORD)
CASEY = ("casey@example.org", PASSWORD)


def seeded(place: Field) -> str:
    """Load the sample world and start the site; its address. Mail that the sample left is done with first."""
    done = place.run("seed")
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    place.sql("delete from digest_schedules")
    place.sql("delete from messages")
    return place.web()
