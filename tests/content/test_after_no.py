from uuid import UUID

import pytest

from coach_platform.content.after_no import Group, group_for, sentences, texts
from coach_platform.content.vocabulary import OfferState, Outcome, Stage

NO = Outcome.REJECTED


@pytest.mark.parametrize(
    ("outcome", "stages", "group"),
    [
        (NO, {Stage.APPLIED}, Group.NEVER_INTERVIEWED),
        (NO, set(), Group.NEVER_INTERVIEWED),
        (NO, {Stage.APPLIED, Stage.TASK}, Group.AFTER_TASK),
        (NO, {Stage.APPLIED, Stage.SCREENING}, Group.AFTER_FIRST_TALK),
        (NO, {Stage.APPLIED, Stage.INTERVIEW, Stage.TASK}, Group.AFTER_FIRST_TALK),
        (NO, {Stage.APPLIED, Stage.INTERVIEW, Stage.FINAL_ROUND}, Group.LAST_MINUTE),
        (Outcome.NO_REPLY, {Stage.APPLIED}, Group.NO_REPLY),
        (Outcome.NO_REPLY, {Stage.APPLIED, Stage.INTERVIEW}, Group.NO_REPLY_AFTER_TALK),
        (Outcome.CLOSED, {Stage.APPLIED, Stage.FINAL_ROUND}, Group.CLOSED),
        (Outcome.WITHDRAWN, {Stage.APPLIED}, Group.WITHDRAWN),
        (Outcome.OPEN, {Stage.APPLIED}, None),
    ],
)
def test_the_sentences_fit_how_far_it_went_and_how_it_ended(outcome, stages, group):
    assert group_for(outcome, stages) is group


def test_an_offer_taken_back_has_its_own_sentences_and_a_declined_one_none():
    assert group_for(Outcome.OFFER, {Stage.OFFER}, OfferState.RESCINDED) is Group.OFFER_RESCINDED
    assert sentences("1", Outcome.OFFER, {Stage.OFFER}, "en", offer=OfferState.DECLINED) is None


def test_two_sentences_and_no_more_in_each_language():
    for group, variants in texts().items():
        for text in variants:
            for words in (text.en, text.fr):
                assert words.count(".") + words.count("?") == 2, (group, words)


def test_the_same_application_always_reads_the_same_and_others_read_others():
    ids = [UUID(int=number) for number in range(40)]
    read = [sentences(one, NO, {Stage.APPLIED}, "fr-CA") for one in ids]
    assert read == [sentences(one, NO, {Stage.APPLIED}, "fr-CA") for one in ids]
    assert set(read) == {text.fr for text in texts()[Group.NEVER_INTERVIEWED]}


def test_nobody_who_was_never_interviewed_reads_of_an_interview():
    for group in (Group.NEVER_INTERVIEWED, Group.NO_REPLY):
        for text in texts()[group]:
            assert "interview" not in text.en and "entrevue" not in text.fr
