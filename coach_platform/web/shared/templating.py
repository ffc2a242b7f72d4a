"""Jinja as Flask sets it up, without what it does anew on each call: half of what a page took to be drawn.

Measured with the plan of the sample seeker: 1,700 calls, 260 words to translate, 13 imports of macros. What is left out:
- a template is compiled once a language, and what never changes in it stands in it as text: words without values, icons,
  figures' marks, the addresses of pages without parameters;
- each template has a map of globals of its own over the shared one, walked name by name on each import of macros: here
  all share the one (no template is given globals of its own);
- each call asks several times whether the callable wants the context: here macros and plain functions are known by type.
"""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import FunctionType
from typing import Any

from flask import Flask, g
from flask.templating import Environment as FlaskEnvironment
from flask_wtf.csrf import generate_csrf
from jinja2 import Template, nodes, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context as JinjaContext
from jinja2.runtime import Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from werkzeug.routing import BuildError

from coach_platform.kit import i18n

# Globals that say the same each time they are asked the same.
CONSTANT = frozenset({"icon", "asset_url", "figure"})


class Context(JinjaContext):
    """Jinja's, whose `call` knows macros and plain functions by their type."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What a template calls: `__obj`, with the template's evaluation context where it is a macro."""
        kind = type(__obj)
        if kind is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(__self.eval_ctx, *args, **kwargs)
        if kind is FunctionType and not __obj.__dict__:  # it has no mark of Jinja's: it wants nothing of the template
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class Environment(FlaskEnvironment):
    """Flask's, with one map of globals, and with each file compiled once a language."""

    context_class = Context

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._compiled: dict[tuple[str, str], Template] = {}  # as many as there are files

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own map, unless a template is given globals of its own."""
        return super().make_globals(d) if d else self.globals

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        key = (i18n.current_locale(), name)
        found = self._compiled.get(key)
        if found is None or globals or (self.auto_reload and not found.is_up_to_date):
            assert self.loader is not None
            found = self.loader.load(self, name, self.make_globals(globals))
            if not globals:
                self._compiled[key] = found
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        # A text that comes from no file is not compiled anew for another language.
        return tree if name is None else _Folding(self, name).visit(tree)


class _Folding(NodeTransformer):
    """Puts in the place of a call what it always says (in the language of this moment)."""

    def __init__(self, environment: Environment, name: str) -> None:
        self._globals: MutableMapping[str, Any] = environment.globals
        self._app: Flask = environment.app  # type: ignore[assignment]
        self._escapes = EvalContext(environment, name).autoescape

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """Left as it is: constants are joined as plain text when a template is compiled, and markup would be escaped."""
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        if not all(isinstance(one, nodes.Const) for one in node.args):
            return node
        said = self._always(node.node.name, [one.value for one in node.args])  # type: ignore[attr-defined]
        return node if said is None else nodes.Const(said, lineno=node.lineno)

    def _always(self, name: str, given: list[Any]) -> str | None:
        if name == "_" and self._escapes and len(given) == 1 and self._globals.get("_") is said:
            return _whole(i18n.current_locale(), given[0])
        if name == "url_for" and len(given) == 1 and not given[0].startswith("."):
            return self._address(given[0])
        if name in CONSTANT and name in self._globals:
            return self._globals[name](*given)
        return None

    def _address(self, endpoint: str) -> str | None:
        try:
            return self._app.url_map.bind("").build(endpoint)
        except BuildError:  # it wants values, or is mounted elsewhere: asked when it is drawn
            return None


def init_app(app: Flask) -> None:
    """Before the first use of `app.jinja_env`."""
    app.jinja_environment = Environment  # type: ignore[assignment]
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: i18n.gettext(text),
        lambda one, many, num: i18n.ngettext_plain(one, many, num),
        newstyle=True,
        pgettext=lambda context, text: i18n.pgettext(context, text),
    )
    app.jinja_env.globals.update(_=said, gettext=said, ngettext=counted)


@pass_eval_context
def said(eval_ctx: EvalContext, message: str, /, **values: Any) -> str:
    """`_("…")` in a template: in the reader's language, `%(name)s` filled in and escaped."""
    if not eval_ctx.autoescape:
        return i18n.gettext(message) % values
    return _marked(i18n.current_locale(), message) % values if values else _whole(i18n.current_locale(), message)


@pass_eval_context
def counted(eval_ctx: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
    """`ngettext(…)` in a template: the form for `num`, which is among the values."""
    text = i18n.ngettext_plain(one, many, num)
    values.setdefault("num", num)
    return (Markup(text) if eval_ctx.autoescape else text) % values  # noqa: S704  our own words


@lru_cache(8192)
def _marked(_locale: str, message: str) -> Markup:
    return Markup(i18n.gettext(message))  # noqa: S704  our own words, never anybody's text


@lru_cache(8192)
def _whole(locale: str, message: str) -> Markup:
    # As Jinja does: always a format, so that "%%" means the same with values and without.
    return _marked(locale, message) % {}


def csrf_token() -> str:
    """Flask-WTF's, which asks the configuration each time, fifty times on a page of forms."""
    return g.get("csrf_token") or generate_csrf()
