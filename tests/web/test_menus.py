"""The menus: where one stands is lit, and what an organisation keeps for its coaches is one entry with three shelves."""

import re

import pytest


def lit(page) -> list[str]:
    """The words of the entries that say "you are here", of the menu and of the tabs."""
    found = re.findall(r'<a href="[^"]*" aria-current="page">(.*?)</a>', page.text)
    return [re.sub(r"<.*?>", "", one).strip() for one in found]


@pytest.mark.parametrize(
    ("path", "shelf"), [("guides", "Guides"), ("snippets", "Snippets"), ("templates", "Action templates")]
)
def test_each_shelf_of_the_library_lies_under_one_entry(cast, browser_of, path, shelf):
    page = browser_of(cast.dana).get(f"/organisation/{path}")
    assert sorted(set(lit(page))) == sorted({"Library", shelf})
    assert all(f'href="/organisation/{other}"' in page.text for other in ("guides", "snippets", "templates"))


def test_what_is_done_with_a_seeker_lies_under_seekers_and_with_a_line_under_today(cast, browser_of):
    cast.grant()
    casey, sam = browser_of(cast.casey), cast.sam.person_id
    assert "Seekers" in lit(casey.get(f"/coach/seekers/{sam}/phone"))
    assert "Seekers" in lit(casey.get(f"/coach/seekers/{sam}/reports"))
    assert "Today" in lit(casey.get("/coach/requests"))
    assert "Coach &amp; sharing" in lit(browser_of(cast.sam).get("/reports"))


def test_a_coach_finds_the_requests_and_the_handing_over_from_where_they_stand(cast, browser_of):
    cast.grant()
    casey = browser_of(cast.casey)
    assert 'href="/coach/requests"' in casey.get("/coach").text
    assert f'href="/coach/handing/{cast.coaching_id}"' in casey.get(f"/coach/seekers/{cast.sam.person_id}").text
