"""Every kind of mail as the sample people get it, in both languages, as snapshots: a change of words is a readable diff."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import create_engine

from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.preview import preview
from coach_platform.core.mail.reasons import Reason
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.sample.loading import load
from tests.snapshots import readable_mail

MONDAY = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
PEOPLE = ("sam", "casey", "luce", "maude", "nina", "dana")


@pytest.fixture(scope="module")
def that_monday(app) -> Iterator[None]:
    """The sample world as it is on one Monday morning; nothing of it is committed."""
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with time_machine.travel(MONDAY, tick=False), app.app_context(), engine.connect() as connection:
        outer = connection.begin()
        kept = dict(db.engines)
        db.engines[None] = connection
        db.session.remove()
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        try:
            load()
            db.session.flush()
            yield
        finally:
            db.session.remove()
            db.engines.update(kept)
            outer.rollback()
    engine.dispose()


def letters(kind: str, locale: str) -> dict[str, str]:
    """The letter of `kind` for each of the people who would get one now."""
    found = {}
    for name in PEOPLE:
        try:
            mail = preview(kind, actor_by_email(f"{name}@example.org").person_id, locale=locale)
        except NotFound:
            continue
        found[name] = f"not sent: {mail}" if isinstance(mail, Reason) else readable_mail(mail)
    return found


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("kind", ["digest_seeker", "digest_coach"])
def test_digests_read_as_they_should(that_monday, snapshot, kind, locale):
    assert letters(kind, locale) == snapshot


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_other_kind_reads_as_it_should(that_monday, snapshot, locale):
    kinds = [kind for kind in all_kinds() if not kind.startswith(("digest_", "test_"))]
    told = {kind: letters(kind, locale) for kind in kinds}
    assert {kind for kind, found in told.items() if any("Subject:" in one for one in found.values())} >= set(kinds) - {
        # Nobody in the sample world waits for these; their words are held in tests/core/accounts and tests/core/coaching.
        "invitation",
        "confirm_address",
        "coaching_declined",
        "old_address",
        "new_address",
    }
    assert told == snapshot


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_subjects_are_short_and_calm(that_monday, locale):
    for kind in all_kinds():
        for letter in letters(kind, locale).values():
            if subject := re.match(r"Subject: (.*)", letter):
                assert len(subject[1]) < 60, (kind, subject[1])
                assert "!" not in subject[1], kind
