"""Everything that can be deleted can be brought back for 30 days, and not a day longer: one rule."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from coach_platform.content.vocabulary import ActionKind, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.deleting import delete_application, restore_application
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Application, ResumeVersion
from coach_platform.core.applications.resumes import add_resume, remove_resume, restore_resume
from coach_platform.core.plans import actions, comments
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Action, Comment
from coach_platform.core.plans.targets import on_case
from coach_platform.core.practice.items import Surprise, bring_back, keep_surprises, let_go
from coach_platform.core.practice.models import PracticeItem
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

DAY = timedelta(days=1)


def an_application(sam):
    return log_no(sam, company="Nordlys", role="Planner", stage=Stage.INTERVIEW)


def an_action(sam):
    return actions.add_action(sam, details=Details(what="Practise", kind=ActionKind.PRACTICE))


def a_comment(sam):
    return comments.add_comment(sam, sam.person_id, on_case(open_case(sam, an_application(sam))), body="Close")


def a_resume(sam):
    return add_resume(sam, name="For planners")


def a_practice_item(sam):
    keep_surprises(sam, open_case(sam, an_application(sam)), [Surprise("surprises", "Why us?")])
    return db.session.query(PracticeItem.id).scalar()


KINDS = [
    (Application, an_application, delete_application, restore_application),
    (Action, an_action, actions.delete_action, actions.restore_action),
    (Comment, a_comment, comments.delete_comment, comments.restore_comment),
    (ResumeVersion, a_resume, remove_resume, restore_resume),
    (PracticeItem, a_practice_item, let_go, bring_back),
]


@pytest.mark.parametrize(("model", "make", "delete", "restore"), KINDS, ids=[kind[0].__name__ for kind in KINDS])
def test_it_comes_back_within_thirty_days_and_not_after(cast, model, make, delete, restore):
    row_id = make(cast.sam)
    delete(cast.sam, row_id)
    for ago, comes_back in ((29 * DAY, True), (31 * DAY, False)):
        db.session.execute(update(model).where(model.id == row_id).values(deleted_at=clock.now() - ago))
        db.session.expire_all()
        if comes_back:
            with pytest.raises(NotFound):
                restore(cast.nina, row_id)
            restore(cast.sam, row_id)
            assert db.session.get(model, row_id).deleted_at is None
        else:
            with pytest.raises(NotFound):
                restore(cast.sam, row_id)
