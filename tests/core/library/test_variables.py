"""Three words in braces, replaced strictly and once; nobody's text is ever a template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_platform.core.library.variables import Variable, filled, gaps, unknown, variables_in

VALUES = {Variable.NAME: "Sam", Variable.COMPANY: "Nordlys", Variable.STAGE: "interview"}


def test_each_variable_is_filled_in_either_language():
    assert filled("{name} at {company}, {stage}", VALUES) == "Sam at Nordlys, interview"
    assert filled("{prénom} chez {entreprise}, {étape}", VALUES) == "Sam chez Nordlys, interview"
    assert filled("{Name} {COMPANY}", VALUES) == "Sam Nordlys"


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "{{name}}",
        "{name.__class__}",
        "{name!r}",
        "{0}",
        "%(name)s",
        "${name:x}",
        "{ name }",
        "{% if name %}",
        "{name}}",
    ],
)
def test_what_looks_like_a_template_stays_plain_text(text):
    assert filled(text, VALUES) == text


def test_a_value_that_looks_like_a_variable_is_not_read_again():
    assert filled("{name} / {company}", {Variable.NAME: "{company}", Variable.COMPANY: "N"}) == "{company} / N"


def test_what_cannot_be_filled_stays_visible_and_is_named():
    text = filled("{name}, {company} and {company}", {Variable.NAME: "Sam"})
    assert text == "Sam, {company} and {company}"
    assert gaps(text) == ("{company}",)
    assert gaps("{{name}} {compnay} {7}") == ()


def test_a_slip_of_the_pen_is_known_and_a_brace_in_prose_is_not():
    assert unknown("{compnay} {name} {{x}} {a b}") == ("{compnay}",)
    assert variables_in("{name} {étape} {x}") == {Variable.NAME, Variable.STAGE}


@given(st.text(), st.text())
def test_filling_never_fails_and_without_variables_changes_nothing(text, name):
    done = filled(text, {Variable.NAME: name})
    assert done == text or Variable.NAME in variables_in(text)
