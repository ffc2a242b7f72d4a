"""Question sets: what a person is asked, as data.

A set is one YAML file, immutable once released: a change is a new file with the next version. Its parsed mapping is the
`body` that is stored and hashed; `parse(body)` gives the typed shape back from a file or from a stored row.

Set: key, version, title, intro, items. Every text a person reads is {en, fr}.

Item
  key           name of the answer, unique in the set
  number        the question it belongs to (several items may make one question)
  kind          text | scale | two_sided | choice | stage_ratings | requirements | list
  prompt, help  the question, and what may help to answer it
  area          the area a rating of this item speaks for, if any
  now           true: part of the two minutes; the rest can be answered later. Nothing else is ever required
  words         true: a few words go with the rating, asked by `words_prompt`, at most `max_length` characters
  needs_stages  shown only when at least one of these stages was reached; empty: always (`items_for(stages)`)
  dont_know, does_not_apply   may be answered instead of a value; true unless the file says false (never for `text`)
  anchors       what 1 and 5 mean (`low`, `high`); 5 is always best. Two-sided: -2 and +2, `middle` is 0, which is best
What each kind adds, and its answer. Every part may be absent; `value` is an int, an option's key, or one of
"dont_know" and "does_not_apply".
  text           {"words": str}
  scale          {"value": 1..5, "words": str}
  choice         options: key, label, needs_stages, proposed_for (furthest stages for which it is proposed)
                 {"value": option key, "words": str}
  two_sided      max_aspects, aspect_prompt; `value` only to say don't know / does not apply
                 {"aspects": [{"name": str, "value": -2..2, "words": str}], "words": str}
  stage_ratings  a rating and words for each stage reached
                 {"stages": {"interview": {"value": 1..5 or not rated, "words": str}}}
  requirements   a scale, and a mark for each line of the posting (the lines, must or nice, belong to the application)
                 {"value": 1..5, "words": str, "marks": [{"requirement": id, "mark": shown|had_not_shown|lack}]}
  list           a scale, and one or more lists: key, prompt, max_items, becomes,
                 fields (key, prompt, required, max_length)
                 {"value": 1..5, "words": str, "<list key>": [{"<field key>": str}]}

Valid answers to first_assessment v1, then to deeper v1:
  {"what_happened": {"words": "They chose someone with more retail experience."}, "clarity": {"value": 2, "words": ""},
   "timing": {"value": "late"},
   "performance": {"stages": {"applied": {"value": 4, "words": "My letter named their project."}}},
   "off_track": {"value": "interview", "words": "She stopped taking notes."}}
  {"match": {"value": 3, "marks": [{"requirement": "0190...", "mark": "had_not_shown"}]},
   "rapport": {"value": "dont_know"},
   "research": {"value": 2, "words": "I knew the name."},
   "balance": {"aspects": [{"name": "Leadership", "value": -1, "words": ""}]},
   "answers": {"value": 2, "sensed": [{"weakness": "Numbers"}],
               "pointed_out": [{"weakness": "Too general", "said_by": "HR"}]},
   "surprises": {"value": 1, "items": [{"question": "Why us?", "said": "I like it here.", "better": "..."}]}}
"""

from __future__ import annotations

from functools import cache

from coach_platform.content.question_parsing import canonical_json, content_hash, parse
from coach_platform.content.question_shape import RATED, SCALE, TWO_SIDED, Item, Kind, QuestionSetBody
from coach_platform.content.reading import names, read

__all__ = [
    "RATED",
    "SCALE",
    "TWO_SIDED",
    "Item",
    "Kind",
    "QuestionSetBody",
    "canonical_json",
    "content_hash",
    "latest",
    "load_all",
    "parse",
]


@cache
def load_all() -> list[QuestionSetBody]:
    """Every version of every set in the content folder, checked; ordered by file name."""
    return [parse(read(name).data, name) for name in names("question_sets/*.yaml")]


def latest(key: str) -> QuestionSetBody:
    """The newest version of a set. Raises KeyError when there is none of that name."""
    versions = [questions for questions in load_all() if questions.key == key]
    if not versions:
        raise KeyError(key)
    return max(versions, key=lambda questions: questions.version)
