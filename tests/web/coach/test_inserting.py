"""Putting a snippet or a guide into what a coach writes, without a script: nothing typed is lost, no gap is sent."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import Section
from coach_platform.core.library import own_guides, snippets
from coach_platform.core.library.own_guides import Text
from coach_platform.core.library.snippets import Wording
from coach_platform.core.plans.models import Comment
from coach_platform.kit.db import db
from coach_platform.web.shared.guide_links import guide_links
from tests.browsing import words


def said():
    return list(db.session.scalars(select(Comment.body)))


def keep(cast, title="Why them", body="{name}: why {company}?"):
    found = snippets.add_snippet(cast.casey, wording=Wording(title, body, "en"))
    db.session.commit()
    return found


def test_words_typed_under_a_comment_are_looked_for_and_nothing_is_sent(cast, browser_of, world):
    keep(cast)
    keep(cast, "Why now", "{name}, why now?")
    cast.grant(Section.STORY, cases=[world.nordlys])
    db.session.commit()
    coach = browser_of(cast.casey)
    add = f"/coach/seekers/{cast.sam.person_id}/comments"
    form = {"thread": "case", "case_id": str(world.nordlys), "body": "I read it.", "client_id": str(UUID(int=7))}
    page = coach.post(add, {**form, "snippet": "why"})
    assert page.status_code == 200 and "I read it." in page.text
    assert "Which one?" in words(page) and "Why them" in words(page) and "Why now" in words(page)
    page = coach.post(add, {**form, "snippet": "nothing like it"})
    assert "Nothing found for “nothing like it”" in words(page) and "I read it." in page.text
    page = coach.post(add, {**form, "snippet": "why them"})
    assert "I read it.\n\nSam: why " in page.text and "{company}" not in page.text
    assert said() == []
    coach.post(add, {**form, "body": "I read it. Sam: why them?"})
    assert said() == ["I read it. Sam: why them?"]


def test_a_gap_is_refused_beside_the_field_with_what_was_typed(cast, browser_of, world):
    cast.grant(Section.PLAN)
    db.session.commit()
    coach, home = browser_of(cast.casey), f"/coach/seekers/{cast.sam.person_id}"
    page = coach.post(f"{home}/comments", {"thread": "plan", "body": "At {company} you shone"})
    assert page.status_code == 422 and "{company} is still to be filled in" in words(page)
    assert "At {company} you shone" in page.text and said() == []
    page = coach.post(f"{home}/plan/propose", {"what": "x", "why": "for {stage}", "kind": "practice"})
    assert page.status_code == 422 and "{stage} is still to be filled in" in words(page)


def test_a_proposal_takes_one_into_its_reason(cast, browser_of, world):
    keep(cast, "Reason", "{name}, try it.")
    cast.grant(Section.PLAN)
    db.session.commit()
    page = browser_of(cast.casey).post(
        f"/coach/seekers/{cast.sam.person_id}/plan/propose",
        {"what": "Practise", "why": "Because.", "kind": "practice", "snippet": "reason"},
    )
    assert page.status_code == 200 and "Because.\n\nSam, try it." in page.text and "Practise" in page.text


def test_while_typing_only_titles_and_beginnings_are_told_and_the_text_is_filled_when_chosen(cast, browser_of, world):
    keep(cast)
    cast.grant(Section.STORY, cases=[world.nordlys])
    db.session.commit()
    coach = browser_of(cast.casey)
    found = coach.get(f"/coach/seekers/{cast.sam.person_id}/insert?q=why&case_id={world.nordlys}").json
    assert found[0]["label"] == "Why them" and "{company}" in found[0]["hint"]
    text = coach.get(found[0]["insert"]).json
    assert text["text"].startswith("Sam: why ") and text["gap"] == ""
    assert coach.get(found[0]["insert"].split("?")[0]).json["gap"] == "{company}"
    assert any(
        "Guide" in one["hint"] for one in coach.get(f"/coach/seekers/{cast.sam.person_id}/insert?q=work%20here").json
    )
    assert browser_of(cast.omar).get(found[0]["insert"]).status_code == 404


def test_a_guides_path_is_the_one_thing_that_becomes_a_link(app):
    with app.test_request_context("/"):
        _links()


def _links():
    shown = guide_links(
        "Read /guides/why-here <b>x</b> https://evil.example/guides/fit /guides/nothing a/guides/fit /guides/fit."
    )
    assert shown.count("<a ") == 2
    assert "&lt;b&gt;" in shown and 'href="/guides/why-here"' in shown and 'href="/guides/fit"' in shown
    assert guide_links('javascript:/guides/fit "><script>') == "javascript:/guides/fit &#34;&gt;&lt;script&gt;"


def test_the_seeker_follows_a_coachs_link_to_a_guide_of_the_organisation(cast, browser_of, world):
    text = Text(title_en="With us", body_en="Four meetings.", sources="Our own")
    guide_id = own_guides.add_guide(cast.dana, cast.agency_id, text=text)
    cast.grant(Section.PLAN)
    db.session.commit()
    coach, home = browser_of(cast.casey), f"/coach/seekers/{cast.sam.person_id}"
    page = coach.post(f"{home}/comments", {"thread": "plan", "body": "See this.", "snippet": "with us"})
    assert f"See this.\n\nWith us (/guides/{guide_id})" in page.text
    coach.post(f"{home}/comments", {"thread": "plan", "body": f"With us (/guides/{guide_id})"})
    assert f'<a href="/guides/{guide_id}">read the guide</a>' in browser_of(cast.sam).get("/plan").text
    assert "Four meetings." in words(browser_of(cast.sam).get(f"/guides/{guide_id}"))
    assert [browser_of(one).get(f"/guides/{guide_id}").status_code for one in (cast.nina, cast.omar)] == [404, 404]
    assert "With us" in words(browser_of(cast.casey).get("/coach/library"))


def test_statements_stay_few_with_many_snippets(cast, browser_of, counted):
    numbers = []
    for many in (2, 50):
        for number in range(many):
            keep(cast, f"Snippet {many}.{number}", "x")
        coach = browser_of(cast.casey)
        with counted() as statements:
            assert f"Snippet {many}.0" in coach.get("/coach/library").text
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 8
