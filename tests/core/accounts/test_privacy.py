"""Highest privacy by default, in one place; and what the two switches do."""

import pytest
from sqlalchemy import delete, select

from coach_platform.config import Config
from coach_platform.content.vocabulary import Section
from coach_platform.core.accounts import privacy
from coach_platform.core.accounts.models import PrivacyChoice
from coach_platform.core.assessments.facts import case_facts
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.plans import suggestions
from coach_platform.core.relations.models import Coaching, Grant
from coach_platform.core.today.coach import Why, coach_today
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotAllowed
from coach_platform.web.seeker.forms_sharing import ShareForm
from tests.core.accounts.away import long_away, weak


@pytest.fixture
def nothing_chosen(cast):
    db.session.execute(delete(PrivacyChoice))
    db.session.commit()
    return cast


def test_the_defaults_are_the_most_private_ones(app, nothing_chosen):
    """Whoever changes one of these changes what people were promised on the privacy page."""
    chosen = privacy.chosen(nothing_chosen.sam.person_id)
    assert not chosen.suggestions  # nothing is suggested before a yes
    assert db.session.scalar(select(Grant.id)) is None  # a coaching alone shows nothing
    assert Coaching.__table__.c.mail_words.default.arg is False  # no words of mine in a coach's mail
    assert CoachProfile.__table__.c.listed.default.arg is False  # a coach is in the directory when they say so
    with app.test_request_context():
        form = ShareForm(formdata=None)
        assert (form.sections.data, form.cases.data, form.case_ids.data, form.agreed.data) == (None, None, None, False)
    assert Config.__dataclass_fields__["mfa_required"].default is True


def test_without_a_yes_no_rule_looks_at_an_answer(nothing_chosen, monkeypatch):
    cast = nothing_chosen
    weak(cast)
    monkeypatch.setattr(suggestions, "case_facts", pytest.fail)
    assert suggestions.proposed(cast.sam) == []
    privacy.choose_suggestions(cast.sam, False)
    assert suggestions.proposed(cast.sam) == []


def test_after_a_yes_they_are_there_and_after_a_no_gone_again(nothing_chosen):
    cast = nothing_chosen
    weak(cast)
    privacy.choose_suggestions(cast.sam, True)
    assert suggestions.proposed(cast.sam)
    privacy.choose_suggestions(cast.sam, False)
    assert suggestions.proposed(cast.sam) == []
    assert case_facts(cast.sam.person_id)  # what they wrote is still theirs


def test_one_switch_leaves_the_other_alone(nothing_chosen):
    privacy.choose_suggestions(nothing_chosen.sam, True)
    privacy.choose_quiet_told(nothing_chosen.sam, False)
    assert privacy.chosen(nothing_chosen.sam.person_id) == privacy.Chosen(True, False)


def test_only_seekers_have_them(cast):
    with pytest.raises(NotAllowed):
        privacy.choose_suggestions(cast.casey, True)


def quiet_lines(cast) -> list[Why]:
    return [reason.why for line in coach_today(cast.casey).lines for reason in line.reasons if reason.why is Why.QUIET]


def test_went_quiet_needs_the_activity_section_and_can_be_turned_off_under_it(nothing_chosen):
    cast = nothing_chosen
    long_away(cast, clock.now())
    cast.grant(*(set(Section) - {Section.ACTIVITY}), future=True)
    assert quiet_lines(cast) == []
    cast.grant(*Section, future=True)
    assert quiet_lines(cast) == [Why.QUIET]
    privacy.choose_quiet_told(cast.sam, False)
    assert quiet_lines(cast) == []
    privacy.choose_quiet_told(cast.sam, True)
    assert quiet_lines(cast) == [Why.QUIET]
