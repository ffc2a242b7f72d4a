"""Sam lets Casey note things by phone."""

from uuid import UUID

import pytest

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.coaching.noted.allowing import KEY, allow_by_phone
from coach_platform.core.phone import entering
from coach_platform.core.phone.said import Said
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id


@pytest.fixture
def allowed(cast):
    """Sam's switch for Casey is on."""
    allow_by_phone(cast.sam, cast.coaching_id, allowed=True, agreed_to=latest_agreement(KEY).mark("en"))
    db.session.commit()


@pytest.fixture
def note(cast, allowed):
    """`note(No("Nordlys", "Analyst"))`: Casey notes it; the id of what waits."""

    def noted(said: Said, about: UUID | None = None) -> UUID:
        return entering.enter(cast.casey, cast.sam.person_id, said, client_id=new_id(), about_id=about)

    return noted
