"""The card: answered without an account, corrected for a day, withdrawn at any time, declined for ever, gone when revoked."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from coach_platform.content.vocabulary import Outcome, Stage
from coach_platform.core.applications.cases import open_case
from coach_platform.core.applications.contacts import add_contact, edit_contact
from coach_platform.core.applications.deleting import delete_application
from coach_platform.core.applications.log import log_no
from coach_platform.core.mail.models import Message
from coach_platform.core.reconnect import answering, cards, message, sending
from coach_platform.core.reconnect.answering import LINE, CardState, Given
from coach_platform.core.reconnect.models import CardRefusal, Feedback
from coach_platform.core.reconnect.overview import overview
from coach_platform.core.reconnect.refusals import LATEST
from coach_platform.core.reconnect.states import Asking
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound

STRONGER = Given(
    reasons=("someone_stronger",), said=("The example.", ""), next_time="Begin with the end.", may_contact=True
)


def answers(nordlys, given=STRONGER, locale="en"):
    page = answering.answer(nordlys.token(), given, locale=locale)
    db.session.commit()
    return page


def mails() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == "card_answered")))


def test_it_says_who_asks_and_for_what_and_asks_the_seekers_questions(nordlys):
    nordlys.sends()
    page = answering.read_card(nordlys.token())
    assert (page.state, page.seeker, page.company, page.role) == (
        CardState.OPEN,
        "Sam Okafor",
        "Nordlys",
        "Data analyst",
    )
    assert page.questions == ("What weighed most in the decision?", "What should I show better next time?")


def test_an_answer_reaches_the_case_and_one_letter_says_so_without_a_word_of_it(nordlys):
    nordlys.sends()
    assert answers(nordlys).state is CardState.ANSWERED
    [one] = overview(nordlys.cast.sam, nordlys.case).shown.feedback
    assert (one.person, one.reasons, one.next_time) == (
        "Ines Dufour",
        ("Someone else was stronger",),
        "Begin with the end.",
    )
    assert one.said == (("What weighed most in the decision?", "The example."),) and not one.verified
    [mail] = mails()
    assert mail.person_id == nordlys.cast.sam.person_id and set(mail.params) == {"card"}


def test_sent_twice_it_is_one_answer_and_one_letter(nordlys):
    nordlys.sends()
    answers(nordlys)
    answers(nordlys)
    answering.withdraw(nordlys.token())
    answers(nordlys)
    assert len(db.session.scalars(select(Feedback)).all()) == 1
    assert len(mails()) == 1


def test_it_can_be_corrected_for_a_day_and_then_only_withdrawn(nordlys, hand):
    nordlys.sends()
    answers(nordlys)
    hand.move_to(clock.now() + timedelta(hours=23))
    answers(nordlys, Given(reasons=("role_closed",), said=("", "")))
    [row] = db.session.scalars(select(Feedback)).all()
    assert row.reasons == ["role_closed"] and row.corrected_at is not None and row.next_time == ""
    hand.move_to(clock.now() + timedelta(hours=2))
    assert not answering.read_card(nordlys.token()).correctable
    with pytest.raises(Conflict):
        answers(nordlys)
    answering.withdraw(nordlys.token())
    assert db.session.scalars(select(Feedback)).all() == []


def test_what_was_withdrawn_is_gone_and_the_history_says_only_that(nordlys):
    nordlys.sends()
    answers(nordlys)
    page = answering.withdraw(nordlys.token())
    assert page.state is CardState.OPEN and page.withdrawn
    shown = overview(nordlys.cast.sam, nordlys.case).shown
    assert shown.feedback == () and [step.what for step in shown.history] == ["asked", "withdrawn"]


def test_revoking_kills_the_link_but_an_answer_can_still_be_withdrawn_with_it(nordlys):
    nordlys.sends()
    answers(nordlys)
    old = nordlys.token()
    cards.revoke_card(nordlys.cast.sam, nordlys.case, nordlys.ines)
    page = answering.read_card(old)
    assert page.state is CardState.OVER and page.withdrawable
    with pytest.raises(Conflict):
        answering.answer(old, STRONGER, locale="en")
    assert not answering.withdraw(old).withdrawable


def test_a_new_link_leaves_the_old_one_dead(nordlys):
    nordlys.sends()
    old = nordlys.token()
    cards.renew_card(nordlys.cast.sam, nordlys.case, nordlys.ines)
    assert nordlys.token() != old
    assert answering.read_card(old).state is CardState.OVER
    assert answering.read_card(nordlys.token()).state is CardState.OPEN


def test_it_ends_after_sixty_days_and_an_answer_can_be_withdrawn_even_then(nordlys, hand):
    nordlys.sends()
    answers(nordlys)
    token = nordlys.token()
    hand.move_to(clock.now() + timedelta(days=61))
    assert answering.read_card(token).state is CardState.ANSWERED
    assert answering.withdraw(token).state is CardState.OVER


def test_one_tap_declines_for_ever_and_no_new_link_changes_that(nordlys, hand):
    nordlys.sends()
    token = nordlys.token()
    assert answering.decline(token).state is CardState.DECLINED
    with pytest.raises(Conflict):
        answering.answer(token, STRONGER, locale="en")
    with pytest.raises(Conflict):
        cards.renew_card(nordlys.cast.sam, nordlys.case, nordlys.ines)
    hand.move_to(clock.now() + timedelta(days=300))
    found = overview(nordlys.cast.sam, nordlys.case)
    assert found.addressees[0].state is Asking.DECLINED
    assert answering.reopen(token).state is CardState.OVER  # a slip can be undone, time cannot


def other_case(nordlys, email: str):
    """Nina, whom Sam does not know, writes to somebody of this address."""
    no = log_no(nordlys.cast.nina, company="Ailleurs", role="Analyste", stage=Stage.INTERVIEW, outcome=Outcome.REJECTED)
    to = add_contact(nordlys.cast.nina, no, name="Ines D.", stage=Stage.INTERVIEW, email=email)
    return open_case(nordlys.cast.nina, no), to


def ninas(nordlys, case, to):
    shown = message.message_page(nordlys.cast.nina, case, to)
    message.save_message(nordlys.cast.nina, case, to, shown.wish, shown.written, message.Tab())
    sending.mark_sent(nordlys.cast.nina, case, to)


def card_of_nina(nordlys, case, to):
    return message.message_page(nordlys.cast.nina, case, to).card


def test_never_again_from_anybody_looks_to_another_seeker_like_one_who_declined(nordlys, hand):
    nordlys.sends()
    answering.decline_for_everybody(nordlys.token(), " Ines@Nordlys.example.org ")
    [row] = db.session.scalars(select(CardRefusal)).all()
    assert "ines" not in row.address_key and "@" not in row.address_key
    case, to = other_case(nordlys, "ines@nordlys.example.org")
    other, stranger = other_case(nordlys, "paul@nordlys.example.org")
    ninas(nordlys, case, to)
    ninas(nordlys, other, stranger)
    # At first nothing tells the two apart: same state, a link each, the same page behind it.
    lines = [card_of_nina(nordlys, case, to), card_of_nina(nordlys, other, stranger)]
    assert [(bool(line.url), line.declined) for line in lines] == [(True, False)] * 2
    token = lines[0].url.rsplit("/", 1)[1]
    assert answering.read_card(token).state is CardState.OPEN
    # Then it declines itself, as if by hand: for the seeker, in the history, and behind the link.
    hand.move_to(clock.now() + LATEST)
    assert card_of_nina(nordlys, case, to).declined and not card_of_nina(nordlys, other, stranger).declined
    found = overview(nordlys.cast.nina, case)
    assert found.addressees[0].state is Asking.DECLINED
    assert [step.what for step in found.shown.history] == ["asked", "declined"]
    assert answering.read_card(token).state is CardState.DECLINED


def test_whoever_refused_may_answer_after_all_while_it_is_open(nordlys):
    nordlys.sends()
    answering.decline_for_everybody(nordlys.token(), "ines@nordlys.example.org")
    case, to = other_case(nordlys, "ines@nordlys.example.org")
    ninas(nordlys, case, to)
    token = card_of_nina(nordlys, case, to).url.rsplit("/", 1)[1]
    assert answering.answer(token, STRONGER, locale="fr").state is CardState.ANSWERED


def with_every_decline(nordlys, hand) -> list[tuple]:
    """Two of Nina's cards that are declined: the one by a tap, the other by itself. (case, to, token) of each."""
    nordlys.sends()
    answering.decline_for_everybody(nordlys.token(), "ines@nordlys.example.org")
    both = [other_case(nordlys, email) for email in ("paul@nordlys.example.org", "ines@nordlys.example.org")]
    for case, to in both:
        ninas(nordlys, case, to)
    found = [(case, to, card_of_nina(nordlys, case, to).url.rsplit("/", 1)[1]) for case, to in both]
    hand.move_to(clock.now() + LATEST)
    answering.decline(found[0][2])
    assert [as_nina_sees(nordlys, *one) for one in found] == [(True, ["asked", "declined"], CardState.DECLINED)] * 2
    return found


def as_nina_sees(nordlys, case, to, token):
    """Her page of the message, the history of the case, and what her own copy of the link leads to."""
    history = overview(nordlys.cast.nina, case).shown.history
    line = card_of_nina(nordlys, case, to)
    return line.declined, sorted(step.what for step in history), answering.read_card(token).state


def opens_it_again(nordlys, case, to, token):
    answering.reopen(token)


def writes_again(nordlys, case, to, token):
    shown = message.message_page(nordlys.cast.nina, case, to)
    message.save_message(nordlys.cast.nina, case, to, shown.wish, shown.written, message.Tab(revision=shown.revision))
    sending.mark_sent(nordlys.cast.nina, case, to)


def says_it_was_not_sent(nordlys, case, to, token):
    sending.take_back(nordlys.cast.nina, case, overview(nordlys.cast.nina, case).shown.history[0].id)


def notes_another_address(nordlys, case, to, token):
    edit_contact(nordlys.cast.nina, to, name="Ines D.", stage=Stage.INTERVIEW, email="somebody@else.example.org")
    shown = message.message_page(nordlys.cast.nina, case, to)
    message.save_message(nordlys.cast.nina, case, to, shown.wish, shown.written, message.Tab(revision=shown.revision))


def takes_the_link_back(nordlys, case, to, token):
    cards.revoke_card(nordlys.cast.nina, case, to)


@pytest.mark.parametrize(
    "does", [opens_it_again, writes_again, says_it_was_not_sent, notes_another_address, takes_the_link_back]
)
def test_whatever_its_seeker_tries_a_card_that_declined_itself_is_like_one_that_was_tapped(nordlys, hand, does):
    both = with_every_decline(nordlys, hand)
    for one in both:
        does(nordlys, *one)
    for _ in range(3):
        tapped, by_itself = [as_nina_sees(nordlys, *one) for one in both]
        assert tapped == by_itself
        hand.move_to(clock.now() + LATEST)


def test_a_card_that_was_opened_again_stays_open_until_a_later_refusal(nordlys, hand):
    [_, (_case, _to, token)] = with_every_decline(nordlys, hand)
    assert answering.reopen(token).state is CardState.OPEN
    hand.move_to(clock.now() + LATEST)
    assert answering.read_card(token).state is CardState.OPEN
    assert answering.decline(token).state is CardState.DECLINED


def test_nobody_can_open_beforehand_what_has_not_declined_yet(nordlys, hand):
    nordlys.sends()
    answering.decline_for_everybody(nordlys.token(), "ines@nordlys.example.org")
    case, to = other_case(nordlys, "ines@nordlys.example.org")
    ninas(nordlys, case, to)
    token = card_of_nina(nordlys, case, to).url.rsplit("/", 1)[1]
    assert answering.reopen(token).state is CardState.OPEN
    hand.move_to(clock.now() + LATEST)
    assert answering.read_card(token).state is CardState.DECLINED


def test_a_card_that_was_answered_never_says_that_it_was_declined_as_well(nordlys, hand):
    nordlys.sends()
    answering.decline_for_everybody(nordlys.token(), "ines@nordlys.example.org")
    case, to = other_case(nordlys, "ines@nordlys.example.org")
    ninas(nordlys, case, to)
    answering.answer(card_of_nina(nordlys, case, to).url.rsplit("/", 1)[1], STRONGER, locale="en")
    hand.move_to(clock.now() + LATEST)
    found = overview(nordlys.cast.nina, case)
    assert found.addressees[0].state is Asking.ANSWERED
    assert [step.what for step in found.shown.history] == ["asked"]


def test_an_address_that_is_none_is_refused_in_words(nordlys):
    nordlys.sends()
    with pytest.raises(Invalid) as refused:
        answering.decline_for_everybody(nordlys.token(), "not an address")
    assert set(refused.value.fields) == {"address"}
    assert db.session.scalars(select(CardRefusal)).all() == []


def test_an_empty_answer_is_asked_for_one_word_and_a_hundred_kilobytes_for_fewer(nordlys):
    nordlys.sends()
    for given, field in (
        (Given(), "reasons"),
        (Given(reasons=("no such",), next_time="x"), "reasons"),
        (Given(next_time="x" * 100_000), "next_time"),
        (Given(said=("", "y" * (LINE + 1))), "said-1"),
    ):
        with pytest.raises(Invalid) as refused:
            answers(nordlys, given)
        assert set(refused.value.fields) == {field}
    assert db.session.scalars(select(Feedback)).all() == []


@pytest.mark.parametrize("text", ["😀 très bien", "\u202eشكرا جزيلا", "a\0b", "<script>alert(1)</script>", "{{ 7*7 }}"])
def test_whatever_is_written_is_kept_as_it_is_but_nothing_that_a_database_refuses(nordlys, text):
    nordlys.sends()
    answers(nordlys, Given(next_time=text))
    [one] = overview(nordlys.cast.sam, nordlys.case).shown.feedback
    assert one.next_time == text.replace("\0", "")


def test_a_forged_link_leads_nowhere(nordlys):
    nordlys.sends()
    token = nordlys.token()
    for forged in ("AAAA", "", token[:-2] + ("AA" if not token.endswith("AA") else "BB"), "é" * 60):
        with pytest.raises(NotFound):
            answering.read_card(forged)


def test_a_deleted_application_closes_its_cards(nordlys):
    nordlys.sends()
    token = nordlys.token()
    delete_application(nordlys.cast.sam, nordlys.application)
    assert answering.read_card(token).state is CardState.OVER


def test_an_erased_seeker_leaves_no_card(nordlys):
    nordlys.sends()
    token = nordlys.token()
    card = nordlys.card()
    db.session.execute(delete(type(card)).where(type(card).id == card.id))
    with pytest.raises(NotFound):
        answering.read_card(token)


def test_nothing_secret_is_kept(nordlys):
    nordlys.sends()
    secret = nordlys.token()
    rows = [str(vars(nordlys.card())), str(message.message_page(nordlys.cast.sam, nordlys.case, nordlys.ines).sent)]
    assert not any(secret in row for row in rows)


def test_the_questions_follow_the_message_until_it_was_answered(nordlys):
    nordlys.writes()
    shown = message.message_page(nordlys.cast.sam, nordlys.case, nordlys.ines)
    from dataclasses import replace

    tab = message.Tab(revision=shown.revision)
    wish = replace(shown.wish, questions=("Only this?",))
    message.save_message(nordlys.cast.sam, nordlys.case, nordlys.ines, wish, shown.written, tab)
    assert answering.read_card(nordlys.token()).questions == ("Only this?",)
    answers(nordlys, Given(reasons=("other",), said=("Yes.",)))
    again = replace(shown.wish, questions=("Another?",))
    tab = message.Tab(revision=shown.revision + 1)
    message.save_message(nordlys.cast.sam, nordlys.case, nordlys.ines, again, shown.written, tab)
    assert answering.read_card(nordlys.token()).questions == ("Only this?",)


def test_a_later_day_begins_where_the_seeker_lives(nordlys, hand):
    nordlys.sends()
    hand.move_to(datetime(2026, 11, 25, 3, 30, tzinfo=UTC))  # still Tuesday evening in Toronto
    answers(nordlys)
    [one] = overview(nordlys.cast.sam, nordlys.case).shown.feedback
    assert one.on.isoformat() == "2026-11-24"
