"""What holds for each registered kind of mail, whoever registered it: a preference, a reason, a way to stop it, silence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from coach_platform.core.accounts.preferences import be_quiet
from coach_platform.core.applications.search_end import found_work
from coach_platform.core.mail import claims, keys, links, outbox
from coach_platform.core.mail.asking import ask_again
from coach_platform.core.mail.choices import By, choose_by_link, kind_choices
from coach_platform.core.mail.kinds import Family, all_kinds
from coach_platform.core.mail.layout import FOLDER
from coach_platform.core.mail.models import MailChoice, Message
from coach_platform.core.mail.models import MessageState as S
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Membership, Person, Role
from coach_platform.kit import clock, i18n
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.mail_kinds import register_kinds

register_kinds()  # collected before any application is made
OURS = sorted(all_kinds())
OPTIONAL = [name for name in OURS if not all_kinds()[name].essential]
NIGHT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # eleven in the evening in Toronto
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)

# The table of 1-product.md, "Emails", as far as its data exist; each that comes later registers a kind of its own.
PROMISED = {
    *("confirm_address", "reset_password", "sign_in_alert", "invitation"),
    *("coaching_asked", "coaching_accepted", "coaching_ended", "review_asked", "review_answered"),
    *("comments", "pause_over", "assessment_unfinished", "action_due", "interview_tomorrow", "review_waits"),
    *("digest_seeker", "digest_coach"),
}


@pytest.fixture
def hand():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def ask_all(cast) -> None:
    """One mail of every kind to Sam."""
    for kind in OURS:
        outbox.add(kind, key=keys.about(kind, new_id()), to=cast.sam.person_id, params={})


def due() -> dict[str, datetime]:
    return dict(db.session.execute(select(Message.kind, Message.due_at)).all())


def verdicts() -> dict[str, object]:
    """What asking again says of each just before it would go: (state, reason, until), or "goes"."""
    db.session.execute(update(Message).values(due_at=clock.now()))
    db.session.commit()
    claimed = claims.take(OURS, "test").messages
    found = ask_again(claimed)
    kind_of = {message.id: message.kind for message in claimed}
    held = {kind_of[mark.id]: (mark.state, mark.reason, mark.due_at) for mark in found.held_back}
    return held | {message.kind: "goes" for message in found.going}


WAITED_FOR = {name for name in OURS if all_kinds()[name].family is Family.TRANSACTIONAL}


def all_but_waited_for(what: object) -> dict[str, object]:
    return {name: "goes" if name in WAITED_FOR else what for name in OURS}


def test_every_kind_of_the_table_is_there():
    assert set(OURS) >= PROMISED


@pytest.mark.parametrize("kind", OURS)
def test_it_has_a_name_a_reason_and_three_templates_in_both_languages(kind):
    known = all_kinds()[kind]
    for words in (known.label, known.why):
        said = []
        for locale in i18n.LOCALES:
            with i18n.using(locale):
                said.append(str(words))
        assert all(said)
        assert said[0] != said[1], kind
    own = FOLDER / kind
    assert not own.exists() or {path.name for path in own.iterdir()} >= {"subject.jinja", "text.jinja", "html.jinja"}


def test_the_own_link_of_each_stops_it_without_signing_in_and_what_it_gathers(cast, hand):
    for kind in OPTIONAL:
        token = links.unsubscribe_url(cast.sam.person_id, kind).rsplit("/", 1)[1]
        choose_by_link(kind, token, wanted=False, by=By.ONE_CLICK)
        off = set(db.session.scalars(select(MailChoice.kind).where(MailChoice.wanted.is_(False))))
        assert off == {kind, *all_kinds()[kind].covers}
        db.session.execute(update(MailChoice).values(wanted=True))
    db.session.execute(update(MailChoice).values(wanted=False))
    ask_all(cast)
    assert verdicts() == {name: (S.SKIPPED, Reason.TURNED_OFF, None) if name in OPTIONAL else "goes" for name in OURS}


def test_each_that_can_be_stopped_has_a_switch_of_its_own_for_whom_it_reaches(cast):
    everyone = replace(cast.sam, roles=frozenset(Role))
    offered = {choice.kind for choice in kind_choices(everyone)}
    assert offered >= {name for name in OPTIONAL if not all_kinds()[name].covers}
    assert not offered & {name for name in OURS if all_kinds()[name].essential or all_kinds()[name].covers}


def test_at_night_only_what_somebody_waits_for_goes(cast, hand):
    hand.move_to(NIGHT)
    ask_all(cast)
    morning = clock.instant(datetime(2026, 11, 24, 8), "America/Toronto")
    assert due() == {name: NIGHT if name in WAITED_FOR else morning for name in OURS}
    assert verdicts() == all_but_waited_for((S.QUEUED, Reason.QUIET_HOURS, morning))


def test_not_today_holds_back_all_but_what_somebody_waits_for(cast, hand):
    ask_all(cast)
    be_quiet(cast.sam, 48)
    assert verdicts() == all_but_waited_for((S.QUEUED, Reason.NOT_TODAY, NOON + timedelta(hours=48)))


def test_found_work_drops_all_that_is_written_to_a_seeker(cast, hand):
    ask_all(cast)
    found_work(cast.sam)
    assert verdicts() == all_but_waited_for((S.SKIPPED, Reason.FOUND_WORK, None))


def test_found_work_leaves_what_reaches_the_same_person_as_a_coach(cast, hand):
    db.session.add(Membership(person_id=cast.sam.person_id, role=Role.COACH, from_at=clock.now() - timedelta(days=1)))
    ask_all(cast)
    found_work(cast.sam)
    goes = {name for name, said in verdicts().items() if said == "goes"}
    assert goes == WAITED_FOR | {name for name in OURS if Role.COACH in all_kinds()[name].to}


def test_until_an_address_is_confirmed_only_what_its_owner_waits_for_goes(cast, hand):
    ask_all(cast)
    db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(confirmed_at=None))
    assert verdicts() == all_but_waited_for((S.SKIPPED, Reason.NOT_CONFIRMED, None))
