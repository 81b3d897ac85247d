"""The Jinja environment of all templates, and the escaping of what they show.

Whatever an expression yields is escaped for Markdown, unless it is `escape.Markup`, so that escaping cannot be
forgotten. An address is made relative here, and only here, to the page that is rendered: each template is given its
`path`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from ...catalogue import addresses
from ...text import escape
from ...text.i18n import Translations
from ..links import ExternalLink, Link, LinkedText
from .compiled import CompiledAhead, CompiledTemplates, PageTemplates, templates_loader

_LINKS = (Link, ExternalLink)


def compile_ahead() -> None:
    """Compile all templates during the installation, so that a first build need not."""
    environment = make_environment().overlay(bytecode_cache=CompiledAhead(), cache_size=0)
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)


def load_templates() -> None:
    """Load all templates of pages, before several processes need them."""
    environment = make_environment()
    for name in environment.list_templates(filter_func=lambda name: name.endswith(".j2") and name[0] != "_"):
        environment.get_template(name)


@cache
def make_environment() -> Environment:
    """Return the Jinja environment of all templates.

    A template is given `path` (of its page), `head` (HTML), `changed` (a date), the entries of `speech_of`, and mostly
    a record named `page`.
    """
    environment = PageTemplates(
        loader=templates_loader(),
        autoescape=False,  # that is for HTML; `finalize` escapes everything, for Markdown
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(),
    )
    environment.filters |= {
        "href": _href,
        "html": escape.html_text,
        "lines": escape.html_lines,
        "served": addresses.served,
        "text": lambda text: escape.own_direction(escape.html_text(text)),
        "yaml": escape.yaml_text,
        "yaml_lines": escape.yaml_lines,
    }
    environment.globals |= {"pages": SimpleNamespace(**addresses.PAGES), "head": "", "changed": ""}
    return environment


def render_template(name: str, shown: Mapping[str, object]) -> str:
    """Return what the template with a name makes of the values that it is given by name, those of `shown`."""
    environment, template = make_environment(), _template(name)
    context = template.new_context({**environment.globals, **shown}, shared=True)
    try:
        return "".join(template.root_render_func(context))
    except Exception:
        environment.handle_exception()  # which names the template's lines


@cache
def _template(name: str) -> Template:
    return make_environment().get_template(name)


@pass_context
def _shown(context: Context, value: object) -> str:
    """Return the text that a value of a template's expression becomes, escaped for Markdown unless it is Markup. Raises
    TypeError for a value that cannot be shown.
    """
    if isinstance(value, str):
        return value if isinstance(value, escape.Markup) else _shown_text(value)
    shown: Any = value
    kind: Any = type(value)
    if _is_link(kind):  # which takes a fifth of the time of a look at its bases
        text, to = _shown_text(shown.text), shown.to
        if not to:
            return text
        return f"[{text}]({to if isinstance(to, str) else addresses.destination(context.parent['path'], to)})"
    if isinstance(value, addresses.Address):
        return addresses.destination(context.parent["path"], value)
    if isinstance(value, LinkedText):
        text = escape.Markup("".join([_shown(context, piece) for piece in value.pieces]))
        return text if text.startswith("<p") or "\n" in text else escape.own_direction(text)
    if isinstance(value, int) and not isinstance(value, bool):
        number: str = context.parent["number"](value)
        return number
    raise TypeError(f"a template shows {value!r}, which is no text, count or link")


@cache
def _is_link(kind: type[Any]) -> bool:
    return issubclass(kind, _LINKS)


@lru_cache(maxsize=1 << 15)
def _shown_text(text: str) -> escape.Markup:
    return escape.own_direction(escape.markdown_text(text))


@pass_context
def _href(context: Context, to: addresses.Address | escape.Markup) -> escape.Markup:
    """Return where a link leads, for an attribute of raw HTML; the address of another site is escaped for it
    already.
    """
    return addresses.href(context.parent["path"], to) if isinstance(to, addresses.Address) else to


def speech_of(translations: Translations) -> dict[str, str | Callable[..., str]]:
    """Return what templates need for the survey's language, by name: the functions `gettext`, `ngettext` and `number`,
    and `language`, its code.

    Values that are filled into a text are escaped; the interface's own texts are Markdown.
    """

    def shown(context: Context, values: Mapping[str, object]) -> dict[str, str]:
        return {name: _shown(context, value) for name, value in values.items()}

    whole = cache(lambda text: escape.Markup(translations.gettext(text)))

    def gettext(context: Context, text: str, /, **values: object) -> escape.Markup:
        return escape.Markup(whole(text).format_map(shown(context, values))) if values else whole(text)

    def ngettext(context: Context, one: str, many: str, count: int, /, **values: object) -> escape.Markup:
        return escape.Markup(translations.ngettext(one, many, count, **shown(context, values)))

    return {"gettext": gettext, "ngettext": ngettext, "number": translations.number, "language": translations.language}
