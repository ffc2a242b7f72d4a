"""To the relay over TLS, with a certificate that is checked: real servers, and an authority of the tests' own."""

import ssl

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from coach_platform.core.mail.transport import Relay, RelayAway, Result
from coach_platform.laptop.ports import free_port
from tests.smtp import Sink

LETTER = b"Subject: x\r\n\r\nx\r\n"


class Watching(Sink):
    """Also notes whether a letter came over TLS."""

    over_tls: list[bool]

    def __init__(self) -> None:
        super().__init__()
        self.over_tls = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.over_tls.append(
            session.ssl is not None or isinstance(server.transport.get_extra_info("sslcontext"), ssl.SSLContext)
        )
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """What an operator with an authority of their own does: names it to OpenSSL."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


@pytest.fixture
def serve():
    """`serve(certificate, at_once=False)`: a server whose STARTTLS (or first byte) shows that certificate."""
    running = []

    def start(certificate, *, at_once=False, **more):
        sink, context = Watching(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        sink.port = free_port()
        if certificate is not None:
            certificate.configure_cert(context)
        ways = {"ssl_context": context} if at_once else {"tls_context": context, "require_starttls": True}
        ways = {} if certificate is None else ways
        controller = Controller(sink, hostname="127.0.0.1", port=sink.port, **ways, **more)
        controller.start()
        running.append(controller)
        return sink

    yield start
    for controller in running:
        controller.stop()


def send(scheme, sink, user="", host="localhost"):
    relay = Relay(f"{scheme}://{user}{host}:{sink.port}", hello="mail.example.org")
    try:
        return relay.send("bounces@mail.example.org", "sam@example.org", LETTER).result
    finally:
        relay.close()


@pytest.mark.parametrize(("scheme", "at_once"), [("smtp+starttls", False), ("smtps", True)])
def test_a_letter_goes_over_tls_to_a_server_whose_certificate_is_good(authority, trusted, serve, scheme, at_once):
    sink = serve(authority.issue_cert("localhost"), at_once=at_once)
    assert send(scheme, sink) is Result.ACCEPTED
    assert sink.over_tls == [True]


@pytest.mark.parametrize(("scheme", "at_once"), [("smtp+starttls", False), ("smtps", True)])
def test_a_certificate_of_another_name_is_refused(authority, trusted, serve, scheme, at_once):
    sink = serve(authority.issue_cert("relay.example.com"), at_once=at_once)
    with pytest.raises(RelayAway, match="SSLCertVerificationError"):
        send(scheme, sink)
    assert sink.letters == []


@pytest.mark.parametrize(("scheme", "at_once"), [("smtp+starttls", False), ("smtps", True)])
def test_a_certificate_that_nobody_vouches_for_is_refused(trusted, serve, scheme, at_once):
    sink = serve(trustme.CA().issue_cert("localhost"), at_once=at_once)
    with pytest.raises(RelayAway, match="SSLCertVerificationError"):
        send(scheme, sink)
    assert sink.letters == []


def test_a_server_that_offers_no_tls_gets_neither_letter_nor_password(trusted, serve):
    asked = []

    def authenticator(server, session, envelope, mechanism, data):
        asked.append(data)
        return AuthResult(success=True)

    sink = serve(None, authenticator=authenticator, auth_require_tls=False)
    with pytest.raises(RelayAway, match="SMTPNotSupportedError"):
        send("smtp+starttls", sink, user="rebound:secret@")
    assert (sink.letters, asked) == ([], [])


def test_user_and_password_are_shown_over_tls_only_and_may_hold_any_character(authority, trusted, serve):
    shown = []

    def authenticator(server, session, envelope, mechanism, data):
        shown.append((data.login, data.password, session.ssl is not None))
        return AuthResult(success=True)

    sink = serve(authority.issue_cert("localhost"), authenticator=authenticator, auth_required=True)
    assert send("smtp+starttls", sink, user="rebound%40example.org:p%3Aw%2F%40@") is Result.ACCEPTED
    assert shown == [(b"rebound@example.org", b"p:w/@", True)]


def test_one_connection_is_kept_for_many_letters(authority, trusted, serve):
    sink = serve(authority.issue_cert("localhost"))
    relay = Relay(f"smtp+starttls://localhost:{sink.port}", hello="mail.example.org")
    for _ in range(5):
        assert relay.send("bounces@mail.example.org", "sam@example.org", LETTER).result is Result.ACCEPTED
    relay.close()
    assert sink.connections == 2  # one: EHLO is said before and after STARTTLS
    assert sink.over_tls == [True] * 5
