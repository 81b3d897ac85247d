"""Splits lists of people that are written as one text."""

from __future__ import annotations

import re

from .raw import RawName

_AND = re.compile(r"\s+(?:and|und|et|y|&)\s+|\s*,\s+(?:and|und|et|y|&)\s+", re.IGNORECASE)
_INITIALS = r"(?:[A-Z]\.[ -]?){1,4}"
_FAMILY_INITIALS = re.compile(rf"([^\W\d_][\w'’ -]*?)\s+({_INITIALS})\s*")
_FAMILY_LETTERS = re.compile(r"([^\W\d_][\w'’ -]*?)\s+([A-Z]{1,3})")
_NUMBER = re.compile(r"\s*\(\d+\)\s*$")
_PARTICLE = re.compile(r"(?:[a-zà-ÿ'’]+\s+)+\S+$")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)


def split_names(text: str) -> tuple[RawName, ...]:
    """Return the people that a text lists, in its order; an empty text lists none.

    Names are separated by semicolons, `and`, commas, bars or line breaks. Each is “Given Family” or “Family, Given” and
    is returned in `full` as it is written; initials after a family name get a comma before them and full stops.

    >>> [name.full for name in split_names("Muster, Anna and Beispiel, Bo")]
    ['Muster, Anna', 'Beispiel, Bo']
    >>> [name.full for name in split_names("Anna Muster, Bo Beispiel & Cee Dritter")]
    ['Anna Muster', 'Bo Beispiel', 'Cee Dritter']
    >>> [name.full for name in split_names("Muster A.; Beispiel B.C.")]
    ['Muster, A.', 'Beispiel, B.C.']
    """
    pieces = [_NUMBER.sub("", piece).strip(" ,") for piece in _pieces(text.strip())]
    pieces = [piece for piece in pieces if piece]
    for pattern, dots in ((_FAMILY_INITIALS, False), (_FAMILY_LETTERS, True)):
        names = [piece for piece in pieces if not re.fullmatch(r"(?i)et\.? al\.?|others", piece)]
        if names and all(pattern.fullmatch(piece) for piece in names) and (len(names) > 1 or not dots):
            pieces = [_family_first(pattern.fullmatch(piece), piece, dots=dots) for piece in pieces]
            break
    return tuple(RawName(full=piece) for piece in pieces)


def _family_first(match: re.Match[str] | None, piece: str, *, dots: bool) -> str:
    if match is None:
        return piece
    return f"{match[1]}, {' '.join(f'{letter}.' for letter in match[2]) if dots else match[2].strip()}"


def _pieces(text: str) -> list[str]:
    """Return the names in a text as they stand: parted by semicolons, bars, lines or “and”, or else by commas."""
    for separator in (r"\s*[;；]\s*", r"\s*\|\s*", r"\s*\n\s*", r"\s*[、，]\s*"):
        if re.search(separator, text):
            return [piece for name in re.split(separator, text) for piece in _without_and(name)]
    if re.search(r"(?:\s|,)(?:and|und|&)\s", text, re.IGNORECASE):
        parts = [name for name in _AND.split(text) if name.strip()]
        if _are_family_first(parts):
            return parts
        return [piece for name in parts for piece in _by_commas(name)]
    return _by_commas(text)


def _without_and(part: str) -> list[str]:
    """Return, as a list of one, a name without the “and” or “&” with which the last of several names may begin."""
    return [re.sub(r"^(?:and|und|et(?! al)|&)\s+", "", part, flags=re.IGNORECASE)]


def _are_family_first(parts: list[str]) -> bool:
    """Return whether each part between two “and” is one person as “Family, Given”, and not a list of names."""
    with_comma = [name for name in parts if "," in name]
    if not with_comma:
        return True
    return all(_is_family_first([piece.strip() for piece in name.split(",")]) for name in with_comma)


def _is_family_first(pieces: list[str]) -> bool:
    """Return whether the pieces between commas are one person: family name and given names, perhaps with a suffix such
    as “Jr.”.
    """
    pieces = [piece for piece in pieces if piece and not _SUFFIX.fullmatch(piece)]
    if len(pieces) < 2:
        return True
    family, given = pieces[0], pieces[1]
    if len(pieces) > 2:
        return False
    if " " not in family or _PARTICLE.fullmatch(family):
        return True
    return bool(re.fullmatch(_INITIALS.rstrip(), given.strip() + (" " if given.endswith(".") else "")))


def _by_commas(text: str) -> list[str]:
    """Return the names in a text with commas, which part names or stand within them (“Family, Given”)."""
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if _is_family_first(pieces):
        return [text]
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.fullmatch(piece):
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    inverted = joined[1::2]
    if len(joined) % 2 == 0 and all(_is_given(piece) for piece in inverted) and not all(" " in one for one in joined):
        return [f"{family}, {given}" for family, given in zip(joined[::2], inverted, strict=True)]
    return joined


def _is_given(piece: str) -> bool:
    """Return whether a piece can be given names alone: initials, or one word."""
    return bool(re.fullmatch(r"(?:[^\W\d_]\.?[ -]?){1,4}", piece)) or " " not in piece
