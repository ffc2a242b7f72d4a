"""Why did I (not) get this mail? For its person, and for an operator who is asked."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.core.digests.models import Face
from coach_platform.core.digests.preferences import ensure_schedule
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.choices import choose
from coach_platform.core.mail.models import Message, MessageState
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.browsing import words

EIGHT = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # Monday, eight o'clock in Toronto
PAGE = "/settings/mail/history"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(EIGHT, tick=False):
        yield


def mail(actor, kind="digest_seeker", state=MessageState.SKIPPED, reason="empty", **more):
    outbox.add(kind, key=keys.about(kind, new_id()), to=actor.person_id)
    over = {"state": state, "reason": reason, "done_at": clock.now(), **more}
    newest = select(Message.id).order_by(Message.id.desc()).limit(1).scalar_subquery()
    db.session.execute(update(Message).where(Message.id == newest).values(over))
    db.session.commit()


def test_a_digest_that_was_not_sent_says_why_in_a_sentence(cast, browser_of):
    ensure_schedule(cast.sam.person_id, Face.SEEKER, cast.sam.zone)
    mail(cast.sam)
    said = words(browser_of(cast.sam).get(PAGE))
    assert "Your weekly summary not sent Nov 23, 2026, 8:00 a.m. There was nothing to say." in said
    assert "Its day and hour came." in said
    assert "The last one was due on Nov 23, 2026, 8:00 a.m. and was not sent. There was nothing to say." in said
    assert "What comes next Your weekly summary Nov 30, 2026, 8:00 a.m." in said


def test_what_waits_says_until_when_and_what_was_stopped_says_from_where(cast, browser_of):
    held = [{"at": EIGHT.isoformat(), "was_due": EIGHT.isoformat(), "reason": "not_today"}]
    tomorrow = EIGHT + timedelta(days=1)
    held[0]["until"] = tomorrow.isoformat()
    mail(cast.sam, "comments", MessageState.QUEUED, None, due_at=tomorrow, held=held, done_at=None)
    choose(cast.sam, "action_due", wanted=False)
    db.session.commit()
    said = words(browser_of(cast.sam).get(PAGE))
    assert "“Not today” had been chosen. It waits until Nov 24, 2026, 8:00 a.m." in said
    assert ".m.." not in said
    assert "Turned off in the settings on November 23, 2026. None came due in the last year." in said


def test_it_narrows_by_kind_and_outcome_and_keeps_both_from_page_to_page(cast, browser_of):
    for _ in range(60):
        mail(cast.sam)
    mail(cast.sam, "comments", MessageState.SENT, None)
    browser = browser_of(cast.sam)
    page = browser.get(f"{PAGE}?kind=digest_seeker&became=skipped")
    assert page.text.count('class="fold mail-line"') == 50
    assert "What comes next" not in words(page)
    onwards = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "kind=digest_seeker" in onwards
    assert "became=skipped" in onwards
    assert browser.get(onwards).text.count('class="fold mail-line"') == 10
    assert browser.get(f"{PAGE}?kind=comments").text.count('class="fold mail-line"') == 1
    assert "No mail of the last year fits." in words(browser.get(f"{PAGE}?became=failed"))
    assert browser.get(f"{PAGE}?kind=nonsense&became=nonsense&page=%00").status_code == 200


def test_nobody_reads_of_somebody_elses_mail(cast, browser_of):
    mail(cast.nina, "comments", MessageState.SENT, None)
    assert "No mail yet" in words(browser_of(cast.sam).get(PAGE))


def test_it_speaks_french_and_has_no_form_that_changes_anything(cast, browser_of):
    mail(cast.nina)
    said = words(browser_of(cast.nina).get(PAGE))
    assert "Pourquoi ai-je reçu ce courriel, ou non?" in said
    assert "Il n’y avait rien à dire." in said


def test_a_page_of_fifty_takes_as_many_statements_as_one_of_two_and_at_most_eight(cast, browser_of, counted):
    browser, numbers = browser_of(cast.sam), []
    for count in (2, 48):
        for _ in range(count):
            mail(cast.sam, "comments", MessageState.SENT, None, params={"reminders": []})
        with counted() as statements:
            browser.get(PAGE)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 8


def test_an_operator_finds_somebody_by_the_whole_address_or_number_and_reads_no_name(cast, browser_of):
    mail(cast.sam, "comments", MessageState.SKIPPED, "already_seen")
    root = browser_of(cast.root)
    for who in ("sam@example.org", " SAM@example.org ", str(cast.sam.person_id)):
        found = root.post("/operator/mail", {"who": who}, follow=False)
        assert (found.status_code, found.location) == (303, f"/operator/mail/{cast.sam.person_id}")
    said = words(root.get(f"/operator/mail/{cast.sam.person_id}"))
    assert "New comments not sent Nov 23, 2026, 8:00 a.m. It had been read on the site already." in said
    assert "Okafor" not in said


@pytest.mark.parametrize("who", ["", "sam", "sam@example", "am@example.org", "nobody@example.org", "\0"])
def test_a_part_of_an_address_finds_nobody_and_is_kept_beside_its_error(cast, browser_of, who):
    response = browser_of(cast.root).post("/operator/mail", {"who": who})
    assert response.status_code == 422
    assert 'id="who-error"' in response.text
    assert "Okafor" not in response.text


def test_an_operator_is_not_told_what_a_persons_own_dates_lead_to(cast, browser_of):
    from coach_platform.content.vocabulary import ActionKind
    from coach_platform.core.plans import actions
    from coach_platform.core.plans.details import Details

    ensure_schedule(cast.sam.person_id, Face.SEEKER, cast.sam.zone)
    point = Details(what="Kanarienvogel", kind=ActionKind.PRACTICE, due_on=clock.today("UTC") + timedelta(days=5))
    actions.add_action(cast.sam, details=point)
    db.session.commit()
    mine = words(browser_of(cast.sam).get(PAGE))
    theirs = words(browser_of(cast.root).get(f"/operator/mail/{cast.sam.person_id}"))
    assert "Nov 27, 2026, 8:00 a.m." in mine
    assert "Nov 27" not in theirs
    assert "Nov 30, 2026, 8:00 a.m." in theirs
    assert "Kanarienvogel" not in mine + theirs


def test_an_unknown_number_is_nobodys(cast, browser_of):
    root = browser_of(cast.root)
    assert root.get(f"/operator/mail/{new_id()}").status_code == 404
    assert root.get("/operator/mail/nonsense").status_code == 404
