"""Every kind of mail as the sample people get it, in both languages, as snapshots: a change of words is a readable diff."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from sqlalchemy import create_engine

from coach_platform.core.accounts.actors import actor_by_email
from coach_platform.core.mail.kinds import all_kinds, kind_of
from coach_platform.core.mail.preview import preview
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.specimens import Specimen, specimens
from coach_platform.kit import i18n
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.settings import settings
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
    assert told == snapshot


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_persons_subjects_are_short_and_calm(that_monday, locale):
    for kind in all_kinds():
        for letter in letters(kind, locale).values():
            if subject := re.match(r"Subject: (.*)", letter):
                assert len(subject[1]) < 60, (kind, subject[1])
                assert "!" not in subject[1], kind


def ours() -> list[str]:
    """Every registered kind but those of tests."""
    return [kind for kind in all_kinds() if not kind.startswith("test_")]


@pytest.fixture(scope="module")
def all_letters(that_monday) -> dict[str, dict[str, Specimen]]:
    """One letter of every registered kind, in each language."""
    return {kind: specimens(kind) for kind in ours()}


def test_every_registered_kind_has_a_letter_in_the_sample_world_in_both_languages(all_letters):
    """A new kind needs a `sample`, and somebody in content/sample who has such a thing: else nobody can look at it."""
    assert len(all_letters) > 20
    assert [kind for kind, found in all_letters.items() if set(found) != set(i18n.LOCALES)] == []


def broken(letter: Specimen) -> list[str]:
    """What a letter does that no letter may."""
    kind, found = kind_of(letter.kind), []
    both = (letter.text, unescape(letter.html))
    rules = {
        "a subject of 60 characters or more": len(letter.subject) >= 60,
        "an exclamation mark": "!" in letter.subject + letter.first_line,
        "no first line for the list of mails": not letter.first_line,
        "a first line that is the subject again": letter.first_line == letter.subject,
        "no operator or no postal address": not all(
            settings().operator_name in part and settings().operator_address in part for part in both
        ),
        "no way to stop it": not kind.essential and not all(f"/mail/stop/{kind.name}/" in part for part in both),
        "a way to stop what cannot be stopped": kind.essential and any("/mail/stop/" in part for part in both),
        "no link to the settings": not kind.essential and "/settings/mail" not in letter.html,
        "something that is fetched": bool(FETCHES.search(re.sub(r"<!--.*?-->", "", letter.html, flags=re.S))),
        "a link to elsewhere": any(not url.startswith(settings().base_url) for url in LINKS.findall(letter.html)),
        "no language": f'lang="{letter.locale}-CA"' not in letter.html,
        "nothing for the dark": "prefers-color-scheme: dark" not in letter.html,
        "a line that is too long": any(len(line) > 72 and "://" not in line for line in letter.text.split("\n")),
        "a hole": "%(" in letter.text + letter.subject or "{{" in letter.text,
        "two full stops": ".m.." in letter.text,
        "two empty lines": "\n\n\n" in letter.text,
    }
    found += [rule for rule, is_broken in rules.items() if is_broken]
    with i18n.using(letter.locale):
        found += [] if all(" ".join(str(kind.why).split(" ")) in flat(part) for part in both) else ["no reason why"]
    if letter.locale == "fr" and (loose := LOOSE.search(f"{letter.subject}\n{letter.text}")):
        found.append(f"a plain space beside {loose[0]!r}")
    return found


FETCHES = re.compile(r"<img|<link|<script|@import|url\(|<iframe|<object|background=")
LINKS = re.compile(r'href="([^"]+)"')
LOOSE = re.compile(r"\w [:;?!»](?=\s)|« ")


def flat(part: str) -> str:
    """With the line breaks of wrapping taken out."""
    return re.sub(r"\s*\n\s*", " ", part)


def test_every_letter_keeps_the_rules_in_both_languages(all_letters):
    found = {
        (kind, locale): rules
        for kind, letters in all_letters.items()
        for locale, letter in letters.items()
        if (rules := broken(letter))
    }
    assert found == {}, found
