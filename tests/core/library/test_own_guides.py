"""An organisation's guides: read by its people alone, versioned, safe; and ours, hidden from its lists."""

import pytest
from sqlalchemy import text, update

from coach_platform.content.vocabulary import ActionKind, Section
from coach_platform.core.library import own_guides
from coach_platform.core.library.guides import choosable, may_choose, read_guide
from coach_platform.core.library.own_guides import Text
from coach_platform.core.plans import actions, proposals
from coach_platform.core.plans.details import Details
from coach_platform.core.plans.plan_view import plan_page
from coach_platform.core.relations.models import Coaching, CoachingState, Membership
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import using

GUIDE = Text(
    title_fr="Chez nous",
    body_fr="# Titre\n\n<script>alert(1)</script> **fort** [ici](https://example.org) [non](javascript:x)",
    sources="Notre pratique https://example.org/a\n<b>x</b>",
)


@pytest.fixture
def own(cast):
    return own_guides.add_guide(cast.dana, cast.agency_id, text=GUIDE)


def readers(cast, key):
    found = []
    for name in ("sam", "casey", "nina", "omar", "dana", "root"):
        try:
            read_guide(getattr(cast, name), str(key))
            found.append(name)
        except NotFound:
            pass
    with pytest.raises(NotFound):
        read_guide(None, str(key))
    return found


def test_its_people_read_it_and_it_does_not_exist_for_others(cast, own):
    assert readers(cast, own) == ["sam", "casey", "dana"]
    assert [one.key for one in choosable(cast.omar) if one.organisation] == []
    assert [one.key for one in choosable(cast.sam) if one.organisation] == [str(own)]
    assert may_choose(cast.casey, str(own)) and not may_choose(cast.omar, str(own)) and may_choose(cast.omar, "fit")


def test_whoever_leaves_and_whose_coaching_ends_reads_it_no_more(cast, own):
    db.session.execute(
        update(Membership).where(Membership.person_id == cast.casey.person_id).values(until_at=clock.now())
    )
    db.session.execute(update(Coaching).values(state=CoachingState.ENDED))
    assert readers(cast, own) == ["dana"]


def test_what_is_shown_is_safe_and_in_the_language_it_has(cast, own):
    with using("en"):
        shown = read_guide(cast.sam, str(own)).guide
    assert (shown.locale, shown.title) == ("fr", "Chez nous")
    assert "<script" not in shown.html and 'href="javascript' not in shown.html and "<b>" not in shown.html
    assert "<h2>Titre</h2>" in shown.html and "<strong>fort</strong>" in shown.html and "<h2>Sources</h2>" in shown.html
    assert 'href="https://example.org/a"' in shown.html


def test_every_version_is_kept_and_the_newest_is_read(cast, own):
    changed = Text(**{**vars(GUIDE), "title_en": "With us", "body_en": "Now in English."})
    assert own_guides.change_guide(cast.dana, own, text=changed) == 2
    assert own_guides.change_guide(cast.dana, own, text=changed) == 2  # the same again
    with using("en"):
        assert read_guide(cast.sam, str(own)).guide.title == "With us"
    assert own_guides.edition(cast.dana, own, version=1).shown.version == 1
    with pytest.raises(NotFound):
        own_guides.edition(cast.dana, own, version=9)
    with pytest.raises(NotFound):
        own_guides.change_guide(cast.casey, own, text=changed)
    own_guides.withdraw_guide(cast.dana, own, withdrawn=True)
    assert readers(cast, own) == []
    own_guides.withdraw_guide(cast.dana, own, withdrawn=False)
    assert readers(cast, own) == ["sam", "casey", "dana"]


@pytest.mark.parametrize(
    ("text_", "field"),
    [
        (Text(sources="x"), "body_en"),
        (Text(title_en="x", sources="x"), "body_en"),
        (Text(body_fr="x", sources="x"), "title_fr"),
        (Text(title_fr="x", body_fr="x"), "sources"),
        (Text(title_fr="x\ny", body_fr="x", sources="x"), "title_fr"),
        (Text(title_fr="x", body_fr="x" * 20_001, sources="x"), "body_fr"),
    ],
)
def test_what_is_not_whole_is_said_beside_its_field(cast, text_, field):
    with pytest.raises(Invalid) as refused:
        own_guides.add_guide(cast.dana, cast.agency_id, text=text_)
    assert field in refused.value.fields


def test_one_of_ours_is_hidden_from_lists_of_its_people_and_still_read_by_a_link(cast):
    own_guides.hide_guide(cast.dana, cast.agency_id, "fit", hidden=True)
    own_guides.hide_guide(cast.dana, cast.agency_id, "fit", hidden=True)
    offered = {name: [one.key for one in choosable(getattr(cast, name))] for name in ("sam", "casey", "omar", "nina")}
    assert ["fit" in keys for keys in offered.values()] == [False, False, True, True]
    assert read_guide(cast.sam, "fit").guide.key == "fit"
    assert "fit" in [one.key for one in choosable(None)]
    own_guides.hide_guide(cast.dana, cast.agency_id, "fit", hidden=False)
    assert "fit" in [one.key for one in choosable(cast.sam)]
    for organisation_id, key in ((cast.coaching_id, "fit"), (cast.agency_id, "nothing")):
        with pytest.raises(NotFound):
            own_guides.hide_guide(cast.dana, organisation_id, key, hidden=True)


def test_a_point_of_a_plan_leads_to_it_as_long_as_its_reader_may_read_it(cast, own, world, counted):
    cast.grant(Section.PLAN, future=True)
    proposals.propose_action(
        cast.casey, cast.sam.person_id, details=Details("Read", ActionKind.RESEARCH, guide_key=str(own))
    )
    with counted() as statements:
        points = plan_page(cast.sam, cast.sam.person_id).points.proposed
    assert [(one.guide_key, one.guide_title) for one in points if one.what.text == "Read"] == [(str(own), "Chez nous")]
    assert len(statements) <= 7  # and the sign-in's
    with pytest.raises(Invalid):
        actions.add_action(cast.nina, details=Details("x", ActionKind.RESEARCH, guide_key=str(own)))
    own_guides.withdraw_guide(cast.dana, own, withdrawn=True)
    points = plan_page(cast.sam, cast.sam.person_id).points.proposed
    assert [one.guide_key for one in points if one.what.text == "Read"] == [""]
    assert db.session.scalar(text("select count(*) from actions where guide_key = :k"), {"k": str(own)}) == 1


@pytest.mark.parametrize("written", ["{0.hex:.8}-{1}---", "urn:uuid:{0}", "{2}"])
def test_a_key_is_taken_only_as_it_is_written_in_the_address(cast, own, written):
    """Another spelling of the same id would be kept, and the plan of whoever it was proposed to could not be read."""
    cast.grant(Section.PLAN)
    key = written.format(own, own.hex[8:], str(own).upper())
    about = Details(what="Read", kind=ActionKind.PRACTICE, guide_key=key)
    with pytest.raises(Invalid):
        proposals.propose_action(cast.casey, cast.sam.person_id, details=about)


def test_a_key_that_only_looks_like_one_leads_nowhere_and_breaks_nothing(cast, own):
    cast.grant(Section.PLAN)
    about = Details(what="Read", kind=ActionKind.PRACTICE, guide_key=str(own))
    actions.add_action(cast.sam, details=about)
    db.session.execute(text("update actions set guide_key = :key"), {"key": f"{own.hex[:8]}-{own.hex[8:]}---"})
    assert [view.guide_key for view in plan_page(cast.sam, cast.sam.person_id).points.open] == [""]
