"""The command line: look at a mail, send a digest, see how mail stands."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from coach_platform import cli_mail, cli_mail_operating
from coach_platform.cli import main
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.models import Message
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.core.digests.test_seeker_digest import log_no


@pytest.fixture
def call(app, cast, monkeypatch):
    """`call("mail", "status")` runs a command on the test's own database; gives what it printed."""
    db.session.commit()
    for commands in (cli_mail, cli_mail_operating):
        monkeypatch.setattr(commands, "_app", lambda: app.app_context())

    def run(*words, code=0):
        result = CliRunner().invoke(main, list(words), catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_preview_prints_the_letter_as_that_person_would_get_it(call, cast):
    log_no(cast.nina.person_id)
    db.session.commit()
    printed = call("mail", "preview", "digest_seeker", "nina@example.org")
    assert "To: Nina Roy <nina@example.org>" in printed
    assert "Bonjour Nina Roy," in printed
    assert "Hello Nina Roy," in call("mail", "preview", "digest_seeker", "nina@example.org", "--locale", "en")
    assert "<!doctype html>" in call("mail", "preview", "digest_seeker", "nina@example.org", "--html")


def test_preview_says_why_it_would_not_be_sent(call):
    assert "There was nothing to say." in call("mail", "preview", "digest_seeker", "sam@example.org", code=1)
    assert "No such mail" in call("mail", "preview", "nothing", "sam@example.org", code=1)


def test_a_digest_is_asked_for_now(call, cast):
    call("digest", "send", "sam@example.org", "now")
    [message] = db.session.query(Message)
    assert (message.kind, message.person_id, message.at_once) == ("digest_seeker", cast.sam.person_id, True)
    assert "no such person" in call("digest", "send", "nobody@example.org", code=1)


def test_a_coachs_digest_is_asked_for_by_the_word_of_its_face(call, cast):
    call("digest", "send", "casey@example.org", "now", "--face", "coach")
    [message] = db.session.query(Message)
    assert (message.kind, message.person_id) == ("digest_coach", cast.casey.person_id)


def test_a_missing_setting_is_named_in_a_sentence(monkeypatch):
    for name in ("DATABASE_URL", "WORKER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(main, ["mail", "status"])
    assert (result.exit_code, result.output) == (
        1,
        "WORKER_DATABASE_URL is not set. See docs/operations.md, Settings.\n",
    )


def test_status_counts_and_names_no_one(call, cast):
    outbox.add("mail_check", key=keys.about("mail_check", new_id()), to=cast.sam.person_id)
    db.session.commit()
    printed = call("mail", "status")
    assert "mail_check" in printed
    assert "queued" in printed
    assert "sam" not in printed


def test_a_test_message_goes_to_any_address(call):
    call("mail", "test", "postmaster@example.org", "--locale", "fr")
    [message] = db.session.query(Message)
    assert (message.address, message.locale) == ("postmaster@example.org", "fr")


def test_a_kind_is_stopped_and_let_go(call, cast):
    outbox.add("comments", key=keys.about("comments", new_id()), to=cast.sam.person_id)
    db.session.commit()
    assert call("mail", "stop", "comments", "--why", "A wrong link") == "Stopped: comments waits.\n"
    printed = call("mail", "status", "--hours")
    assert "Stopped: comments, by the command line since " in printed
    assert "A wrong link" in printed
    assert ":00  queued 1" in printed
    assert call("mail", "go", "comments") == "comments goes out again.\n"
    assert call("mail", "go", "comments") == "comments was not stopped.\n"
    assert "There is no kind of mail called nothing" in call("mail", "stop", "nothing", "--why", "x", code=1)
    assert "Say why" in call("mail", "stop", "comments", "--why", " ", code=1)


def test_what_failed_is_tried_again_only_with_a_yes(call, cast):
    outbox.add("comments", key=keys.about("comments", new_id()), to=cast.sam.person_id)
    db.session.execute(update(Message).values(state="failed", reason="no_answer", done_at=clock.now()))
    db.session.commit()
    assert "These may have arrived" in call("mail", "replay", "comments", code=1)
    assert db.session.scalars(select(Message.state)).all() == ["failed"]
    assert "1 go once more" in call("mail", "replay", "--reason", "no_answer", "--yes")
    assert db.session.scalars(select(Message.state)).all() == ["queued"]
    assert "Nothing of that failed" in call("mail", "replay", code=1)
