"""Where the relay posts what came back."""

import pytest
from sqlalchemy import select

from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.models import MailReturn, Message, Suppression
from coach_platform.core.mail.returned.addresses import return_address
from coach_platform.core.mail.returned.reading import LARGEST
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests import apart
from tests.core.mail.returned.samples import letter

TOKEN = {"Authorization": "Bearer bounce-0123456789-abcdefghijklmnop"}


@pytest.fixture
def to(cast):
    """The return address of a letter to Sam."""
    outbox.add("comments", key=keys.about("comments", new_id()), to=cast.sam.person_id)
    db.session.commit()
    return return_address(db.session.scalars(select(Message.id)).one(), "comments")


@pytest.fixture
def post(app, session):
    """As the relay posts it: no cookie, no form."""
    return lambda raw, headers=TOKEN, **more: app.test_client().post(
        "/mail/returned", data=raw, headers=headers, **more
    )


def refused():
    return db.session.scalars(select(Suppression.address)).all()


@pytest.mark.parametrize("kind", ["message/rfc822", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_bounce_is_read_whatever_its_type_is_said_to_be(post, to, kind):
    answer = post(letter("postfix_unknown_user", to=to), content_type=kind)
    assert (answer.status_code, answer.data) == (204, b"")
    assert refused() == ["sam@example.org"]


def test_the_address_it_came_to_may_be_said_beside_it(post, to):
    raw = letter("qmail_in_words", to="hidden@example.org")
    assert post(raw).status_code == 204
    assert refused() == []
    assert post(raw, {**TOKEN, "X-Envelope-To": to}).status_code == 204
    assert refused() == ["sam@example.org"]


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer "}])
def test_without_the_token_there_is_no_such_place(post, to, given):
    assert post(letter("postfix_unknown_user", to=to), given).status_code == 404
    assert refused() == []


def test_where_no_token_is_set_nobody_gets_in(environment):
    with apart.own_app(environment | {"BOUNCE_TOKEN": ""}) as app:
        for headers in (TOKEN, {"Authorization": "Bearer "}, {}):
            assert app.test_client().post("/mail/returned", data=b"x", headers=headers).status_code == 404


def test_ten_megabytes_are_refused(post, to):
    raw = letter("postfix_unknown_user", to=to)
    assert post(raw + b"x" * 10 * 1024 * 1024).status_code == 413
    assert post(raw + b"x" * (LARGEST + 1 - len(raw))).status_code == 413
    assert refused() == []
    assert post(raw + b"x" * (LARGEST - len(raw))).status_code == 204
    assert refused() == ["sam@example.org"]


def test_noise_and_forgeries_change_nothing_and_are_answered_alike(post, to):
    for raw in (b"", b"\0" * 100, b"\xff" * 5000, letter("postfix_unknown_user", to="bounces+x@mail.example.org")):
        assert post(raw).status_code == 204
    assert refused() == db.session.scalars(select(MailReturn)).all() == []
