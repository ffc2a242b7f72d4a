"""An operator looks up somebody's mail: only operators, and each look is written down on both sides."""

import pytest
from sqlalchemy import select

from coach_platform.core.access.audit import actor_key
from coach_platform.core.accounts.history import my_history
from coach_platform.core.mail_history.lists import Wanted
from coach_platform.core.mail_history.lookup import look_up, whose
from coach_platform.core.relations.models import AuditEvent
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from coach_platform.kit.ids import new_id
from coach_platform.web.shared.happened import in_words


def test_each_look_is_in_the_audit_log_of_both(cast):
    look_up(cast.root, cast.sam.person_id, wanted=Wanted())
    noted = db.session.execute(select(AuditEvent.actor_key, AuditEvent.event, AuditEvent.details)).all()
    root, sam = actor_key(cast.root.person_id), actor_key(cast.sam.person_id)
    assert {tuple(row)[:2] for row in noted} == {(root, "mail.looked_up"), (sam, "mail.looked_at")}
    assert [row.details for row in noted] == [{"whose": sam}, {"operator": root}]
    said = [in_words(line) for line in my_history(cast.sam).lines]
    assert said == ["An operator of this site looked up what became of your mail: kinds and times, not a word of it"]


@pytest.mark.parametrize("who", ["sam", "casey", "dana"])
def test_nobody_else_may(cast, who):
    with pytest.raises(NotAllowed):
        look_up(getattr(cast, who), cast.nina.person_id, wanted=Wanted())
    with pytest.raises(NotAllowed):
        whose(getattr(cast, who), "nina@example.org")
    assert db.session.execute(select(AuditEvent)).all() == []


def test_nobody_is_found_by_a_part_or_an_unknown_number(cast):
    assert whose(cast.root, "nina@example.org") == cast.nina.person_id
    for said in ("nina", "ina@example.org", "nina@example.or", str(new_id()), ""):
        with pytest.raises(Invalid):
            whose(cast.root, said)
    with pytest.raises(NotFound):
        look_up(cast.root, new_id(), wanted=Wanted())
