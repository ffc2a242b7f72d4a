"""How the letters read that keep an account its owner's, in both languages."""

import pytest

from coach_platform.core.accounts import changing_address
from coach_platform.core.accounts.alerts import What
from coach_platform.core.accounts.emails_safety import KINDS, SENTENCES
from coach_platform.core.accounts.models import AddressChange
from coach_platform.core.mail.kinds import Family, kind_of
from coach_platform.core.mail.letters import Outgoing
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.snapshots import readable

AT = "2026-11-23T13:05:00+00:00"
WHERE = {"at": AT, "device": "Firefox, Linux"}


def _letter(cast, kind: str, locale: str, params: dict):
    message = Outgoing(
        id=new_id(),
        kind=kind,
        key="k",
        address="sam@example.org",
        locale=locale,
        zone="America/Toronto",
        person_id=cast.sam.person_id,
        name="Sam Okafor",
        params=params,
    )
    known = kind_of(kind)
    facts = known.gather([message])
    assert known.still_due([message], facts) == {}
    return known.compose([message], facts)[message.id]


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("kind", ["sign_in_alert", "address_is_known"])
def test_a_letter_without_a_row_of_its_own(cast, snapshot, kind, locale):
    assert readable(_letter(cast, kind, locale, WHERE)) == snapshot


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_each_change_has_its_sentence(cast, snapshot, locale):
    letters = {what.value: _letter(cast, "account_changed", locale, {**WHERE, "what": what.value}) for what in What}
    assert set(SENTENCES) == set(What)
    assert readable(letters["passkey_added"]) == snapshot
    assert [letter.text.split("\n")[2] for letter in letters.values()] == snapshot


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_two_letters_of_a_change_of_address(cast, snapshot, locale, done, monkeypatch):
    monkeypatch.setattr("coach_platform.core.accounts.links.signer", lambda: Plain())
    changing_address.ask(cast.sam, "sam.new@example.org")
    change = db.session.query(AddressChange).one()
    params = {"change_id": str(change.id)}
    if not done:
        assert readable(_letter(cast, "new_address", locale, params)) == snapshot(name=f"new-{locale}")
    change.confirmed_at = clock.now() if done else None
    db.session.flush()
    assert readable(_letter(cast, "old_address", locale, params)) == snapshot(name=f"old-{done}-{locale}")


class Plain:
    """Signs with a word that is the same each time; real tokens are tested in tests/web/auth."""

    def sign(self, purpose, *_facts):
        return f"token-for-{purpose}"


def test_none_of_them_can_be_turned_off_and_all_come_at_any_hour():
    assert all(kind.essential and kind.family is Family.TRANSACTIONAL for kind in KINDS)
