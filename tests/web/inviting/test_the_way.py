"""From a coach's list to a coaching: the whole way, with an account and without one, in both languages."""

import re

import pytest
from sqlalchemy import select

from coach_platform.content.agreements import latest_agreement
from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.coaching.inviting.models import InvitationRefusal, InvitationState, SeekerInvitation
from coach_platform.core.coaching.sharing import one_coaching
from coach_platform.core.digests.models import DigestSchedule
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Coaching, CoachingState, Grant, Person, Section
from coach_platform.kit.db import db
from tests.agreed import read_privacy, yes_to
from tests.browsing import Browser, words
from tests.web.auth.mailbox import kinds_for, letter
from tests.web.inviting.conftest import NEW, invite, link_to

LEA = "lea@example.org"


def coachings(email: str) -> list[Coaching]:
    return list(
        db.session.scalars(select(Coaching).join(Person, Person.id == Coaching.seeker_id).where(Person.email == email))
    )


def state_of(address: str) -> InvitationState:
    query = select(SeekerInvitation.state).where(SeekerInvitation.address == address)
    return db.session.scalars(query.order_by(SeekerInvitation.id.desc()).limit(1)).one()


def agreed(locale: str = "en") -> dict[str, str]:
    return {"agreed": "y", "agreement": latest_agreement("coaching_grant").mark(locale), **yes_to("coaching", locale)}


def step(path: str) -> str:
    return path.replace("/invited/", "/sharing/invited/")


@pytest.fixture
def casey(cast, browser_of):
    return browser_of(cast.casey)


@pytest.mark.parametrize(
    ("locale", "says", "decide", "asks"),
    [
        ("en", "invites you", "Accept and share this", "Casey Tremblay invites you"),
        ("fr", "vous invite", "Accepter et partager cela", "Casey Tremblay vous invite"),
    ],
)
def test_somebody_without_an_account_comes_in_and_shares_as_proposed(app, cast, casey, locale, says, decide, asks):
    assert invite(casey, locale=locale, message="Nice to meet you on Tuesday.").status_code == 303
    path = link_to(LEA)
    browser = Browser(app, language=f"{locale}-CA")
    page = browser.get(path)
    assert asks in words(page)
    assert "Passerelle Staffing, Ottawa" in words(page)
    assert "Nice to meet you on Tuesday." in words(page)
    page = browser.post(path, NEW)
    assert decide in words(page)
    lea = db.session.scalars(select(Person).where(Person.email == LEA)).one()
    assert lea.confirmed_at is not None
    assert coachings(LEA) == []  # coming in answers nothing
    sent = {"sections": ["story", "plan"], "cases": "all_so_far", **agreed(locale)}
    assert browser.post(step(path), sent, follow=False).status_code == 303
    [coaching] = coachings(LEA)
    assert (coaching.state, coaching.coach_id) == (CoachingState.ACTIVE, cast.casey.person_id)
    assert coaching.organisation_id == cast.agency_id
    assert coaching.office_id is not None
    grant = one_coaching(actor_by_email(LEA), coaching.id).granted
    assert grant.sections == (Section.STORY, Section.PLAN)
    assert grant.text == latest_agreement("coaching_grant").text(locale)
    assert state_of(LEA) is InvitationState.ACCEPTED
    assert db.session.scalars(select(DigestSchedule.face).where(DigestSchedule.person_id == lea.id)).all() == ["seeker"]
    assert kinds_for("casey@example.org") == ["coaching_accepted"]


def test_the_coach_finds_who_accepted_in_the_caseload_and_in_the_list(app, casey):
    invite(casey)
    path = link_to(LEA)
    browser = Browser(app)
    browser.post(path, NEW)
    browser.post(step(path), {"answer": "nothing", **yes_to("coaching")})
    assert "Léa Fournier" in words(casey.get("/coach/seekers"))
    page = casey.get("/coach/invitations")
    assert "accepted" in words(page)
    assert f"/coach/seekers/{coachings(LEA)[0].seeker_id}" in page.text


def test_somebody_with_an_account_signs_in_and_comes_to_the_same_page(cast, app, casey, browser_of):
    invite(casey, people="nina@example.org")
    path = link_to("nina@example.org")
    page = Browser(app).get(path)
    assert f"/sign-in?next={path}" in page.text
    nina = browser_of(cast.nina)
    answer = nina.get(path, follow=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, step(path))
    assert "Accepter et partager cela" in words(nina.get(path))


def test_the_form_holds_the_proposal_and_agrees_to_nothing(cast, casey, browser_of):
    invite(casey, people="nina@example.org")
    page = browser_of(cast.nina).get(step(link_to("nina@example.org"))).text
    ticked = [
        re.search(r'name="(\w+)"[^>]* value="(\w+)"', tag)[0] for tag in re.findall(r"<input[^>]* checked>", page)
    ]
    assert len(ticked) == 3  # two sections and which cases
    assert not any("agreed" in tag for tag in ticked)


def test_a_proposal_is_no_grant_until_it_is_agreed_to(cast, casey, browser_of):
    invite(casey, people="nina@example.org")
    nina, path = browser_of(cast.nina), step(link_to("nina@example.org"))
    answer = nina.post(path, {"sections": ["plan"], "agreement": latest_agreement("coaching_grant").mark("fr")})
    assert answer.status_code == 422
    assert "Cochez ceci si vous acceptez" in words(answer)
    assert db.session.scalars(select(Grant)).all() == []
    assert coachings("nina@example.org") == []
    assert state_of("nina@example.org") is InvitationState.SENT


def test_a_changed_proposal_is_what_counts(cast, casey, browser_of):
    invite(casey, people="nina@example.org")
    nina, path = browser_of(cast.nina), step(link_to("nina@example.org"))
    assert (
        nina.post(path, {"sections": ["practice"], "cases": "all_future_too", **agreed("fr")}, follow=False).status_code
        == 303
    )
    grant = one_coaching(cast.nina, coachings("nina@example.org")[0].id).granted
    assert (grant.sections, grant.future_too) == ((Section.PRACTICE,), True)


def test_one_can_have_the_coach_and_share_nothing(cast, casey, browser_of):
    invite(casey, people="nina@example.org")
    nina = browser_of(cast.nina)
    page = words(nina.post(step(link_to("nina@example.org")), {"answer": "nothing", **yes_to("coaching")}))
    assert "ne voit rien de vous" in page
    assert db.session.scalars(select(Grant)).all() == []
    assert coachings("nina@example.org")[0].state is CoachingState.ACTIVE


@pytest.mark.parametrize("never", [False, True])
def test_a_no_needs_no_account_and_the_coach_reads_only_that(app, casey, never):
    invite(casey)
    path = link_to(LEA)
    answer = Browser(app).post(f"{path}/decline", {"never": "y"} if never else {}, follow=False)
    assert answer.status_code == 303
    assert "turned down" in words(casey.get("/coach/invitations"))
    assert (db.session.scalar(select(InvitationRefusal.coach_id)) is not None) is never
    assert Browser(app).get(path).status_code == 410
    assert kinds_for("casey@example.org") == []
    assert db.session.scalar(select(Person.id).where(Person.email == LEA)) is None


def test_opening_the_link_changes_nothing_and_an_answer_counts_once(cast, casey, browser_of):
    invite(casey, people="nina@example.org")
    path = link_to("nina@example.org")
    nina = browser_of(cast.nina)
    nina.get(path)
    assert state_of("nina@example.org") is InvitationState.SENT
    nina.post(step(path), {"answer": "nothing", **yes_to("coaching")})
    again = nina.post(step(path), {"answer": "nothing", **yes_to("coaching")}, follow=False)
    assert (again.status_code, again.location) == (303, "/sharing")  # the same yes, twice
    for late in (f"{path}/decline", path):
        assert nina.post(late, {"answer": "nothing", **yes_to("coaching")}, follow=False).status_code == 410
    assert len(coachings("nina@example.org")) == 1
    assert letter("coaching_invitation", "nina@example.org") is Reason.ENDED


def test_a_coach_or_an_admin_becomes_a_seeker_too_if_they_want(cast, casey, browser_of):
    invite(casey, people="omar@example.org")
    path, omar = link_to("omar@example.org"), browser_of(cast.omar)
    assert "Omar Haddad" in words(omar.get(path))
    assert "Accepter et partager cela" in words(omar.post(path))
    omar.post(step(path), {"answer": "nothing", **yes_to("coaching")})
    assert coachings("omar@example.org")[0].coach_id == cast.casey.person_id


def test_an_account_that_was_never_confirmed_is_opened_by_the_one_who_holds_the_letter(app, casey):
    stranger = Browser(app)
    stranger.post(
        "/sign-up",
        {"name": "Not Léa", "email": LEA, "password": "a stranger's words", "zone": "Asia/Tokyo"} | read_privacy(),
    )
    invite(casey)
    path, lea = link_to(LEA), Browser(app)
    assert "Accept and share this" in words(lea.post(path, NEW))
    assert actor_by_email(LEA).name == "Léa Fournier"
    signed = stranger.post("/sign-in", {"email": LEA, "password": "a stranger's words"}, follow=False)
    assert signed.status_code == 422


def test_an_open_account_is_not_taken_over_by_the_form(app, cast, casey):
    invite(casey, people="nina@example.org")
    answer = Browser(app).post(link_to("nina@example.org"), NEW, follow=False)
    assert answer.status_code == 409
    assert actor_by_email("nina@example.org").name == "Nina Roy"


def test_whoever_asked_the_coach_already_is_answered_by_the_same_link(cast, casey, browser_of):
    from coach_platform.core.coaching import asking
    from tests.core.coaching.test_asking import listed

    listed(cast.casey)
    asked = asking.ask(cast.nina, cast.casey.person_id)
    db.session.commit()
    invite(casey, people="nina@example.org")
    browser_of(cast.nina).post(step(link_to("nina@example.org")), {"answer": "nothing", **yes_to("coaching")})
    assert [(c.id, c.state) for c in coachings("nina@example.org")] == [(asked, CoachingState.ACTIVE)]
