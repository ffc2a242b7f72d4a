"""Which requirement lines are missing again and again: lacking or not shown, against all other lines that were marked."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable

from coach_platform.content.vocabulary import Area, Mark
from coach_platform.core.insights.intervals import Share
from coach_platform.core.insights.patterns.finding import Finding
from coach_platform.core.insights.thresholds import Rule
from coach_platform.core.insights.tries import Facts, Line
from coach_platform.kit.text import plain

MISSING = frozenset({Mark.LACK, Mark.HAD_NOT_SHOWN})
_BETWEEN = re.compile(r"[^\w+#]+")  # C++ and C# stay what they are
_EMPTY = frozenset(
    {"a", "an", "the", "of", "in", "with", "de", "des", "du", "la", "le", "les", "l", "d", "un", "une", "en", "avec"}
)


def line_key(text: str) -> str:
    """The text as it is compared: no case, accents, punctuation, small words or order ("5 years of SQL" = "SQL, 5 years")."""
    words = {word for word in _BETWEEN.split(plain(text)) if word and word not in _EMPTY}
    return " ".join(sorted(words))


def subject_of(key: str) -> str:
    """What stands in an address and in what is remembered, in place of the text itself."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def find(facts: Facts) -> Iterable[Finding]:
    """One for each line that stood in two postings or more; the others are what it is compared with."""
    by_key: defaultdict[str, list[Line]] = defaultdict(list)
    for line in facts.lines:
        by_key[line.key].append(line)
    shares = {key: _share(lines) for key, lines in by_key.items()}
    every = sum(shares.values(), Share(0, 0))
    for key, lines in by_key.items():
        if key and shares[key].of > 1:
            yield _finding(key, lines, shares[key], every - shares[key])


def _finding(key: str, lines: list[Line], share: Share, against: Share) -> Finding:
    missing = [line for line in lines if line.mark in MISSING]
    cases = tuple(dict.fromkeys(line.case_id for line in missing))
    # Where everything was lacking it is a matter of skills, else of showing what is there (as in content/case_facts.py).
    lacking = all(line.mark is Mark.LACK for line in missing)
    area = Area.SKILLS if lacking else Area.FIT
    lack = sum(line.mark is Mark.LACK for line in missing)
    said = {"text": lines[0].text, "lack": lack, "not_shown": len(missing) - lack}
    return Finding(Rule.LINE, subject_of(key), share, against, cases, area, said)


def _share(lines: list[Line]) -> Share:
    """Of the cases it stood in: a line that is there twice in one posting is one."""
    cases: defaultdict[object, bool] = defaultdict(bool)
    for line in lines:
        cases[line.case_id] |= line.mark in MISSING
    return Share(sum(cases.values()), len(cases))
