"""Inviting coaches, and accepting."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from coach_platform.core.accounts import invitations
from coach_platform.core.accounts.models import Invitation
from coach_platform.core.digests.models import DigestSchedule, Face
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Membership, Organisation, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed
from tests.agreed import read_privacy
from tests.browsing import Browser, words
from tests.web.auth.mailbox import kinds_for, letter, link

LEA = {"name": "Léa Fournier", "password": "les outardes passent", "zone": "America/Toronto"} | read_privacy()


@pytest.fixture
def operator(cast, browser_of):
    return browser_of(cast.root)


def _invite(operator, email="lea@example.org", **more):
    given = {"email": email, "locale": "fr", "organisation": "passerelle staffing", "office": "Montréal"}
    return operator.post("/operator/invitations", {**given, **more}, follow=False)


def _roles(email: str) -> list[tuple[Role, str | None]]:
    rows = db.session.execute(
        select(Membership.role, Organisation.name)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Person.email == email)
        .order_by(Membership.id)
    )
    return [tuple(row) for row in rows]


def test_an_invited_coach_makes_an_account_and_is_in(app, operator):
    assert _invite(operator).status_code == 303
    browser = Browser(app, language="fr-CA")
    path = link("invitation", "lea@example.org")
    assert "Passerelle Staffing, Montréal" in words(browser.get(path))
    assert browser.post(path, LEA, follow=False).status_code == 303
    assert _roles("lea@example.org") == [(Role.COACH, "Passerelle Staffing")]
    lea = db.session.scalars(select(Person).where(Person.email == "lea@example.org")).one()
    assert lea.confirmed_at is not None
    assert lea.locale == "fr"
    assert db.session.scalars(select(DigestSchedule.face).where(DigestSchedule.person_id == lea.id)).all() == [
        Face.COACH
    ]
    assert "Léa Fournier" in words(browser.get("/settings"))


def test_the_letter_speaks_the_chosen_language(operator):
    _invite(operator)
    assert letter("invitation", "lea@example.org").subject == "On vous invite à accompagner sur Rebound"
    _invite(operator, email="bo@example.org", locale="en")
    assert letter("invitation", "bo@example.org").subject == "You are invited to coach on Rebound"


def test_opening_the_link_changes_nothing_and_it_works_once(app, operator):
    _invite(operator)
    path = link("invitation", "lea@example.org")
    browser = Browser(app)
    browser.get(path)
    assert db.session.scalar(select(Person.id).where(Person.email == "lea@example.org")) is None
    assert browser.post(path, LEA, follow=False).status_code == 303
    assert Browser(app).get(path).status_code == 410
    assert Browser(app).post(path, {**LEA, "name": "Somebody Else"}, follow=False).status_code == 410
    assert letter("invitation", "lea@example.org") is Reason.ENDED


def test_whoever_is_signed_in_adds_the_role_to_their_account(cast, operator, browser_of):
    _invite(operator, email="nina.work@example.org")
    path = link("invitation", "nina.work@example.org")
    nina = browser_of(cast.nina)
    assert "Nina Roy" in words(nina.get(path))
    assert nina.post(path, follow=False).status_code == 303
    assert _roles("nina@example.org") == [(Role.SEEKER, None), (Role.COACH, "Passerelle Staffing")]


def test_somebody_with_an_account_signs_in_first(app, cast, operator):
    _invite(operator, email="nina@example.org")
    path = link("invitation", "nina@example.org")
    page = Browser(app).get(path)
    assert "has an account here" in words(page)
    assert f"/sign-in?next={path}" in page.text
    assert Browser(app).post(path, LEA, follow=False).status_code == 409
    assert _roles("nina@example.org") == [(Role.SEEKER, None)]


def test_a_taken_back_invitation_is_worthless_at_once(app, operator):
    _invite(operator)
    path = link("invitation", "lea@example.org")
    invitation_id = db.session.scalar(select(Invitation.id))
    assert operator.post(f"/operator/invitations/{invitation_id}/revoke", follow=False).status_code == 303
    assert Browser(app).get(path).status_code == 410
    assert Browser(app).post(path, LEA, follow=False).status_code == 410
    assert operator.post(f"/operator/invitations/{invitation_id}/revoke", follow=False).status_code == 404


def test_an_invitation_is_over_after_fourteen_days_and_then_another_can_be_sent(app, operator):
    _invite(operator)
    path = link("invitation", "lea@example.org")
    assert _invite(operator).status_code == 422
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1), tick=False):
        assert Browser(app).get(path).status_code == 410
        assert _invite(operator).status_code in (303, 401)  # the operator's own session may have gone idle
        invitations.invite(None, email="lou@example.org", role=Role.COACH, locale="en")
    assert kinds_for("lou@example.org") == ["invitation"]


def test_from_the_page_only_coaches_are_invited_and_only_by_operators(cast):
    with pytest.raises(NotAllowed):
        invitations.invite(cast.root, email="lea@example.org", role=Role.OPERATOR, locale="en")
    for stranger in (cast.sam, cast.casey, cast.dana):
        with pytest.raises(NotAllowed):
            invitations.invite(stranger, email="lea@example.org", role=Role.COACH, locale="en")


def test_the_command_line_invites_administrators_but_not_seekers(session):
    invitations.invite(None, email="dan@example.org", role=Role.ADMIN, locale="en", organisation="Nouvelle École")
    assert db.session.scalar(select(Organisation.name_sort)) == "nouvelle ecole"
    with pytest.raises(Invalid):
        invitations.invite(None, email="dan@example.org", role=Role.SEEKER, locale="en")


def test_an_organisation_is_found_whatever_its_capitals_and_accents(operator):
    _invite(operator, organisation="PASSERELLE  Staffing")
    assert db.session.scalars(select(Organisation.name)).all() == ["Passerelle Staffing"]


def test_what_cannot_be_taken_is_said_and_stays_typed(operator):
    response = _invite(operator, email="not an address")
    assert response.status_code == 422
    assert 'value="not an address"' in response.text


def test_nobody_else_finds_the_operators_pages(cast, browser_of):
    for stranger in (cast.sam, cast.casey, cast.dana):
        for path in ("/operator", "/operator/invitations", "/operator/invitations/new"):
            assert browser_of(stranger).get(path).status_code == 404


def test_the_list_of_invitations_takes_as_many_statements_for_fifty_as_for_two(operator, counted):
    numbers = []
    for count in (2, 48):
        for n in range(count):
            email = f"coach{count}-{n}@example.org"
            invitations.invite(None, email=email, role=Role.COACH, locale="en")
        db.session.commit()
        with counted() as statements:
            assert operator.get("/operator/invitations").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 8


def test_the_first_page_of_the_operator_counts_mail_without_naming_anybody(operator, counted):
    _invite(operator)
    with counted() as statements:
        page = operator.get("/operator")
    assert len(statements) <= 8
    assert "An invitation invitation 1 0 0 0 0 Stop" in words(page)
    assert "lea@example.org" not in page.text
