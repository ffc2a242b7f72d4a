"""The directory, a coach's profile, the organisation's list of members."""

import pytest

from coach_platform.content.vocabulary import CoachField, SpokenLanguage
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.coaching import asking
from coach_platform.core.coaching.directory import PAGE, Filters, list_coaches, show_coach
from coach_platform.core.coaching.offices import add_office
from coach_platform.core.coaching.organisations import organisations_of
from coach_platform.core.coaching.profiles import my_profile
from coach_platform.core.relations.models import CoachingState, Membership, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotAllowed, NotFound
from tests.core.coaching.test_asking import listed


def names(actor, **filters) -> list[str]:
    return [coach.name for coach in list_coaches(actor, Filters(**filters)).coaches]


def test_a_coach_is_listed_off_until_they_say_so(cast):
    assert not my_profile(cast.omar).listed
    assert names(cast.sam) == []
    listed(cast.omar, listed=False)
    assert names(cast.sam) == []
    listed(cast.omar)
    assert names(cast.sam) == ["Omar Haddad"]


def test_coaches_are_found_by_language_field_and_remote(cast):
    listed(cast.omar, languages=[SpokenLanguage.FR, SpokenLanguage.AR], fields=[CoachField.NEWCOMERS], remote=False)
    listed(cast.casey, languages=[SpokenLanguage.EN], fields=[CoachField.ANY])
    assert names(cast.nina, language=SpokenLanguage.AR) == ["Omar Haddad"]
    assert names(cast.nina, field=CoachField.NEWCOMERS) == ["Casey Tremblay", "Omar Haddad"]
    assert names(cast.nina, field=CoachField.TECHNOLOGY) == ["Casey Tremblay"]
    assert names(cast.nina, remote=True) == ["Casey Tremblay"]


@pytest.mark.parametrize("typed", ["montreal", "Montréal", "MONTRÉAL", " réal "])
def test_a_city_is_found_without_accents_and_case(cast, typed):
    listed(cast.omar, city="Montréal")
    assert names(cast.sam, city=typed) == ["Omar Haddad"]


@pytest.mark.parametrize("typed", ["%", "_", "\\"])
def test_a_wildcard_in_the_city_is_only_a_letter(cast, typed):
    listed(cast.omar, city="Montréal")
    assert names(cast.sam, city=typed) == []


def test_that_a_coach_places_candidates_is_said_before_anything_is_shared(cast):
    listed(cast.omar, places_candidates=True)
    assert show_coach(cast.sam, cast.omar.person_id).profile.places_candidates


def test_the_link_between_reader_and_coach_is_shown(cast):
    listed(cast.omar)
    asking.ask(cast.sam, cast.omar.person_id)
    assert show_coach(cast.sam, cast.omar.person_id).state is CoachingState.REQUESTED
    assert show_coach(cast.nina, cast.omar.person_id).state is None


def test_an_unlisted_coach_does_not_exist_for_strangers(cast):
    listed(cast.casey, listed=False)
    assert show_coach(cast.sam, cast.casey.person_id).state is CoachingState.ACTIVE
    with pytest.raises(NotFound):
        show_coach(cast.nina, cast.casey.person_id)


def test_who_is_no_longer_a_coach_is_not_listed(cast):
    listed(cast.omar)
    db.session.query(Membership).filter_by(person_id=cast.omar.person_id).update({"until_at": clock.now()})
    assert names(cast.sam) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"headline": ""}, "headline"),
        ({"headline": "a\nb"}, "headline"),
        ({"headline": "x" * 121}, "headline"),
        ({"languages": []}, "languages"),
        ({"about": "x" * 4001}, "about"),
    ],
)
def test_a_profile_that_says_too_little_or_too_much_is_refused(cast, wrong, field):
    with pytest.raises(Invalid) as refused:
        listed(cast.omar, **wrong)
    assert list(refused.value.fields) == [field]


def test_only_a_coach_has_a_profile(cast):
    with pytest.raises(NotAllowed):
        listed(cast.sam)


def test_the_directory_comes_in_pages_of_one_statement_each(cast, counted):
    moment = clock.now()
    for number in range(PAGE + 5):
        facts = {"locale": "en", "zone": "America/Toronto", "confirmed_at": moment, "created_at": moment}
        person = Person(email=f"c{number}@example.org", name=f"C {number:02}", name_sort=f"c {number:02}", **facts)
        db.session.add(person)
        db.session.flush()
        db.session.add(Membership(person_id=person.id, role=Role.COACH, from_at=moment))
        db.session.flush()
        listed(actor_for(person.id))
    with counted() as statements:
        first = list_coaches(cast.sam)
    second = list_coaches(cast.sam, page=first.next)
    back = list_coaches(cast.sam, page=second.previous)
    assert len(statements) == 1
    assert [c.name for c in (*first.coaches, *second.coaches)] == [f"C {n:02}" for n in range(PAGE + 5)]
    assert [c.name for c in back.coaches] == [c.name for c in first.coaches]
    assert list_coaches(cast.sam, page="nonsense").coaches == first.coaches


def test_an_admin_sees_names_roles_and_offices_of_their_own_organisation(cast):
    (agency,) = organisations_of(cast.dana)
    assert (agency.name, [(one.name, one.city) for one in agency.offices]) == (
        "Passerelle Staffing",
        [("Ottawa", "Ottawa")],
    )
    assert [(one.name, one.roles, one.offices) for one in agency.members] == [
        ("Casey Tremblay", (Role.COACH,), ("Ottawa",)),
        ("Dana Whitecrow", (Role.ADMIN,), ("Ottawa",)),
    ]


def test_an_admin_adds_an_office_once(cast):
    add_office(cast.dana, cast.agency_id, name="Montréal", city="")
    assert ("Montréal", "Montréal") in [(one.name, one.city) for one in organisations_of(cast.dana)[0].offices]
    with pytest.raises(Invalid):
        add_office(cast.dana, cast.agency_id, name="montreal", city="")


@pytest.mark.parametrize("who", ["sam", "casey", "root"])
def test_nobody_else_sees_or_changes_an_organisation(cast, who):
    with pytest.raises(NotAllowed):
        organisations_of(getattr(cast, who))
    with pytest.raises(NotFound):
        add_office(getattr(cast, who), cast.agency_id, name="x", city="")
