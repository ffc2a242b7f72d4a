"""What becomes of each line, before anything is sent; an account plays no part in it."""

from datetime import timedelta

import pytest

from coach_platform.core.coaching.inviting import answering, checking
from coach_platform.core.coaching.inviting.models import SeekerInvitation
from coach_platform.core.coaching.inviting.opening import token_of
from coach_platform.core.coaching.inviting.seats import Face
from coach_platform.core.coaching.inviting.sending import LookAgain, send
from coach_platform.core.mail.models import Message
from coach_platform.core.relations.models import Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed
from coach_platform.kit.ids import new_id
from tests.core.coaching.inviting.conftest import invited, looked, verdicts, wish_of


def token(row: SeekerInvitation) -> str:
    return token_of(row.id, clock.now() + timedelta(days=1))


def test_an_address_with_an_account_and_one_without_are_the_same_to_the_inviter(cast):
    with_and_without = "nina@example.org\nnobody-here@example.org"
    assert verdicts(cast.casey, with_and_without) == ["ready", "ready"]
    rows = invited(cast.casey, with_and_without)
    assert [(r.state, r.coaching_id) for r in rows] == [("sent", None)] * 2
    letters = db.session.query(Message).filter_by(kind="coaching_invitation").order_by(Message.id).all()
    assert [(m.person_id, m.locale, m.due_at) for m in letters] == [(None, "en", letters[0].due_at)] * 2


def test_duplicates_bad_lines_and_ones_own_address_are_told_apart(cast):
    text = "lea@example.org\nLEA@example.org\nnonsense\ncasey@example.org"
    assert verdicts(cast.casey, text) == ["ready", "duplicate", "not_an_address", "yourself"]


def test_a_coach_reads_whom_they_coach_already_but_an_admin_does_not(cast):
    assert verdicts(cast.casey, "sam@example.org") == ["coached"]
    assert verdicts(cast.dana, "sam@example.org", Face.ORGANISATION) == ["ready"]


def test_an_admin_reads_it_of_people_the_organisation_invited(cast):
    [row] = invited(cast.dana, "nina@example.org", Face.ORGANISATION)
    answering.accept(cast.nina, token(row))
    assert verdicts(cast.dana, "nina@example.org", Face.ORGANISATION) == ["coached"]


def test_there_is_one_more_letter_after_a_fortnight_and_never_a_third(cast, ago):
    invited(cast.casey, "lea@example.org")
    assert verdicts(cast.casey, "lea@example.org") == ["too_soon"]
    ago(13)
    assert verdicts(cast.casey, "lea@example.org") == ["too_soon"]
    ago(2)
    assert verdicts(cast.casey, "lea@example.org") == ["again"]
    first, second = db.session.query(SeekerInvitation).one(), invited(cast.casey, "lea@example.org")[0]
    db.session.refresh(first)
    assert (first.state, second.state) == ("expired", "sent")
    ago(60)
    assert verdicts(cast.casey, "lea@example.org") == ["twice"]
    assert verdicts(cast.omar, "lea@example.org") == ["ready"]  # another coach is another matter


@pytest.mark.parametrize(("never", "later"), [(False, "again"), (True, "refused")])
def test_after_a_no_once_more_and_after_never_not_at_all(cast, ago, never, later):
    [row] = invited(cast.casey, "lea@example.org")
    answering.decline(token(row), never=never)
    ago(20)
    assert verdicts(cast.casey, "lea@example.org") == [later]
    assert verdicts(cast.omar, "lea@example.org") == ["ready"]


def people(count: int, start: int = 0) -> str:
    return "\n".join(f"p{n}@example.org" for n in range(start, start + count))


def test_five_hundred_at_once_and_two_hundred_a_day_for_a_coach(cast, monkeypatch, ago):
    assert "At most 500" in str(looked(cast.casey, people(501)).wrong["people"])
    assert "Only 200 more" in str(looked(cast.casey, people(201)).wrong["people"])
    invited(cast.casey, people(199))
    assert looked(cast.casey, people(1, 300)).wrong == {}
    assert "Only 1 more" in str(looked(cast.casey, people(2, 300)).wrong["people"])
    ago(2)
    assert looked(cast.casey, people(200, 300)).wrong == {}


def test_an_organisations_day_counts_what_its_coaches_sent(cast, monkeypatch):
    monkeypatch.setattr(checking, "ORGANISATION_A_DAY", 10)
    invited(cast.dana, people(6), Face.ORGANISATION)
    assert looked(cast.dana, people(4, 50), Face.ORGANISATION).wrong == {}
    assert "Only 4 more" in str(looked(cast.casey, people(5, 50)).wrong["people"])


def test_what_was_not_looked_at_is_not_sent(cast):
    wish = wish_of(cast.casey, "lea@example.org")
    with pytest.raises(LookAgain):
        send(cast.casey, Face.COACH, wish, looked_at="")
    mark = checking.check(cast.casey, Face.COACH, wish).mark
    other = wish_of(cast.casey, "lea@example.org\nbao@example.org")
    with pytest.raises(LookAgain):
        send(cast.casey, Face.COACH, other, looked_at=mark)
    assert send(cast.casey, Face.COACH, wish, looked_at=mark) == 1
    assert send(cast.casey, Face.COACH, wish, looked_at=mark) == 1  # pressed twice: answered like the first
    assert db.session.query(SeekerInvitation).count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"message": "x" * 1001}, "message"),
        ({"message": "see https://example.com"}, "message"),
        ({"locale": "de"}, "locale"),
        ({"sections": frozenset({Section.STORY})}, "cases"),
        ({"until_on": clock.now().date() - timedelta(days=3)}, "until_on"),
        ({"seat": new_id()}, "seat"),
        ({"people": " \n "}, "people"),
        ({"people": "x" * 200_001}, "people"),
    ],
)
def test_what_cannot_be_taken_is_said_by_field_and_nothing_is_sent(cast, more, field):
    given = {"people": "lea@example.org", **more}
    wish = wish_of(cast.casey, **given)
    assert field in checking.check(cast.casey, Face.COACH, wish).wrong
    with pytest.raises(Invalid):
        send(cast.casey, Face.COACH, wish, looked_at="")


def test_nobody_invites_in_anothers_name(cast):
    omars = wish_of(cast.omar, "lea@example.org").seat
    assert "seat" in looked(cast.casey, "lea@example.org", seat=omars).wrong
    assert "seat" in looked(cast.dana, "lea@example.org", Face.ORGANISATION, seat=omars).wrong
    for stranger in (cast.sam, cast.dana, cast.root):
        with pytest.raises(NotAllowed):
            looked(stranger, "lea@example.org", Face.COACH)
    with pytest.raises(NotAllowed):
        looked(cast.casey, "lea@example.org", Face.ORGANISATION)


def test_five_hundred_are_sent_in_as_many_statements_as_five(cast, counted):
    numbers = []
    for count, start in ((5, 0), (500, 100)):
        wish = wish_of(cast.dana, people(count, start), Face.ORGANISATION)
        mark = checking.check(cast.dana, Face.ORGANISATION, wish).mark
        with counted() as statements:
            assert send(cast.dana, Face.ORGANISATION, wish, looked_at=mark) == count
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 24
