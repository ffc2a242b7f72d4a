"""What is done about a letter that came back: real letters of ours, their real return addresses, real answers."""

from datetime import timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from coach_platform import cli_mail_operating
from coach_platform.cli import main
from coach_platform.core.access.audit import actor_key
from coach_platform.core.accounts import reaching
from coach_platform.core.mail.choices import kind_choices
from coach_platform.core.mail.models import MailChoice, MailReturn, Message, Suppression
from coach_platform.core.mail.outbox import Recipient
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.returned import refusing
from coach_platform.core.mail.returned.addresses import message_of, return_address
from coach_platform.core.mail.returned.reading import LARGEST, What
from coach_platform.core.mail.returned.taking_in import take_in
from coach_platform.core.mail_history.lists import Wanted, my_mail
from coach_platform.core.relations.models import AuditEvent, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotAllowed, NotFound
from coach_platform.kit.ids import new_id
from tests.core.mail.operating.conftest import ask, noon, own_kinds, relay, run, sink  # noqa: F401
from tests.core.mail.returned.samples import SAYS, letter


@pytest.fixture
def sent(ask, run, sink):  # noqa: F811
    """A message that the relay took, and the return address it left with, as the relay saw it."""

    def one(*words, **more) -> tuple[Message, str]:
        message = ask(*words, **more)
        assert run().accepted == 1
        return message, sink.senders[-1]

    return one


def come_back(name, to, **more):
    taken = take_in(letter(name, to=to, **more))
    db.session.commit()
    return taken.what


def refused() -> dict[str, str]:
    return dict(db.session.execute(select(Suppression.address, Suppression.reason)).all())


def test_each_letter_leaves_with_a_return_address_of_its_own(sent, cast):
    (first, one), (second, other) = sent(), sent()
    assert one != other
    assert (message_of(one), message_of(other)) == (first.id, second.id)
    assert one.startswith("bounces+")
    assert len(one.partition("@")[0]) <= 64
    assert message_of(one.upper()) == first.id  # some mail servers shout


@pytest.mark.parametrize("name", sorted(SAYS))
def test_each_does_what_its_kind_of_news_asks_for_once(name, sent, cast):
    message, to = sent()
    expected = SAYS[name][0] if SAYS[name] else None
    assert come_back(name, to) == expected
    assert come_back(name, to) is None  # a second time it changes nothing
    noted = db.session.scalars(select(MailReturn)).all()
    assert [(one.message_id, one.person_id, one.what) for one in noted] == (
        [(message.id, cast.sam.person_id, expected)] if expected else []
    )
    assert refused() == ({"sam@example.org": Reason.BOUNCED} if expected is What.HARD else {})
    off = set(db.session.scalars(select(MailChoice.changed_by)))
    assert off == ({"complaint"} if expected is What.COMPLAINT else set())


def test_a_hard_bounce_stops_what_comes_next(sent, ask, run, sink, cast):  # noqa: F811
    _message, to = sent()
    come_back("postfix_unknown_user", to)
    later = ask()
    run()
    db.session.refresh(later)
    assert (later.state, later.reason, len(sink.letters)) == ("skipped", Reason.SUPPRESSED, 1)


def test_a_complaint_turns_off_all_that_can_be_and_nothing_else(sent, ask, run, sink, cast):  # noqa: F811
    _message, to = sent()
    come_back("complaint_of_yahoo_kind", to)
    assert {choice.wanted for choice in kind_choices(cast.sam)} == {False}
    optional, essential = ask(), ask("test_password")
    run()
    for message in (optional, essential):
        db.session.refresh(message)
    assert (optional.reason, essential.state) == (Reason.TURNED_OFF, "sent")


def test_a_complaint_of_somebody_without_an_account_stops_all_mail_there(sent):
    _message, to = sent("test_password", to=Recipient("new@example.org", "fr", "America/Toronto"))
    assert come_back("complaint_of_yahoo_kind", to, address="new@example.org") is What.COMPLAINT
    assert refused() == {"new@example.org": Reason.COMPLAINED}


def test_a_complaint_from_an_old_address_silences_that_address_and_not_the_person(sent, ask, run, sink, cast):  # noqa: F811
    _message, to = sent()
    db.session.get(Person, cast.sam.person_id).email = "sam.new@example.org"
    db.session.commit()
    assert come_back("complaint_of_yahoo_kind", to) is What.COMPLAINT
    assert refused() == {"sam@example.org": Reason.COMPLAINED}
    assert {choice.wanted for choice in kind_choices(cast.sam)} == {True}
    ask()
    assert run().accepted == 1
    assert sink.letters[-1]["To"].endswith("<sam.new@example.org>")


def test_a_complaint_about_a_letter_to_an_address_that_never_became_theirs_is_about_that_address(sent, cast):
    message, to = sent()
    message.address = "stranger@example.org"  # as a letter that stays with the address it was written for
    db.session.commit()
    assert come_back("complaint_of_yahoo_kind", to, address="stranger@example.org") is What.COMPLAINT
    assert refused() == {"stranger@example.org": Reason.COMPLAINED}
    assert {choice.wanted for choice in kind_choices(cast.sam)} == {True}


def test_a_bounce_in_free_words_about_another_address_is_not_believed_for_good(sent):
    _message, to = sent()
    assert come_back("exim_in_words", to, address="someone.else@example.org") is What.SOFT
    assert refused() == {}


@pytest.mark.parametrize("name", ["postfix_unknown_user", "report_inside_a_forward"])
def test_a_bounce_is_not_believed_through_a_return_address_it_only_quotes(name, sent):
    _message, to = sent()
    raw = letter(name, to=to)
    head, empty, rest = raw.partition(b"\n\n")
    assert to.encode() in rest  # in the letter it quotes, as whoever was forwarded one can write it
    assert take_in(head.replace(to.encode(), b"bounces@mail.example.org") + empty + rest).what is None
    assert refused() == {}


FORGED = [
    "bounces@mail.example.org",
    "bounces+@mail.example.org",
    "bounces+" + "a" * 42 + "@mail.example.org",
    "bounces+" + "é" * 42 + "@mail.example.org",
    "bounces+" + "1" * 42 + "@mail.example.org",  # 1 is no letter of base32
    "rebound@mail.example.org",
    "",
]


@pytest.mark.parametrize("to", FORGED)
@pytest.mark.parametrize("name", ["postfix_unknown_user", "complaint_of_yahoo_kind", "qmail_in_words"])
def test_what_is_unsigned_or_forged_changes_nothing(name, to, sent):
    sent()
    assert come_back(name, to) is None
    assert refused() == {}
    assert db.session.scalars(select(MailReturn)).all() == []


def test_every_bit_of_a_return_address_counts(sent):
    message, to = sent()
    local, _at, domain = to.partition("@")
    token = local.removeprefix("bounces+")
    for place in range(len(token)):
        for other in "abcdefghijklmnopqrstuvwxyz234567":
            changed = token[:place] + other + token[place + 1 :]
            found = message_of(f"bounces+{changed}@{domain}")
            # The last letter carries two bits that base32 fills up: they say nothing.
            assert found is None or (found == message.id and (changed == token or place == len(token) - 1))


def test_an_address_signed_with_an_older_key_is_still_ours_and_one_of_a_stranger_is_not(app, sent):
    config = app.extensions["rebound.config"]
    message, to = sent()
    keys = list(config.secret_keys)
    try:
        config.secret_keys[:] = ["a-new-key-0123456789-abcdefghijklmnop", *keys]
        assert message_of(to) == message.id
        config.secret_keys[:] = ["a-new-key-0123456789-abcdefghijklmnop"]
        assert message_of(to) is None
    finally:
        config.secret_keys[:] = keys


def test_a_message_that_is_gone_is_about_nobody(session):
    gone = return_address(new_id(), "test_notice")
    assert isinstance(message_of(gone), UUID)
    assert come_back("postfix_unknown_user", gone) is None
    assert refused() == {}


def test_its_reader_finds_it_in_the_history_of_their_mail(sent, cast):
    _message, to = sent()
    come_back("postfix_spam_block", to)
    come_back("complaint_opt_out", to)
    [line] = my_mail(cast.sam, wanted=Wanted()).rows
    assert [step.what for step in line.steps] == ["asked", "sent", "delayed", "complained"]


def test_the_operator_lists_and_lifts_and_nobody_else_does(sent, cast):
    _message, to = sent()
    come_back("postfix_unknown_user", to)
    for who in (cast.sam, cast.casey, cast.dana):
        with pytest.raises(NotAllowed):
            refusing.refusing(who)
        with pytest.raises(NotAllowed):
            refusing.lift("sam@example.org", actor=who)
    [one] = refusing.refusing(cast.root).rows
    assert (one.address, one.reason, one.status, one.has_account) == ("sam@example.org", Reason.BOUNCED, "5.1.1", True)
    refusing.lift("sam@example.org", actor=cast.root)
    assert refusing.refusing(cast.root).rows == []
    with pytest.raises(NotFound):
        refusing.lift("sam@example.org", actor=cast.root)
    [event] = db.session.scalars(select(AuditEvent))
    assert (event.event, event.details) == ("mail.address_lifted", {"whose": actor_key(cast.sam.person_id)})
    assert come_back("postfix_unknown_user", to) is None  # the same letter again does not bring it back


def test_whoever_owns_the_address_confirms_it_by_one_letter(sent, run, sink, cast):  # noqa: F811
    with pytest.raises(NotFound):
        reaching.try_address(cast.sam)
    _message, to = sent()
    come_back("postfix_unknown_user", to)
    assert reaching.unreachable(cast.sam).address == "sam@example.org"
    assert reaching.try_address(cast.sam)
    assert not reaching.try_address(cast.sam)  # one a day
    db.session.commit()
    assert run().accepted == 1
    text = sink.letters[-1].get_body(("plain",)).get_content()
    token = text.partition("/reached/")[2].split()[0]
    assert refused() != {}  # the letter alone changes nothing
    assert reaching.reached(token) == "sam@example.org"
    assert reaching.reached(token) == "sam@example.org"
    assert refused() == {}
    assert reaching.unreachable(cast.sam) is None


def test_that_link_is_worth_nothing_for_another_address_or_person(sent, cast):
    url = reaching.reach_url(cast.sam.person_id, "sam@example.org")
    token = url.rpartition("/")[2]
    of_nina = reaching.reach_url(cast.nina.person_id, "sam@example.org").rpartition("/")[2]
    for forged in (token[:-1], "x" * len(token), "", of_nina):
        with pytest.raises(NotFound):
            reaching.reached(forged)
    db.session.get(Person, cast.sam.person_id).email = "sam.new@example.org"
    db.session.commit()
    with pytest.raises(NotFound):
        reaching.reached(token)


def test_that_link_does_not_lift_what_was_refused_after_it_was_written(sent, cast, noon):  # noqa: F811
    token = reaching.reach_url(cast.sam.person_id, "sam@example.org").rpartition("/")[2]
    _message, to = sent()
    noon.shift(timedelta(minutes=1))
    come_back("postfix_unknown_user", to)
    for use in (reaching.read_link, reaching.reached):
        with pytest.raises(NotFound):
            use(token)
    assert refused() == {"sam@example.org": Reason.BOUNCED}
    newer = reaching.reach_url(cast.sam.person_id, "sam@example.org").rpartition("/")[2]
    assert reaching.reached(newer) == "sam@example.org"


def test_one_letter_a_day_is_one_to_each_address(sent, cast):
    _message, to = sent()
    come_back("postfix_unknown_user", to)
    assert reaching.try_address(cast.sam)
    db.session.get(Person, cast.sam.person_id).email = "sam.new@example.org"
    db.session.add(Suppression(address="sam.new@example.org", reason=Reason.BOUNCED.value, since_at=clock.now()))
    db.session.commit()
    assert reaching.try_address(cast.sam)
    assert not reaching.try_address(cast.sam)
    assert not db.session.scalars(select(Message.key).where(Message.key.contains("@"))).all()


def test_a_pipe_of_the_mail_server(app, sent, monkeypatch, cast):
    monkeypatch.setattr(cli_mail_operating, "_app", lambda: app.app_context())
    _message, to = sent()

    def pipe(raw, *words):
        return CliRunner().invoke(main, ["mail", "bounce", *words], input=raw, catch_exceptions=False)

    assert (pipe(b"noise").exit_code, refused()) == (0, {})
    assert pipe(b"x" * (LARGEST + 1)).exit_code == 65
    raw = letter("postfix_unknown_user", to="hidden@example.org")
    raw = raw.replace(b"Return-Path: <hidden@example.org>\n", b"")
    assert (pipe(raw).exit_code, refused()) == (0, {})
    done = pipe(raw, "--to", to)
    assert (done.exit_code, done.output) == (0, "Read: hard.\n")
    db.session.expire_all()
    assert refused() == {"sam@example.org": Reason.BOUNCED}
    lifted = CliRunner().invoke(main, ["mail", "lift", "Sam@example.org"])
    assert (lifted.exit_code, refused()) == (0, {})
