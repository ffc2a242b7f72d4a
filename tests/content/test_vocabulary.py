import pytest

from coach_platform.content.reading import FOLDER
from coach_platform.content.vocabulary import (
    SPOKEN,
    TALK_STAGES,
    Area,
    Section,
    Stage,
    choices,
    explanation,
    label,
)


@pytest.mark.parametrize("kind", SPOKEN.values())
def test_every_word_has_a_label_of_its_own_in_both_languages(kind):
    for locale in ("en-CA", "fr-CA"):
        labels = [label(word, locale) for word in kind]
        assert len(set(labels)) == len(labels)


def test_sections_and_areas_are_explained_in_one_sentence():
    for word in [*Section, *Area]:
        for locale in ("en", "fr"):
            assert explanation(word, locale).endswith(".")


def test_stages_are_ordered_by_rank_and_not_by_the_alphabet():
    assert sorted(Stage, key=lambda stage: stage.rank) == list(Stage)
    assert Stage.TASK.rank > Stage.INTERVIEW.rank


def test_a_task_alone_is_no_conversation():
    assert Stage.TASK not in TALK_STAGES
    assert Stage.APPLIED not in TALK_STAGES


def test_choices_keep_the_order_of_the_vocabulary():
    assert choices(Stage, "fr")[0] == ("applied", "Candidature envoyée")


def test_content_imports_neither_flask_nor_a_database_nor_core():
    for path in FOLDER.glob("*.py"):
        words = path.read_text("utf-8")
        assert not any(
            f"import {name}" in words or f"from {name}" in words
            for name in ("flask", "sqlalchemy", "marshmallow", "celery", "coach_platform.core", "coach_platform.web")
        ), path.name
