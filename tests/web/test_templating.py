"""Our quicker Jinja says what Jinja says: words, escaping, macros, imports with and without the context."""

import pytest
from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import DictLoader, FileSystemLoader

from coach_platform.kit import i18n
from coach_platform.web.shared import kept_templates, templating
from coach_platform.web.shared.kept_templates import KeptTemplates

TEMPLATES = {
    "parts.html": """
{% macro line(name, mark="-") %}<li{{ varargs }}{{ kwargs }}>{{ mark }}{{ name }}
{{- caller("<") if caller }}{{ shared }}</li>{% endmacro %}
{% macro outer(name) %}
{% call(x) line(name, *("a",), b="<") %}{{ x }}{{ given }}{% endcall %}
{% endmacro %}""",
    "base.html": "<main>{% block content %}{% endblock %}{{ self.content() }}</main>",
    "page.html": """{% extends "base.html" %}
{% from "parts.html" import line, outer %}
{% import "parts.html" as parts with context %}
{% block content %}
{% for n in ["<b>", "é"] %}
{% set given = n %}{{ line(n) }}{{ outer(n) }}{{ parts.line(n, mark=loop.index) }}
{% endfor %}
{{ _("100%% of %(n)s", n="<i>") }}{{ gettext("%(a)s & co", a="x") }}{{ _("Save & go") }}
{{ _("Save & go") ~ _("Settings") ~ "<" }}
{% trans who=given|default("<u>") %}Dear {{ who }}{% endtrans %}
{{ ngettext("%(num)s thing", "%(num)s things", 2) }}{{ said_late() }}
{% endblock %}""",
    "plain.txt": '{{ _("a & %(b)s", b="<") }}{{ _("50%%") }}',
}


def _drawn(app: Flask, template: str, locale: str) -> str:
    app.jinja_loader = DictLoader(TEMPLATES)
    app.jinja_env.globals.update(shared="<s>", said_late=lambda: "<late>")
    with app.test_request_context(), i18n.using(locale):
        return app.jinja_env.get_template(template).render(given="<g>")


def _usual() -> Flask:
    app = Flask("usual")
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(i18n.gettext, i18n.ngettext_plain, newstyle=True, pgettext=i18n.pgettext)
    return app


@pytest.mark.parametrize("template", ["page.html", "plain.txt"])
def test_it_draws_what_jinja_draws(template):
    ours = Flask("ours")
    templating.init_app(ours)
    usual = _usual()
    assert type(usual.jinja_env) is FlaskEnvironment is not type(ours.jinja_env)
    for locale in ("en", "fr", "en"):  # each is compiled for itself, and kept
        assert _drawn(ours, template, locale) == _drawn(usual, template, locale) != ""


def test_words_follow_the_reader(app):
    with app.test_request_context():
        for locale, word in (("en", "Settings"), ("fr", "Réglages"), ("en", "Settings")):
            with i18n.using(locale):
                assert app.jinja_env.from_string("{{ _('Settings') }}").render() == word


def test_a_value_that_is_missing_is_an_error(app):
    with app.test_request_context(), pytest.raises(KeyError):
        app.jinja_env.from_string("{{ _('of %(nobody)s') }}").render()


def test_a_template_that_was_kept_is_taken_while_nothing_changed_and_in_its_own_language(app, tmp_path, monkeypatch):
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "greeting.html").write_text('{{ _("Save") }} {{ name }}')
    compiled = []

    def drawn(locale: str) -> str:
        one = Flask("kept")
        templating.init_app(one)
        one.jinja_loader = FileSystemLoader(templates)
        one.jinja_env.bytecode_cache = KeptTemplates(str(tmp_path))
        monkeypatch.setattr(one.jinja_env, "compile", _counted(one.jinja_env.compile, compiled))
        with one.test_request_context(), i18n.using(locale):
            return one.jinja_env.get_template("greeting.html").render(name="<b>")

    assert [drawn("en"), drawn("fr")] == ["Save &lt;b&gt;", "Enregistrer &lt;b&gt;"]
    assert [drawn("en"), drawn("fr")] == ["Save &lt;b&gt;", "Enregistrer &lt;b&gt;"]
    assert len(compiled) == 2
    monkeypatch.setattr(kept_templates, "package_now", lambda: "a file of the package is another one")
    drawn("en")
    (templates / "greeting.html").write_text('{{ _("Settings") }} {{ name }}')
    assert drawn("fr") == "Réglages &lt;b&gt;"
    assert len(compiled) == 4


def _counted(compile_it, compiled):
    def one(source, *rest, **named):
        compiled.append(source)
        return compile_it(source, *rest, **named)

    return one
