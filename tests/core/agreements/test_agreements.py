"""What people agreed to: kept as it was read, ended and never rewritten, and never extended by a newer text."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from coach_platform.content import agreements as texts
from coach_platform.content.agreements import latest_agreement
from coach_platform.content.reading import Both
from coach_platform.core.agreements import keeping
from coach_platform.core.agreements.holding import outdated
from coach_platform.core.agreements.page import PRIVACY, agreed_page, read_again
from coach_platform.core.coaching import asking, grants
from coach_platform.core.coaching.grants import Cases
from coach_platform.core.coaching.mail_words import allow_mail_words
from coach_platform.core.coaching.profiles import has_promised
from coach_platform.core.relations.models import Section
from coach_platform.kit.errors import Invalid
from tests.agreed import agreed
from tests.core.coaching.test_asking import listed


@pytest.fixture
def renewed(monkeypatch):
    """`renewed("privacy")`: from now on there is a second version of that text."""
    found = dict(texts.all_agreements())

    def renew(key: str) -> None:
        present = latest_agreement(key)
        later = replace(
            present, version=present.version + 1, changed=Both(en="One line more.", fr="Une ligne de plus.")
        )
        found[key, later.version] = replace(later, paragraphs=(*present.paragraphs, Both(en="More.", fr="Plus.")))

    monkeypatch.setattr(texts, "all_agreements", lambda: found)
    monkeypatch.setattr("coach_platform.core.agreements.holding.all_agreements", lambda: found)
    return renew


def held(actor) -> list[tuple[str, int, bool]]:
    return [(one.key, one.version, one.ended_at is None) for one in agreed_page(actor).rows]


def test_a_yes_is_kept_with_version_language_time_and_the_exact_text(cast):
    keeping.keep(cast.sam.person_id, PRIVACY, agreed("fr", PRIVACY))
    (one,) = agreed_page(cast.sam).rows
    text = latest_agreement(PRIVACY)
    assert (one.key, one.version, one.locale, one.ended_at) == (PRIVACY, text.version, "fr", None)
    assert "\n\n".join([one.title, *one.paragraphs]) == text.text("fr")
    assert agreed_page(cast.nina).rows == []


@pytest.mark.parametrize("mark", [None, "", "1.en.another", "0.en.earlier"])
def test_no_tick_and_another_text_are_no_yes(cast, mark):
    with pytest.raises(Invalid) as error:
        keeping.keep(cast.sam.person_id, PRIVACY, mark)
    assert set(error.value.fields) == {"agreed"}
    assert agreed_page(cast.sam).rows == []


def test_a_new_yes_takes_the_place_of_the_earlier_and_both_stay_in_the_record(cast):
    for locale in ("en", "fr"):
        keeping.keep(cast.sam.person_id, PRIVACY, agreed(locale, PRIVACY))
    assert held(cast.sam) == [(PRIVACY, 1, True), (PRIVACY, 1, False)]


def test_grants_stand_on_the_same_page_with_when_they_ended(cast):
    for sections in ([Section.PLAN], [Section.CONFIDENCE]):
        grants.grant(cast.sam, cast.coaching_id, sections=sections, cases=Cases.LISTED, agreed_to=agreed())
    rows = agreed_page(cast.sam).rows
    assert [(row.key, row.whom, row.ended_at is None) for row in rows] == [
        ("coaching_grant", "Casey Tremblay", True),
        ("coaching_grant", "Casey Tremblay", False),
    ]
    assert rows[0].paragraphs[-1] == latest_agreement("coaching_grant").agree.en


def test_words_in_mails_need_a_yes_of_their_own_and_end_with_the_switch(cast):
    with pytest.raises(Invalid):
        allow_mail_words(cast.sam, cast.coaching_id, allowed=True)
    allow_mail_words(cast.sam, cast.coaching_id, allowed=True, agreed_to=agreed(key="mail_words"))
    assert held(cast.sam) == [("mail_words", 1, True)]
    allow_mail_words(cast.sam, cast.coaching_id, allowed=False)
    assert held(cast.sam) == [("mail_words", 1, False)]


def test_a_yes_to_a_coach_is_kept_and_ends_with_the_coaching(cast):
    offered = asking.invite(cast.omar, cast.sam.person_id)
    asking.accept(cast.sam, offered, agreed_to=agreed(key="coaching"))
    assert [(one.key, one.whom) for one in agreed_page(cast.sam).rows] == [("coaching", "Omar Haddad")]
    asking.end(cast.omar, offered)
    assert held(cast.sam) == [("coaching", 1, False)]
    assert agreed_page(cast.omar).rows == []


def test_a_coach_who_places_candidates_promises_first_and_only_once(cast):
    with pytest.raises(Invalid) as error:
        listed(cast.omar, places_candidates=True, agreed_to=None)
    assert set(error.value.fields) == {"agreed"}
    listed(cast.omar, places_candidates=True)
    listed(cast.omar, places_candidates=True, agreed_to=None)
    assert has_promised(cast.omar)
    assert held(cast.omar) == [("placing", 1, True)]
    listed(cast.omar, places_candidates=False)
    assert not has_promised(cast.omar)


def test_nothing_is_asked_while_there_is_one_version_and_a_newer_one_is_told(cast, renewed):
    assert outdated([["privacy", 1], ["coaching_grant", 1]]) == ()
    renewed("privacy")
    assert outdated([["privacy", 1], ["coaching_grant", 1], ["gone", 1]]) == ("privacy",)
    assert outdated([["privacy", 2]]) == outdated(None) == ()


def test_a_newer_text_extends_nothing_and_is_agreed_to_anew(cast, renewed):
    keeping.keep(cast.sam.person_id, PRIVACY, agreed(key=PRIVACY))
    renewed(PRIVACY)
    (one,) = agreed_page(cast.sam).rows
    assert (one.version, one.ended_at) == (1, None)
    assert one.newer is not None
    assert one.newer.changed == Both(en="One line more.", fr="Une ligne de plus.")
    read_again(cast.sam, agreed(key=PRIVACY))
    assert held(cast.sam) == [(PRIVACY, 2, True), (PRIVACY, 1, False)]


def test_a_grant_under_an_older_text_goes_on_as_it_was(cast, renewed):
    grants.grant(cast.sam, cast.coaching_id, sections=[Section.PLAN], cases=Cases.LISTED, agreed_to=agreed())
    renewed("coaching_grant")
    (one,) = agreed_page(cast.sam).rows
    assert (one.version, one.ended_at, one.newer is not None) == (1, None, True)
    assert "More." not in one.paragraphs


def test_whoever_never_agreed_is_asked_to_read_the_present_text(cast):
    assert agreed_page(cast.sam).to_read == latest_agreement(PRIVACY)
    read_again(cast.sam, agreed(key=PRIVACY))
    assert agreed_page(cast.sam).to_read is None


def test_a_page_takes_two_statements(cast, counted):
    for _ in range(3):
        keeping.keep(cast.sam.person_id, PRIVACY, agreed(key=PRIVACY))
    with counted() as statements:
        agreed_page(cast.sam)
    assert len(statements) == 2


def test_the_database_lets_nobody_rewrite_or_remove_a_yes(session):
    may = "select has_column_privilege('rebound_app', 'agreements', '{}', 'update')"
    assert session.scalar(text(may.format("text"))) is False
    assert session.scalar(text(may.format("ended_at"))) is True
    removed = "select has_table_privilege('rebound_worker', 'agreements', 'delete')"
    assert session.scalar(text(removed)) is False
