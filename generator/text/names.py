"""Names of people: their parts, and how they are shown."""

from __future__ import annotations

import re

from ..records.paper import PersonName

_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")


def parse_name(text: str) -> PersonName:
    """Return the parts of a name that is written “Given Family”, “Family, Given” or “Family, Jr., Given”.

    >>> name = parse_name("van Gogh, Vincent")
    >>> (name.given, name.particle, name.family)
    ('Vincent', 'van', 'Gogh')
    """
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if not pieces:
        return PersonName()
    if len(pieces) == 1:
        return _given_first(pieces[0])
    family, *middle, given = pieces
    if len(pieces) == 2 and _SUFFIX.fullmatch(given):
        return _given_first(family).model_copy(update={"suffix": given})
    particle, family = _split_particle(family.split())
    return PersonName(given=given, particle=particle or None, family=family or None, suffix=" ".join(middle) or None)


def shown_name(name: PersonName) -> str:
    """Return a name as pages show it: given names, particle, family name, suffix.

    >>> shown_name(PersonName(given="Walter", family="Sample", suffix="Jr."))
    'Walter Sample Jr.'
    """
    return " ".join(filter(None, (name.given, name.particle, name.family, name.suffix)))


def _given_first(text: str) -> PersonName:
    words = text.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else None
    start = next((at for at, word in enumerate(words[:-1]) if at and word.islower()), len(words) - 1)
    particle, family = _split_particle(words[start:])
    return PersonName(
        given=" ".join(words[:start]) or None, particle=particle or None, family=family or None, suffix=suffix
    )


def _split_particle(words: list[str]) -> tuple[str, str]:
    """The lower-case words that begin a family name, and the rest."""
    count = next((at for at, word in enumerate(words) if not word.islower()), 0)
    return " ".join(words[:count]), " ".join(words[count:])
