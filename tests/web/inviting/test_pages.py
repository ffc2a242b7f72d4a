"""The inviters' pages: looking before sending, the list, an organisation's own, and what is pasted by nobody in their mind."""

import re

import pytest
from sqlalchemy import func, select

from coach_platform.core.coaching.inviting.models import InvitationRound, SeekerInvitation
from coach_platform.core.mail.letters import Letter
from coach_platform.core.mail.models import Message
from coach_platform.core.relations.models import Membership, Office, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from tests.agreed import yes_to
from tests.browsing import words
from tests.web.auth.mailbox import letter
from tests.web.inviting.conftest import FORM, fields, invite, link_to, look

ODD = "a\0\r\nBcc: x@example.org \u202eevil\u202c 😀e\u0301<script>alert(1)</script>{{ 7*7 }}%(n)s"


@pytest.fixture
def casey(cast, browser_of):
    return browser_of(cast.casey)


@pytest.fixture
def dana(cast, browser_of):
    return browser_of(cast.dana)


def sent() -> int:
    return db.session.scalar(select(func.count()).select_from(SeekerInvitation))


def seat_of(cast) -> str:
    query = select(Membership.id).where(Membership.person_id == cast.casey.person_id, Membership.role == Role.COACH)
    return str(db.session.scalars(query).one())


def test_looking_sends_nothing_and_says_what_becomes_of_each_line(casey):
    page = look(casey, people="Léa <lea@example.org>, fr\nnonsense\nlea@example.org\nsam@example.org", message="Hello!")
    said = words(page)
    assert "3 lines get no letter" in said
    assert "1 person gets a letter" in said
    assert "No email address found here." in said
    assert "Is on the list already, further up." in said
    assert "The coaching is under way already." in said
    assert "0 in English, 1 in French" in said
    assert sent() == db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_going_back_from_the_look_loses_nothing(casey):
    answer = look(casey, message="One\r\ntwo", until_on="2199-01-01", people="lea@example.org\r\nnonsense")
    page = casey.post("/coach/invitations/new", {**fields(answer.text), "step": "edit"})
    assert page.status_code == 200
    for kept in ("lea@example.org\nnonsense", "One\ntwo", 'value="2199-01-01"', 'value="all_so_far" checked'):
        assert kept in page.text.replace("\r\n", "\n")
    assert "1 line gets no letter" in words(page)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"people": ""}, "Write or paste at least one address."),
        ({"people": "nonsense"}, "Nobody on this list can be invited now."),
        ({"cases": ""}, "Choose which cases you propose"),
        ({"message": "https://example.com"}, "Please leave out web addresses"),
        ({"until_on": "2020-01-01"}, "This day is over."),
        ({"until_on": "soon"}, "Write the day like this"),
        ({"locale": "xx"}, "Choose English or French."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(casey, given, says):
    answer = look(casey, **{"message": "Kept words", **given})
    assert (answer.status_code, says in words(answer)) == (422, True)
    if "message" not in given:
        assert "Kept words" in answer.text
    assert sent() == 0


def test_a_list_that_changed_since_it_was_looked_at_is_shown_again(casey):
    seen = fields(look(casey).text)
    answer = casey.post("/coach/invitations/new", {**seen, "people": "bao@example.org", "step": "send"}, follow=False)
    assert answer.status_code == 409
    assert "Nothing was sent" in words(answer)
    assert "bao@example.org" in words(answer)
    assert sent() == 0


def test_sending_twice_is_sending_once(casey):
    seen = fields(look(casey).text)
    assert casey.post("/coach/invitations/new", {**seen, "step": "send"}, follow=False).status_code == 303
    again = casey.post("/coach/invitations/new", {**seen, "step": "send"})
    assert "1 invitation is on its way." in words(again)
    assert sent() == 1


def test_nothing_that_is_pasted_reaches_a_header_or_becomes_html(casey):
    assert invite(casey, people=f"{ODD} <lea@example.org>\n{ODD}", message=ODD).status_code == 303
    written = letter("coaching_invitation", "lea@example.org")
    assert isinstance(written, Letter)
    assert not set(written.subject) & set("\r\n\0")
    assert "<script>" not in written.html
    assert "\u202e" not in db.session.scalar(select(SeekerInvitation.name))
    assert "\0" not in db.session.scalar(select(InvitationRound.message))
    assert "<script>" not in casey.get("/coach/invitations").text.replace("<script src", "")


def test_a_hundred_kilobytes_are_refused_kindly(casey):
    for people in ("x" * 100_000, "a@example.org," * 7_000, "😀" * 50_000, "x\n" * 50_000):
        assert look(casey, people=people).status_code == 422


def test_an_admin_invites_in_a_coachs_name_to_an_office_of_theirs(cast, dana, browser_of):
    office = Office(organisation_id=cast.agency_id, name="Montréal", city="Montréal")
    db.session.add(office)
    db.session.commit()
    answer = invite(dana, "organisation", people="nina@example.org", seat=seat_of(cast), office=str(office.id))
    assert answer.status_code == 303
    written = letter("coaching_invitation", "nina@example.org")
    assert "Passerelle Staffing, Montréal invites you to work with a coach: Casey Tremblay." in " ".join(
        written.text.split()
    )
    assert "nina@example.org" in words(browser_of(cast.casey).get("/coach/invitations"))
    nina = browser_of(cast.nina)
    nina.post(
        link_to("nina@example.org").replace("/invited/", "/sharing/invited/"),
        {"answer": "nothing", **yes_to("coaching", "fr")},
    )
    page = dana.get("/organisation/invitations")
    assert "accepted" in words(page)
    assert str(cast.nina.person_id) not in page.text  # an admin learns that they accepted, nothing else
    assert "Nina Roy" not in words(page)


def test_an_office_of_somewhere_else_is_refused(cast, dana):
    from coach_platform.core.relations.models import Organisation

    other = Organisation(name="Elsewhere", name_sort="elsewhere", created_at=clock.now())
    db.session.add(other)
    db.session.flush()
    office = Office(organisation_id=other.id, name="Far", city="Far")
    db.session.add(office)
    db.session.commit()
    answer = look(dana, "organisation", seat=seat_of(cast), office=str(office.id))
    assert (answer.status_code, "Choose an office of the organisation" in words(answer)) == (422, True)


def test_the_list_tells_nothing_of_the_person_before_they_said_yes(cast, casey):
    invite(casey, people="nina@example.org\nnobody@example.org")
    page = casey.get("/coach/invitations").text
    rows = [re.sub(r"[0-9a-f-]{36}", "ID", row) for row in re.findall(r"<tr.*?</tr>", page, re.S)[1:]]
    assert rows[0].replace("nobody", "nina") == rows[1]
    assert "Nina" not in page


def test_a_state_is_a_page_of_its_own_and_a_full_page_leads_on(casey):
    invite(casey, people="\n".join(f"p{n}@example.org" for n in range(60)))
    first = casey.get("/coach/invitations?state=sent")
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following is not None
    second = casey.get(following[1].replace("&amp;", "&"))
    found = set(re.findall(r"p\d+@example\.org", first.text)) | set(re.findall(r"p\d+@example\.org", second.text))
    assert len(found) == 60
    assert "p1@example.org" not in casey.get("/coach/invitations?state=declined").text
    assert casey.get("/coach/invitations?state=odd&page=%3Cx").status_code == 200


def test_a_taken_back_invitation_is_worthless_at_once(casey, client):
    invite(casey)
    path = link_to("lea@example.org")
    invitation = db.session.scalar(select(SeekerInvitation.id))
    assert casey.post(f"/coach/invitations/{invitation}/take-back", follow=False).status_code == 303
    assert client.get(path).status_code == 410
    assert casey.post(f"/coach/invitations/{invitation}/take-back", follow=False).status_code == 404


@pytest.mark.parametrize("face", ["coach", "organisation"])
def test_pages_take_as_many_statements_for_two_hundred_as_for_two(cast, casey, dana, counted, face):
    browser, numbers = (casey if face == "coach" else dana), []
    for count, start in ((2, 0), (150, 10)):
        people = "\n".join(f"p{n}@example.org" for n in range(start, start + count))
        seen = []
        for path in (f"/{face}/invitations", f"/{face}/invitations/new"):
            with counted() as statements:
                assert browser.get(path).status_code == 200
            seen.append(len(statements))
        with counted() as statements:
            assert look(browser, face, people=people, seat=seat_of(cast)).status_code == 200
        seen.append(len(statements))
        invite(browser, face, people=people, seat=seat_of(cast))
        numbers.append(seen)
    assert numbers[0] == numbers[1]
    assert max(numbers[0]) <= 8


def test_the_form_has_everything_typed_even_when_it_was_no_form(casey):
    assert FORM["people"] in casey.post("/coach/invitations/new", {**FORM, "seat": "x", "locale": ""}).text.replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
