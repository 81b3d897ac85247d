"""What a template makes of a value on the page with a given path."""

from __future__ import annotations

from generator.site.rendering.environment import make_environment, speech_of
from generator.text.i18n import Translations


def shown(value: object, path: str = "areas/grounding.md") -> str:
    """The value in Markdown, as `{{ value }}` shows it."""
    return make_environment().from_string("{{ value }}").render(value=value, path=path, **speech_of(Translations()))


def href(value: object, path: str = "areas/grounding.md") -> str:
    """The address in raw HTML, as `{{ value | href }}` shows it."""
    template = make_environment().from_string("{{ value | href }}")
    return template.render(value=value, path=path, **speech_of(Translations()))
