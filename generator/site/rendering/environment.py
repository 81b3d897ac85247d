"""Templates, and how what they show is escaped.

Whatever an expression yields is escaped for Markdown, unless it is `escape.Ready`: forgetting is impossible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from ...resources import templates_folder
from ...text import escape
from ...text.i18n import Translations
from ..links import Ref


@cache
def make_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=False,  # noqa: S701 - that is for HTML; `finalize` escapes everything, for Markdown
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {
        "html": escape.html_text,
        "lines": escape.html_lines,
        "yaml": escape.yaml_text,
    }
    return environment


@pass_context
def _finalize(context: Context, value: object) -> str:
    """What an expression of a template becomes. Raises TypeError for what cannot be shown."""
    return _shown(value, context["number"])


def _shown(value: object, number: Callable[[int], str]) -> str:
    if isinstance(value, escape.Ready):
        return value
    if isinstance(value, str):
        return escape.markdown_text(value)
    if isinstance(value, Ref):
        text = escape.markdown_text(value.text)
        return f"[{text}]({value.to})" if value.to else text
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    raise TypeError(f"a template shows {value!r}, which is no text, count or link")


def speech_of(translations: Translations) -> dict[str, str | Callable[..., str]]:
    """`gettext`, `ngettext` and `number` for the templates, and the language.

    The interface's own texts are Markdown; the values given are escaped. A number stands as it is written in the
    survey's language.
    """

    def shown(values: Mapping[str, object]) -> dict[str, str]:
        return {name: _shown(value, translations.number) for name, value in values.items()}

    def gettext(text: str, **values: object) -> escape.Ready:
        return escape.Ready(translations.gettext(text, **shown(values)))

    def ngettext(one: str, many: str, number: int, **values: object) -> escape.Ready:
        return escape.Ready(translations.ngettext(one, many, number, **shown(values)))

    return {"gettext": gettext, "ngettext": ngettext, "number": translations.number, "language": translations.language}
