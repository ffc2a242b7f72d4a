"""The whole story, walked in a browser over real processes: a no becomes a plan, and a coach answers it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.browser import coach as coaches
from tests.browser import seeker as seekers
from tests.browser.person import Person
from tests.browser.site import Site, wait_for
from tests.browser.words import WORDS, Words

pytestmark = [pytest.mark.browser, pytest.mark.workers, pytest.mark.xdist_group("story")]
ZONES = ["America/Toronto", "Europe/Paris", "Asia/Tokyo", "Pacific/Auckland", "America/Vancouver"]
OTHER = {"en": "fr", "fr": "en"}


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_no_becomes_a_plan_that_a_coach_answers(site, person, locale, tmp_path):
    words, zone = WORDS[locale], waking_zone()
    me = person(site, locale=locale, name=words.seeker, email=f"seeker-{locale}@example.org")
    coach = person(site, locale=OTHER[locale], name=words.coach, email=f"coach-of-{locale}@example.org")

    case = alone(me, words, zone)
    seeker_path = together(me, coach, words, zone, case)
    each_gets_one_digest(me, coach, words)
    leaving(me, coach, words, seeker_path, tmp_path)

    assert me.trouble == []
    assert coach.trouble == []


def alone(me: Person, words: Words, zone: str) -> str:
    """From the sign-up to a plan. The case's path."""
    seekers.signs_up(me, zone)
    seekers.logs_a_no(me, words.company_kept, words.role_kept, "screening")
    seekers.opens_the_case(me)
    seekers.logs_a_no(me, words.company, words.role, "interview")
    application = me.page.url.removeprefix(me.site.url).removesuffix("/after")
    case = seekers.opens_the_case(me)
    seekers.assesses_first(me, case, words)
    seekers.notes_what_the_posting_asks(me, application, words)
    seekers.assesses_deeper(me, case, words)
    seekers.practises(me, words)
    seekers.plans(me, words)
    return case


def together(me: Person, coach: Person, words: Words, zone: str, case: str) -> str:
    """A coach is found, let in, asked, and answers; both agree. The seeker's path on the coach's side."""
    coaches.comes_by_invitation(coach, zone)
    coaches.shows_themselves(coach, words)
    seekers.asks_the_coach(me, coach, words)
    coaches.accepts(coach, me, words)
    seekers.shares(me, coach, words)
    seekers.asks_for_a_review(me, words)

    coaches.is_asked(coach, me, words)
    seeker_path = coaches.finds_it_in_today(coach, me, words)
    shared_case = coaches.reads_what_was_granted(coach, seeker_path, words)
    coaches.answers_where_it_stands(coach, shared_case, seeker_path, words)

    seekers.hears_back(me, coach)
    me.go(case)
    me.reads(words.on_answer)
    seekers.takes_in_and_agrees(me, words)
    return seeker_path


def each_gets_one_digest(me: Person, coach: Person, words: Words) -> None:
    """Monday comes; the clock ticks twice, and each still gets one letter, in their language."""
    site = me.site
    theirs = "select id from persons where email in (%s, %s)"
    site.sql(f"update digest_schedules set next_at = now() where person_id in ({theirs})", me.email, coach.email)
    site.wake("digests.sweep")
    site.wake("digests.sweep")
    mine = me.mailbox.next(me.t("%(name)s wrote to you", name=coach.name))
    needing = coach.n("Your week: one person needs you", "Your week: %(num)s people need you", 1)
    theirs_letter = coach.mailbox.next(needing)  # the no is new to them
    assert me.t("The one next thing") in mine.text
    assert coach.t("the plan is agreed") in theirs_letter.text
    assert not any(written in theirs_letter.words for written in words.of_the_seeker() if written != words.company)
    wait_for(lambda: not waiting(site), "a digest is still waiting")
    for person, letter in ((me, mine), (coach, theirs_letter)):
        assert person.mailbox.count(letter.subject) == 1
        assert letter.headers["Content-Language"].startswith(person.locale)


def waiting(site: Site) -> list:
    return site.sql("select id from messages where kind like 'digest%%' and state not in ('sent', 'skipped')")


def leaving(me: Person, coach: Person, words: Words, seeker_path: str, folder) -> None:
    """Sharing stops, everything is taken out, everything is erased."""
    assert coach.go(f"{seeker_path}/plan") == 200
    seekers.stops_sharing(me, coach)
    assert coach.go(f"{seeker_path}/plan") == 404

    file = seekers.takes_everything_out(me, folder)
    for written in (*words.of_the_seeker(), words.on_plan, words.on_action, words.on_answer, words.answer):
        assert written in file

    person_id = me.site.sql("select id from persons where email = %s", me.email)[0][0]
    seekers.erases_everything(me)
    assert traces(me.site, str(person_id), me.email, me.name, *words.of_the_seeker()) == []


def traces(site: Site, *marks: str) -> list[tuple[str, str]]:
    """(table, what was found there). The audit log keeps its pseudonym, which is no id of theirs."""
    tables = site.sql("select format('%%I.%%I', schemaname, tablename) from pg_tables where schemaname = 'public'")
    found = []
    for (table,) in tables:
        found += [
            (table, mark) for mark in marks if site.sql(f"select 1 from {table} t where t::text ilike %s", f"%{mark}%")
        ]
    return found


def waking_zone() -> str:
    """A zone where it is day at this moment: notices wait for the morning, and the test does not."""
    return min(ZONES, key=lambda zone: abs(datetime.now(ZoneInfo(zone)).hour - 13))
