"""The pages of the caseload: constant statements, everything in the address, views, the file, one template for many."""

import csv
import io
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select, update

from coach_platform.core.plans.models import Action
from coach_platform.core.relations.models import Person, Section
from coach_platform.core.today.caseload import views
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from tests.browsing import words
from tests.core.today.many import many

SEEKERS = "/coach/seekers"


@pytest.fixture
def omar(cast, browser_of):
    """Omar, who reads in English here."""
    db.session.execute(update(Person).where(Person.id == cast.omar.person_id).values(locale="en"))
    db.session.commit()
    return browser_of(replace(cast.omar, locale="en"))


def test_a_page_takes_as_many_statements_for_500_seekers_as_for_20(cast, omar, counted):
    numbers = {}
    made = many(cast.omar, 20, everything=True)
    for total in (20, 500):
        made += many(cast.omar, total - len(made), seed=total, everything=True)
        for path in (SEEKERS, f"{SEEKERS}?overdue=1&sort=confidence&dir=desc", f"{SEEKERS}/file.csv"):
            with counted() as statements:
                assert omar.get(path).status_code == 200
            numbers.setdefault(path, []).append(len(statements))
    assert all(few == many and few <= 8 for few, many in numbers.values()), numbers


def names(page) -> list[str]:
    return re.findall(r'aria-label="Choose ([^"]+)"', page.text)


def test_it_is_filtered_sorted_and_cleared_by_its_address_alone(cast, omar):
    made = many(cast.omar, 8, everything=True)
    assert len(names(omar.get(SEEKERS))) == 8
    one = made[0]
    page = omar.get(f"{SEEKERS}?{urlencode({'q': one.name.upper()})}")
    assert one.name in names(page)
    assert "of 8 fit" in words(page)
    empty = omar.get(f"{SEEKERS}?q=nobody+of+this+name")
    assert "No one matches. Try fewer filters. Clear the filters" in words(empty)
    up, down = (names(omar.get(f"{SEEKERS}?sort=name{way}")) for way in ("", "&dir=desc"))
    assert up == down[::-1]
    assert 'aria-sort="descending"' in omar.get(f"{SEEKERS}?sort=open&dir=desc").text
    # The heading asks for the other way, and keeps the filters.
    assert "overdue=1&amp;sort=open&amp;dir=desc" in omar.get(f"{SEEKERS}?overdue=1&sort=open").text


@pytest.mark.parametrize("odd", ["page=x", "page=-1", "page=99999999999", "sort=%00", "stage=%F0%9F%98%80", "q=%00%0D"])
def test_an_odd_address_shows_the_list(cast, omar, odd):
    many(cast.omar, 2)
    assert omar.get(f"{SEEKERS}?{odd}").status_code == 200


def test_the_list_opens_with_the_view_that_was_chosen_and_everybody_is_one_tap_away(cast, omar):
    many(cast.omar, 12, everything=True)
    page = omar.post(f"{SEEKERS}/views", {"name": "Late", "overdue": "1", "q": "Eva", "sort": "overdue"})
    view = views.views(cast.omar)[0]
    assert view.asked == {"overdue": ["1"], "sort": ["overdue"]}
    assert 'aria-current="page">Late</a>' in page.text
    omar.post(f"{SEEKERS}/views/first", {"view": str(view.id)})
    assert 0 < len(names(omar.get(SEEKERS))) < 12
    assert len(names(omar.get(f"{SEEKERS}?all=1"))) == 12
    refused = omar.post(f"{SEEKERS}/views", {"name": "LATE", "waiting": "1"})
    assert (refused.status_code, 'name="waiting" value="1"' in refused.text) == (422, True)
    assert 'value="LATE"' in refused.text
    omar.post(f"{SEEKERS}/views", {"instead": str(view.id), "waiting": "1"})
    assert views.views(cast.omar)[0].asked == {"waiting": ["1"]}
    omar.post(f"{SEEKERS}/views/{view.id}/rename", {"name": "Waits"})
    assert "Waits" in words(omar.get(f"{SEEKERS}/views"))
    omar.post(f"{SEEKERS}/views/{view.id}/remove")
    assert views.views(cast.omar) == []


def rows(page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data().decode("utf-8-sig"))))


def test_the_file_holds_the_filtered_rows_and_the_columns_that_are_granted(cast, browser_of):
    db.session.execute(update(Person).where(Person.id == cast.sam.person_id).values(name="=HYPERLINK(Évil)"))
    cast.grant(Section.PLAN)
    db.session.commit()
    casey = browser_of(cast.casey)
    page = casey.get(f"{SEEKERS}/file.csv")
    assert page.get_data()[:3] == b"\xef\xbb\xbf"
    assert page.mimetype == "text/csv"
    head, row = rows(page)
    assert head == ["Name", "Stage of work", "Since", "Plan waits since", "Open", "Overdue"]
    assert row[:2] == ["'=HYPERLINK(Évil)", "Beginning"]
    assert rows(casey.get(f"{SEEKERS}/file.csv?overdue=1")) == [["Name"]]


def test_the_file_speaks_french(cast, browser_of):
    db.session.execute(update(Person).where(Person.id == cast.casey.person_id).values(locale="fr"))
    cast.grant(*Section)
    db.session.commit()
    assert rows(browser_of(cast.casey).get(f"{SEEKERS}/file.csv"))[0][:2] == ["Nom", "Étape du travail"]


KEY = "skills.small_project"


def actions() -> int:
    return db.session.scalar(select(func.count()).where(Action.template_key == KEY))


def test_ticked_people_are_proposed_a_template_after_a_look_at_who_gets_it(cast, omar):
    made = many(cast.omar, 3, everything=True)
    chosen = [str(one.id) for one in made[:2]]
    first = omar.post(f"{SEEKERS}/assign", {"seeker": chosen, "which": "ticked"})
    assert "2 people are chosen" in words(first)
    assert "Propose it to" not in words(first)
    look = omar.post(f"{SEEKERS}/assign", {"seeker": chosen, "template": KEY, "words": "Small first"})
    assert "Propose it to 2 people" in words(look)
    assert "Small first</textarea>" in look.text
    assert actions() == 0
    act = str(new_id())
    for _ in range(2):
        done = omar.post(
            f"{SEEKERS}/assign/send", {"seeker": chosen, "template": KEY, "words": "Small first", "client_id": act}
        )
    assert "2 people were asked" in words(done)
    assert actions() == 2
    again = omar.post(f"{SEEKERS}/assign", {"seeker": chosen, "template": KEY})
    assert words(again).count("has it already") == 2
    taken = omar.post(f"{done.request.path}/take-back")
    assert "2 proposals were taken back." in words(taken)


def test_all_that_fit_are_those_of_the_filters_up_to_a_bound(cast, omar):
    many(cast.omar, 130, everything=True)
    page = omar.post(f"{SEEKERS}/assign", {"which": "page", "page": "3", "sort": "name"})
    assert "30 people are chosen" in words(page)
    page = omar.post(f"{SEEKERS}/assign", {"which": "all"})
    assert "You chose 130 people. At most 100 can be asked at once" in words(page)


@pytest.mark.parametrize("given", [{}, {"template": "no.such"}, {"template": KEY}, {"template": KEY, "due_on": "soon"}])
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(cast, omar, given):
    many(cast.omar, 1, everything=True)
    answer = omar.post(f"{SEEKERS}/assign/send", {"words": "Typed", **given})
    assert answer.status_code in (404, 422)
    assert actions() == 0


def test_a_proposal_can_begin_from_a_template(cast, browser_of):
    cast.grant(Section.PLAN)
    db.session.commit()
    casey = browser_of(cast.casey)
    path = f"{SEEKERS}/{cast.sam.person_id}/plan/propose"
    page = casey.get(f"{path}?template={KEY}")
    assert "Do one small, real project" in page.text
    assert f'value="{KEY}"' in page.text
    casey.post(path, {"what": "Mine", "kind": "project", "template": KEY})
    assert actions() == 1


def test_an_admin_writes_hides_and_changes_templates(cast, browser_of):
    dana, casey = browser_of(cast.dana), browser_of(cast.casey)
    at = f"/organisation/{cast.agency_id}/templates"
    refused = dana.post(f"{at}/new", {"days": "x", "why_fr": "Parce que"})
    assert refused.status_code == 422
    assert "Parce que</textarea>" in refused.text
    dana.post(f"{at}/new", {"days": "4", "kind": "course", "what_fr": "Venez <b>jeudi</b>"})
    library = casey.get("/coach/library/templates")
    assert "Venez &lt;b&gt;jeudi&lt;/b&gt;" in library.text
    assert 'lang="fr-CA"' in library.text
    dana.post(f"{at}/{KEY}/hide")
    assert "Do one small, real project" not in words(casey.get("/coach/library/templates"))
    assert "Do one small, real project" in words(dana.get("/organisation/templates"))
    dana.post(f"{at}/{KEY}/show")
    assert "Do one small, real project" in words(casey.get("/coach/library/templates"))
