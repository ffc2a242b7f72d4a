"""Two streams: summaries by another relay, under another sender and way back; by default all goes one way."""

import pytest

from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.delivery import deliver
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.outbox import Recipient
from coach_platform.core.mail.returned.addresses import message_of
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests import apart
from tests.smtp import Sink, running

SAM = Recipient("sam@example.org", "en", "America/Toronto")


@pytest.fixture
def both(services, template, environment):
    """`both(**settings)`: one message of each lane, delivered as the worker's tasks deliver; gives the two servers."""
    with apart.own_database(services, template) as urls, running(Sink()) as post, running(Sink()) as digests:

        def run(**more):
            given = apart.settings_on(environment, urls) | {"SMTP_URL": post.url}
            given |= {name: value.format(digests=digests.url) for name, value in more.items()}
            with apart.own_app(given, role="worker") as app, app.app_context():
                for kind in ("test_password", "test_digest"):
                    outbox.add(kind, key=keys.about(kind, new_id()), to=SAM, at_once=True)
                db.session.commit()
                _deliver_as_a_worker()
            return post, digests

        yield run


def _deliver_as_a_worker():
    from workers import relay

    relay._relay.cache_clear()
    for lane in Lane:
        assert deliver(lane, relay=relay.relay(lane), worker="test").accepted == 1
    relay._close()
    relay._relay.cache_clear()
    relay._open.clear()


def test_by_default_all_leaves_one_way_over_one_connection(both):
    post, digests = both()
    assert [len(post.letters), len(digests.letters), post.connections] == [2, 0, 1]
    assert {letter["From"].addresses[0].addr_spec for letter in post.letters} == {"rebound@mail.example.org"}
    assert {sender.partition("@")[2] for sender in post.senders} == {"mail.example.org"}


def test_summaries_leave_by_their_own_relay_and_under_their_own_addresses(both):
    post, digests = both(
        DIGEST_SMTP_URL="{digests}",
        DIGEST_MAIL_FROM="rebound@summaries.example.org",
        DIGEST_BOUNCE_ADDRESS="back@summaries.example.org",
    )
    [password], [digest] = post.letters, digests.letters
    assert password["From"].addresses[0].addr_spec == "rebound@mail.example.org"
    assert digest["From"].addresses[0].addr_spec == "rebound@summaries.example.org"
    assert post.senders[0].startswith("bounces+")
    assert post.senders[0].endswith("@mail.example.org")
    assert digests.senders[0].startswith("back+")
    assert digests.senders[0].endswith("@summaries.example.org")


def test_another_sender_alone_is_enough(both):
    post, digests = both(DIGEST_MAIL_FROM="rebound@summaries.example.org")
    assert digests.letters == []
    froms = [letter["From"].addresses[0].addr_spec for letter in post.letters]
    assert froms == ["rebound@mail.example.org", "rebound@summaries.example.org"]


def test_without_a_bounce_address_letters_come_back_to_their_sender(both, session):
    post, _digests = both(BOUNCE_ADDRESS="", DIGEST_MAIL_FROM="rebound@summaries.example.org")
    assert post.senders == ["rebound@mail.example.org", "rebound@summaries.example.org"]
    assert [message_of(sender) for sender in post.senders] == [None, None]
