"""A double click sends a form twice: the thing is done once, and both answers say that it was. Really at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from coach_platform.content.agreements import latest_agreement
from coach_platform.content.vocabulary import ActionKind, SpokenLanguage
from coach_platform.core.accounts import invitations, links
from coach_platform.core.accounts.models import Invitation
from coach_platform.core.applications.models import Application
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.inviting.models import SeekerInvitation
from coach_platform.core.coaching.inviting.opening import token_of
from coach_platform.core.coaching.profiles import save_profile
from coach_platform.core.mail.models import Message
from coach_platform.core.plans import actions, reviews
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.models import Comment, Review
from coach_platform.core.relations.models import Coaching, CoachingState, Person, Role, Section
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.agreed import read_privacy, yes_to
from tests.apart import own_app, own_database, settings_on
from tests.browsing import Browser
from tests.web.inviting.conftest import NEW, fields, invite, look

AT_ONCE = 3


@pytest.fixture
def app(services, template, environment) -> Iterator:
    """The application on a database where commits are commits and two connections meet."""
    with own_database(services, template) as urls, own_app(settings_on(environment, urls)) as app:
        yield app


@pytest.fixture
def session(app) -> Iterator:
    """In place of the session whose writes are undone."""
    with app.app_context():
        yield db.session
        db.session.remove()


def at_once(browsers: list[Browser], path: str, form: dict[str, str]) -> list[tuple[int, str]]:
    """The same form from each browser in the same instant, and once more afterwards: (status, where to) of each."""
    barrier = Barrier(len(browsers))

    def send(browser: Browser) -> tuple[int, str]:
        barrier.wait(timeout=10)
        answer = browser.post(path, form, follow=False)
        return answer.status_code, answer.headers.get("Location", "")

    for browser in browsers:
        browser.get("/")
    db.session.rollback()
    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(send, browsers))
    last = browsers[0].post(path, form, follow=False)
    db.session.rollback()
    return [*answers, (last.status_code, last.headers.get("Location", ""))]


def all_alike(answers: list[tuple[int, str]]) -> bool:
    return {status for status, _to in answers} == {303} and len(set(answers)) == 1


def mails(kind: str) -> int:
    return db.session.scalar(select(func.count()).where(Message.kind == kind)) or 0


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def browsers(browser_of):
    """`browsers(cast.sam)`: as many of that person as send at once."""
    return lambda actor: [browser_of(actor) for _ in range(AT_ONCE)]


@pytest.fixture
def listed(cast) -> UUID:
    """Omar can be found in the directory."""
    facts = {"headline": "I listen", "about": "", "languages": [SpokenLanguage.FR], "fields": [], "city": "Ottawa"}
    save_profile(cast.omar, **facts, remote=True, places_candidates=False, listed=True)
    db.session.commit()
    return cast.omar.person_id


def test_a_coach_is_asked_once(cast, browsers, listed):
    answers = at_once(browsers(cast.sam), f"/coaches/{listed}", {"message": "May I?", **yes_to("coaching")})
    assert all_alike(answers)
    assert (count(Coaching), mails("coaching_asked")) == (2, 1)  # the other one is Casey's


def test_a_request_is_accepted_once(cast, browsers, listed):
    coaching_id = asking.ask(cast.sam, listed)
    db.session.commit()
    answers = at_once(browsers(cast.omar), f"/coach/requests/{coaching_id}/accept", {})
    assert all_alike(answers)
    assert db.session.get(Coaching, coaching_id, populate_existing=True).state is CoachingState.ACTIVE
    assert mails("coaching_accepted") == 1
    logged = text("select count(*) from audit_events where event = 'coaching.active'")
    assert db.session.scalar(logged) == 1


def test_a_comment_is_said_once_and_mailed_once(cast, browsers):
    cast.grant(Section.PLAN)
    db.session.commit()
    form = {"thread": "plan", "case_id": "", "client_id": str(new_id()), "body": "I tried it", "next": "/plan"}
    answers = at_once(browsers(cast.sam), "/comments", form)
    assert all_alike(answers)
    assert (count(Comment), mails("comments")) == (1, 1)
    here = f"/coach/seekers/{cast.sam.person_id}/comments"
    assert all_alike(at_once(browsers(cast.casey), here, {**form, "body": "Well done"}))
    assert count(Comment) == 2  # the same id from another person is another act


def test_every_form_of_a_comment_names_its_act(cast, browser_of):
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    db.session.commit()
    page = browser_of(cast.sam).get("/plan").text
    assert page.count('name="thread"') == page.count('name="client_id"') > 0


def test_a_plan_is_sent_for_review_once(cast, browsers):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    db.session.commit()
    form = {"coaching_id": str(cast.coaching_id), "note": "Two points are new."}
    assert all_alike(at_once(browsers(cast.sam), "/plan/ask", form))
    assert (count(Review), mails("review_asked")) == (1, 1)


def test_a_no_is_logged_once(cast, browsers):
    form = {"company": "Nordlys", "role": "Planner", "stage": "interview", "outcome": "rejected"}
    assert all_alike(at_once(browsers(cast.sam), "/log", {**form, "client_id": str(new_id())}))
    assert count(Application) == 1


def test_an_account_is_made_once_and_told_once(app, session):
    form = {"name": "Noor", "email": "noor@example.org", "password": "the heron waits", "zone": "America/Toronto"}
    form |= read_privacy()
    assert all_alike(at_once([Browser(app) for _ in range(AT_ONCE)], "/sign-up", form))
    assert count(Person) == 1
    assert (mails("confirm_address"), mails("already_have_account")) == (1, 0)


def test_a_list_is_brought_in_once(cast, browsers):
    three = browsers(cast.sam)
    three[0].post(
        "/applications/import", {"text": "Company,Role,Date\nNordlys,Planner,2025-09-13\nÉcho,Clerk,2025-09-14\n"}
    )
    ready = {"ready": "2", "column-company": "0", "column-role": "1", "column-applied_on": "2", "step": "go"}
    answers = at_once(three, "/applications/import/look", ready)
    assert count(Application) == 2
    assert {status for status, _to in answers} == {303}  # the one that brought it in says so, the others begin anew


def test_a_plan_is_agreed_once(cast, browsers):
    cast.grant(Section.PLAN)
    actions.add_action(cast.sam, details=Details(what="Practise aloud", kind=ActionKind.PRACTICE))
    review_id = reviews.ask_review(cast.sam, cast.coaching_id)
    reviews.answer_review(cast.casey, review_id, answer="Good.")
    db.session.commit()
    assert all_alike(at_once(browsers(cast.sam), "/plan/agree", {}))
    assert mails("plan_agreed") == 1


def invitation_of(address: str) -> str:
    """The link of the one invitation that is open."""
    open_one = select(SeekerInvitation).where(SeekerInvitation.address == address)
    one = db.session.scalars(open_one).one()
    return token_of(one.id, one.ends_at)


def test_a_list_of_people_is_invited_once(cast, browsers):
    three = browsers(cast.casey)
    seen = fields(look(three[0], people="Léa <lea@example.org>\nbao@example.org, fr").text)
    assert all_alike(at_once(three, "/coach/invitations/new", {**seen, "step": "send"}))
    assert (count(SeekerInvitation), mails("coaching_invitation")) == (2, 2)


def test_another_list_than_the_one_that_was_sent_is_looked_at_again(cast, browsers):
    [one, *_] = browsers(cast.casey)
    seen = fields(look(one).text)
    assert one.post("/coach/invitations/new", {**seen, "step": "send"}, follow=False).status_code == 303
    other = {**seen, "step": "send", "people": "lea@example.org\nbao@example.org"}
    assert one.post("/coach/invitations/new", other, follow=False).status_code == 409
    assert count(SeekerInvitation) == 1


@pytest.mark.parametrize("answer", ["share", "nothing"])
def test_an_invitation_is_accepted_once(cast, browsers, browser_of, answer):
    assert invite(browser_of(cast.casey), people="nina@example.org").status_code == 303
    token = invitation_of("nina@example.org")
    text_shown = latest_agreement("coaching_grant").mark("fr")
    form = {"answer": answer, "sections": ["plan"], "agreed": "y", "agreement": text_shown, **yes_to("coaching", "fr")}
    answers = at_once(browsers(cast.nina), f"/sharing/invited/{token}", form)
    assert all_alike(answers)
    with_nina = select(func.count()).where(Coaching.seeker_id == cast.nina.person_id)
    assert (db.session.scalar(with_nina), mails("coaching_accepted")) == (1, 1)
    assert (
        browser_of(cast.sam).post(f"/sharing/invited/{token}", form, follow=False).status_code == 410
    )  # nobody else's yes


def test_an_account_is_opened_once_by_an_invitation(app, cast, browser_of):
    assert invite(browser_of(cast.casey)).status_code == 303
    token = invitation_of("lea@example.org")
    *answers, _signed_in = at_once([Browser(app) for _ in range(AT_ONCE)], f"/invited/{token}", NEW)
    assert all_alike(answers)
    assert db.session.scalar(select(func.count()).where(Person.email == "lea@example.org")) == 1


def test_a_role_is_taken_once_and_the_second_click_signs_nobody_in(app, cast):
    invitations.invite(None, email="lea@example.org", locale="fr", role=Role.COACH)
    db.session.commit()
    one = db.session.scalars(select(Invitation)).one()
    token = links.invitation_url(one.id, one.ends_at).rpartition("/")[2]
    three = [Browser(app) for _ in range(AT_ONCE)]
    *answers, _signed_in = at_once(three, f"/invitation/{token}", NEW)
    assert {status for status, _to in answers} == {303}
    assert db.session.scalar(select(func.count()).where(Person.email == "lea@example.org")) == 1
    inside = [browser.get("/settings", follow=False).status_code for browser in three]
    assert sorted(inside) == [200, 302, 302]
