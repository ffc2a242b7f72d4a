from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from coach_platform.content.vocabulary import Outcome
from coach_platform.core.applications import search_end
from coach_platform.core.applications.contacts import add_contact
from coach_platform.core.applications.log import log_no
from coach_platform.core.applications.models import Contact, SearchEnd
from coach_platform.core.applications.settings import found_work_at
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.parting import active_coaches
from coach_platform.core.coaching.requests import thanks_to
from coach_platform.core.mail.models import Message
from coach_platform.core.portability.retention import statement
from coach_platform.core.portability.retention_schedule import OTHERS_AFTER_WORK, PERIODS
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.core.coaching.test_asking import listed

DAY = timedelta(days=1)


def test_a_search_ends_once_and_what_helped_is_kept_with_it(cast):
    search_end.found_work(cast.sam)
    search_end.found_work(cast.sam)
    search_end.say_what_helped(cast.sam, helped=["chance", "people"], words=" An old colleague. ")
    shown = search_end.search_end(cast.sam)
    assert (shown.helped, shown.words) == (("people", "chance"), "An old colleague.")
    assert shown.contacts_until == clock.today(cast.sam.zone) + search_end.FOUND_WORK_CLOCK
    assert db.session.scalar(select(func.count()).select_from(SearchEnd)) == 1


def test_searching_again_keeps_what_helped_and_a_second_end_begins_empty(cast):
    search_end.found_work(cast.sam)
    search_end.say_what_helped(cast.sam, helped=["rest"], words="")
    search_end.search_again(cast.sam)
    assert search_end.search_end(cast.sam) is None and found_work_at(cast.sam.person_id) is None
    search_end.found_work(cast.sam)
    assert search_end.search_end(cast.sam).helped == ()
    ends = db.session.scalars(select(SearchEnd).order_by(SearchEnd.id)).all()
    assert [(end.helped, end.searching_again_at is None) for end in ends] == [(["rest"], False), ([], True)]


def test_what_helped_is_asked_only_at_an_end_and_only_from_the_list(cast):
    with pytest.raises(Conflict):
        search_end.say_what_helped(cast.sam, helped=[], words="")
    search_end.found_work(cast.sam)
    with pytest.raises(Invalid) as wrong:
        search_end.say_what_helped(cast.sam, helped=["magic"], words="")
    assert set(wrong.value.fields) == {"helped"}
    with pytest.raises(Invalid):
        search_end.say_what_helped(cast.sam, helped=[], words="x" * (search_end.WORDS_LENGTH + 1))


def test_only_a_seeker_ends_a_search(cast):
    with pytest.raises(NotAllowed):
        search_end.found_work(cast.casey)
    with pytest.raises(NotAllowed):
        search_end.search_end(cast.casey)


def test_the_coach_reads_the_word_of_thanks_and_is_told_by_a_mail_without_it(cast):
    coaching_id = cast.coaching_id
    assert [one.coach for one in active_coaches(cast.sam)] == [cast.casey.name]
    asking.end(cast.sam, coaching_id, thanks=" Thank you for the Tuesdays. ")
    (read,) = thanks_to(cast.casey)
    assert (read.seeker, read.words) == (cast.sam.name, "Thank you for the Tuesdays.")
    assert thanks_to(cast.omar) == [] and active_coaches(cast.sam) == []
    mail = db.session.scalars(select(Message).where(Message.kind == "coaching_ended")).one()
    assert mail.person_id == cast.casey.person_id and "Tuesdays" not in str(mail.params)


def test_a_word_of_thanks_is_the_seekers_alone_and_may_not_be_a_book(cast):
    coaching_id = cast.coaching_id
    with pytest.raises(Invalid):
        asking.end(cast.sam, coaching_id, thanks="x" * 10_000)
    with pytest.raises(NotFound):
        asking.end(cast.nina, coaching_id, thanks="mine")
    asking.end(cast.casey, coaching_id, thanks="to myself")
    assert thanks_to(cast.casey) == []


def test_after_searching_again_the_coach_can_be_asked_again(cast):
    listed(cast.casey)
    asking.end(cast.sam, cast.coaching_id, thanks="Bye.")
    search_end.found_work(cast.sam)
    search_end.search_again(cast.sam)
    asking.accept(cast.casey, asking.ask(cast.sam, cast.casey.person_id))
    assert [one.coach for one in active_coaches(cast.sam)] == [cast.casey.name]


@pytest.mark.parametrize(("ago", "again", "left"), [(366, False, 0), (364, False, 1), (366, True, 1)])
def test_people_at_employers_are_forgotten_a_year_after_the_search_and_not_when_it_goes_on(cast, ago, again, left):
    application_id = log_no(cast.sam, company="Nordlys", role="Editor", outcome=Outcome.REJECTED)
    add_contact(cast.sam, application_id, name="Mx. Roy")
    search_end.found_work(cast.sam)
    if again:
        search_end.search_again(cast.sam)
    db.session.flush()
    (rule,) = (one for one in PERIODS if one.after == OTHERS_AFTER_WORK and one.table == "contacts")
    before = clock.now() + ago * DAY - rule.after
    db.session.execute(text(statement(rule)), {"before": before})
    assert db.session.scalar(select(func.count()).select_from(Contact)) == left
