"""The letters about a coaching: to whom, in whose language, and never with a word that was written."""

import pytest

from coach_platform.core.coaching import asking
from coach_platform.core.mail.preview import preview
from coach_platform.core.mail.reasons import Reason
from coach_platform.kit.db import db
from tests.core.coaching.test_asking import listed

CANARY = "Kanarienvogel"


def body(mail, kind: str) -> str:
    return mail.get_body((kind,)).get_content()


def letter(kind: str, who, **more):
    found = preview(kind, who.person_id, **more)
    assert not isinstance(found, Reason), found
    return found


@pytest.fixture
def asked(cast):
    listed(cast.omar, places_candidates=True)
    coaching_id = asking.ask(cast.sam, cast.omar.person_id, message=CANARY)
    db.session.flush()
    return coaching_id


def test_the_coach_reads_who_asks_in_their_language_without_the_message(cast, asked):
    mail = letter("coaching_asked", cast.omar)
    assert mail["Subject"] == "Sam Okafor vous demande un accompagnement"
    assert "/coach/requests" in body(mail, "plain")
    assert CANARY not in mail.as_string()


def test_an_invited_seeker_reads_that_the_coach_also_places_candidates(cast):
    listed(cast.omar, places_candidates=True)
    asking.invite(cast.omar, cast.nina.person_id, message=CANARY)
    mail = letter("coaching_asked", cast.nina, locale="en")
    assert mail["Subject"] == "Omar Haddad offers to coach you"
    for part in ("plain", "html"):
        assert "They also place candidates with employers" in body(mail, part)
    assert CANARY not in mail.as_string()


def test_the_seeker_reads_the_answer(cast, asked):
    asking.accept(cast.omar, asked)
    assert letter("coaching_accepted", cast.sam)["Subject"] == "Omar Haddad will coach you"
    assert "/sharing" in body(letter("coaching_accepted", cast.sam), "plain")


def test_a_declined_seeker_is_led_to_other_coaches(cast, asked):
    asking.decline(cast.omar, asked)
    mail = letter("coaching_declined", cast.sam)
    assert "It says nothing about you." in body(mail, "plain")
    assert "/coaches" in body(mail, "plain")


@pytest.mark.parametrize("who", ["sam", "casey"])
def test_both_sides_can_be_told_of_the_end(cast, who):
    asking.end(cast.sam, cast.coaching_id)
    other = "Casey Tremblay" if who == "sam" else "Sam Okafor"
    assert letter("coaching_ended", getattr(cast, who))["Subject"] == f"Your coaching with {other} has ended"


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_letter_has_a_short_subject_and_paragraphs_in_its_text(cast, asked, locale):
    asking.accept(cast.omar, asked)
    asking.end(cast.sam, cast.coaching_id)
    for kind in ("coaching_accepted", "coaching_ended"):
        mail = letter(kind, cast.sam, locale=locale)
        assert len(mail["Subject"]) < 60
        text = body(mail, "plain").replace("\r\n", "\n")
        assert "\n\n\n" not in text
        assert len(text.split("\n\n")) >= 5


def test_a_request_answered_or_taken_back_meanwhile_is_not_mailed(cast, asked):
    asking.end(cast.sam, asked)
    from coach_platform.core.mail.kinds import kind_of
    from coach_platform.core.mail.letters import Outgoing
    from coach_platform.kit.ids import new_id

    message = Outgoing(new_id(), "coaching_asked", "k", "a@example.org", "en", "UTC", params={"coaching": str(asked)})
    kind = kind_of("coaching_asked")
    assert kind.still_due([message], kind.gather([message])) == {message.id: Reason.ENDED}
