"""The definitions of areas of a first draft, which say of themselves that they are none yet."""

from __future__ import annotations

from collections.abc import Sequence

from ...records.base import gettext_noop
from ...resources import in_all_languages
from ...text.i18n import Translations

_DRAFT, _COMMA = gettext_noop("Draft: papers that speak of {phrases}."), gettext_noop(", ")


def draft_of(phrases: Sequence[str], translations: Translations) -> str:
    """Return a definition, in the survey's language, that says from which phrases an area was made. The curator is to
    write it anew.
    """
    return translations.gettext(_DRAFT, phrases=translations.gettext(_COMMA).join(phrases))


def told_by(definition: str) -> str:
    """Return what a definition says of its area: of a draft, in any language of the interface, the phrases alone, since
    the rest of its sentence stands in every draft.

    >>> told_by("Draft: papers that speak of sails, wind."), told_by("How boats sail.")
    ('sails, wind', 'How boats sail.')
    """
    for draft in in_all_languages(_DRAFT):
        before, after = draft.split("{phrases}")
        if definition.startswith(before) and definition.endswith(after):
            return definition[len(before) : -len(after)]
    return definition
