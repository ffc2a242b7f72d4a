"""What an answer leaves behind, who may take back, and what ends an invitation from outside."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text, update

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.coaching import asking, grants
from coach_platform.core.coaching.inviting import answering
from coach_platform.core.coaching.inviting.answering import Share
from coach_platform.core.coaching.inviting.emails import INVITATION
from coach_platform.core.coaching.inviting.listing import invitations_of, take_back
from coach_platform.core.coaching.inviting.models import InvitationState, SeekerInvitation
from coach_platform.core.coaching.inviting.opening import open_offer, token_of, waiting_for
from coach_platform.core.coaching.inviting.seats import Face
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import AuditEvent, Coaching, CoachingState, Membership, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, NotAllowed, NotFound
from coach_platform.kit.ids import new_id
from tests.core.coaching.inviting.conftest import invited
from tests.core.coaching.test_asking import listed

SHARE = Share([Section.PLAN], grants.Cases.LISTED, [], None, latest_agreement("coaching_grant").mark("fr"))


def token(row: SeekerInvitation) -> str:
    return token_of(row.id, row.ends_at)


def letter_state(row: SeekerInvitation) -> Reason | None:
    params = {"invitation": str(row.id)}
    message = Outgoing(new_id(), "coaching_invitation", "k", row.address, "en", "UTC", params=params)
    return INVITATION.still_due([message], INVITATION.gather([message])).get(message.id)


@pytest.fixture
def to_nina(cast) -> SeekerInvitation:
    return invited(cast.casey, "nina@example.org")[0]


def test_a_yes_leaves_a_coaching_a_grant_with_its_text_and_an_entry_in_the_log(cast, to_nina):
    coaching_id = answering.accept(cast.nina, token(to_nina), share=SHARE)
    coaching = db.session.get_one(Coaching, coaching_id)
    assert (coaching.state, coaching.organisation_id) == (CoachingState.ACTIVE, cast.agency_id)
    events = db.session.scalars(select(AuditEvent.event)).all()
    assert {"seekers.invited", "seeker_invitation.accepted", "grant.given"} <= set(events)


def test_a_share_that_is_refused_leaves_everything_as_it_was(cast, to_nina):
    from dataclasses import replace

    from coach_platform.kit.errors import Invalid

    with pytest.raises(Invalid):
        answering.accept(cast.nina, token(to_nina), share=replace(SHARE, agreed_to=None))
    assert db.session.scalar(select(Coaching.id).where(Coaching.seeker_id == cast.nina.person_id)) is None
    assert open_offer(token(to_nina)).coach == "Casey Tremblay"


def test_only_a_seeker_answers_and_nobody_their_own_invitation(cast, to_nina):
    with pytest.raises(NotAllowed):
        answering.accept(cast.dana, token(to_nina))
    from dataclasses import replace

    from coach_platform.core.relations.models import Role

    both = replace(cast.casey, roles=frozenset({Role.COACH, Role.SEEKER}))
    with pytest.raises(Conflict):
        answering.accept(both, token(to_nina))


def test_after_thirty_days_it_is_over_and_the_list_says_so(cast, to_nina):
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1), tick=False):
        with pytest.raises(NotFound):
            open_offer(token(to_nina))
        assert [line.state for line in invitations_of(cast.casey, Face.COACH).lines] == [InvitationState.EXPIRED]
        with pytest.raises(NotFound):
            take_back(cast.casey, Face.COACH, to_nina.id)
        assert letter_state(to_nina) is Reason.ENDED


def test_taken_back_it_opens_nothing_and_its_letter_does_not_leave(cast, to_nina):
    assert letter_state(to_nina) is None
    take_back(cast.dana, Face.ORGANISATION, to_nina.id)
    assert letter_state(to_nina) is Reason.ENDED
    for answer in (lambda: open_offer(token(to_nina)), lambda: answering.decline(token(to_nina), never=True)):
        with pytest.raises(NotFound):
            answer()


def test_only_the_coach_and_their_organisation_take_it_back(cast, to_nina):
    with pytest.raises(NotFound):
        take_back(cast.omar, Face.COACH, to_nina.id)
    [alone] = invited(cast.omar, "lea@example.org")
    with pytest.raises(NotFound):
        take_back(cast.dana, Face.ORGANISATION, alone.id)


def test_the_link_of_the_first_letter_leads_to_the_second(cast, to_nina, ago):
    ago(20)
    [second] = invited(cast.casey, "nina@example.org")
    assert open_offer(token_of(to_nina.id, clock.now() + timedelta(days=1))).id == second.id


def test_a_coach_who_left_the_organisation_invites_nobody_there_any_more(cast, to_nina):
    db.session.execute(
        update(Membership).where(Membership.person_id == cast.casey.person_id).values(until_at=clock.now())
    )
    with pytest.raises(NotFound):
        open_offer(token(to_nina))
    assert letter_state(to_nina) is Reason.ENDED


def test_no_letter_goes_to_somebody_the_coach_works_with_by_now(cast, to_nina):
    listed(cast.casey)
    asked = asking.ask(cast.nina, cast.casey.person_id)
    assert letter_state(to_nina) is None
    asking.accept(cast.casey, asked)
    assert letter_state(to_nina) is Reason.ENDED
    assert waiting_for(cast.nina) == []


def test_whoever_lost_the_letter_finds_the_invitation_on_their_own_page(cast, to_nina, browser_of):
    [(offer, found)] = waiting_for(cast.nina)
    assert (offer.id, open_offer(found).id) == (to_nina.id, to_nina.id)
    assert waiting_for(cast.sam) == []
    assert f"/sharing/invited/{found}" in browser_of(cast.nina).get("/sharing").text


def test_letters_are_gathered_in_two_statements_however_many(cast, counted):
    numbers = []
    for count in (2, 50):
        rows = invited(cast.casey, "\n".join(f"x{count}-{n}@example.org" for n in range(count)))
        messages = [
            Outgoing(new_id(), "coaching_invitation", "k", r.address, "en", "UTC", params={"invitation": str(r.id)})
            for r in rows
        ]
        with counted() as statements:
            assert len(INVITATION.compose(messages, INVITATION.gather(messages))) == count
        numbers.append(len(statements))
    assert numbers == [2, 2]


def test_a_link_for_something_else_opens_no_invitation(cast, to_nina):
    from coach_platform.core.mail.links import signer

    for forged in ("AAAA", signer().sign("invite", to_nina.id), signer().sign("confirm", to_nina.id)):
        with pytest.raises(NotFound):
            open_offer(forged)


def test_one_open_invitation_of_a_coach_to_an_address_is_a_rule_of_the_database(cast, to_nina):
    copied = {c.key: getattr(to_nina, c.key) for c in SeekerInvitation.__table__.columns if c.key != "id"}
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError, match="uq_seeker_invitations_open"), db.session.begin_nested():
        db.session.add(SeekerInvitation(**copied))
        db.session.flush()
    assert db.session.execute(text("select count(*) from seeker_invitations")).scalar() == 1
