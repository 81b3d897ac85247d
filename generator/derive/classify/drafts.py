"""The definitions of areas of a first draft, which say of themselves that they are none yet."""

from __future__ import annotations

from collections.abc import Sequence

_DRAFTS = {
    "en": ("Draft: papers that speak of {}.", ", "),
    "de": ("Entwurf: Arbeiten mit den Stichwörtern {}.", ", "),
    "fr": ("Ébauche : articles sur les mots {}.", ", "),
    "es": ("Borrador: trabajos con las palabras {}.", ", "),
    "zh": ("草稿：关键词为{}的论文。", "、"),
}
"""By language: the sentence, and what parts its phrases."""


def draft_of(phrases: Sequence[str], language: str) -> str:
    """Return a definition, in the survey's language, that says from which phrases an area was made. The curator is to
    write it anew.
    """
    draft, comma = _DRAFTS.get(language, _DRAFTS["en"])
    return draft.format(comma.join(phrases))


def told_by(definition: str) -> str:
    """Return what a definition says of its area: of a draft the phrases alone, since the rest of its sentence stands in
    every draft.

    >>> told_by("Draft: papers that speak of sails, wind."), told_by("How boats sail.")
    ('sails, wind', 'How boats sail.')
    """
    for draft, _ in _DRAFTS.values():
        before, after = draft.split("{}")
        if definition.startswith(before) and definition.endswith(after):
            return definition[len(before) : -len(after)]
    return definition
