"""Names of people and groups: their parts, how they are shown, and how they are sorted.

A name is shown with the given names first: `Ludwig van Beethoven`, `Walter Sample Jr.`. Names in Chinese, Japanese or
Korean characters have the family name first and no space. Parts that the shown form does not tell, such as the family
name in `María García Márquez`, are kept in a record's `people`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..records.paper import PersonName

_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV|VI{0,3}", re.IGNORECASE)
_FEWEST_WORDS_WITH_ROMAN = 3
_DEGREE = re.compile(r"(?:Ph\.? ?D|M\.? ?D|D\.?Phil|Dr\.?-?Ing|M\.? ?Sc|B\.? ?Sc|MBA|MPH|FRS)\.?", re.IGNORECASE)
_ORCID = re.compile(r"(?:https?://orcid\.org/|orcid:?\s*)?((?:\d{4}-){3}\d{3}[\dXx])", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])[\d¹²³⁰⁴-⁹,\s]*$|[\s*†‡§¶∗‖#✉¹²³⁰⁴-⁹]+$")
"""Marks after a person's name that lead to an affiliation or a note; plain digits only after a letter."""
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*$|\s*\[[^\[\]]*\]\s*$")
_OTHERS = re.compile(r",?\s*\b(?:et\s+al\.?|and others)$", re.IGNORECASE)
_GROUP = re.compile(
    r"^the\s|\b(?:collaboration|consortium|committee|organi[sz]ation|association|society|institut(?:e|ion)|university"
    r"|department|ministry|commission|foundation|agency|initiative|network|laborator(?:y|ies)|working group|group|team"
    r"|project|company|corporation|federation|academy|task force|gmbh|inc\.|ltd\.?)(?=$|[\s,)])|\b(?:of|for|&)\s",
    re.IGNORECASE,
)
"""What no person's name has. `Church`, `Bank` and `Council` are family names too."""
_PARTICLES = frozenset(
    "van von de der den del della dello dei degli di da das do dos du des la le las los lo ter ten te tot zu zum zur "
    "vom af av bin ibn bint al el ul ud ’t 't y i und".split()
)
"""Words that stand before a family name; in a name that is written all in small or all in capital letters they are
known by this list, elsewhere by their small letters.
"""
_CAPITALISED = frozenset("Van Von De Der Den Del Della Di Da Dos Du Des La Le Ter Ten Al El Bin Ibn".split())
"""Particles that belong to the family name where they are written with a capital, as in Belgium and the Americas."""
_VIETNAMESE = frozenset(
    "Anh Bui Dang Dinh Do Doan Duong Ho Hoang Huynh Le Luong Ly Mai Ngo Nguyen Pham Phan".split()
) | {*"Tran Trinh Truong Vo Vu".split()}
"""Before these, `Van` is a middle name."""
_JOINING = frozenset({"y", "i"})
"""Joins two family names: `Santiago Ramón y Cajal`."""
_TWO_WORDS = re.compile("([A-Z][a-z]+) ([A-Z][a-z]+)")
"""A given and a family name, as most names are."""
_PREFIX = re.compile(r"(?:[aA]l|[eE]l|ad|as|ash|at|an|ul)-(?=\w)|^['’]\w\s")
_EAST_ASIAN = re.compile(
    r"[\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
NAME_PARTS = ("given", "particle", "family", "suffix")
"""The parts of a person's name, in the terms of CSL."""


@lru_cache(maxsize=1 << 16)
def parse_name(text: str) -> PersonName:
    """Return the parts of a name, given as a text that is written “Given Family”, “Family, Given” or “Family, Jr.,
    Given”.

    Academic degrees, marks of footnotes, notes in brackets and “et al.” are left out; an ORCID iD is read.

    >>> name = parse_name("van Gogh, Vincent")
    >>> (name.given, name.particle, name.family)
    ('Vincent', 'van', 'Gogh')
    >>> parse_name("The Maze Collaboration").corporate
    True
    """
    if (usual := _TWO_WORDS.fullmatch(text)) and not _GROUP.search(text):
        return _named([usual[1]], [], [usual[2]], None)
    orcid = _ORCID.search(text)
    text = " ".join(_ORCID.sub(" ", text).split())
    group = _GROUP.search(text) is not None
    name = _group(text) if group else _person([piece.strip() for piece in _bare(text).split(",")])
    return name.model_copy(update={"orcid": orcid[1].upper()}) if orcid else name


def parts_of_name(given: str, particle: str, family: str, suffix: str) -> PersonName:
    """Return the parts of a name whose parts a source gives; empty texts stand for missing ones.

    Particles that the source has within the family name or behind the given names become the particle.

    >>> parts_of_name("Laurens", "", "van der Maaten", "").particle
    'van der'
    """
    if not family:
        return parse_name(" ".join(filter(None, (given, particle, suffix))))
    name = _family_first(f"{particle} {family}".split(), given.split())
    return name.model_copy(update={"suffix": suffix}) if suffix else name


def shown_name(name: PersonName) -> str:
    """Return a name as pages show it: given names, particle, family name, suffix.

    >>> shown_name(PersonName(given="Walter", family="Sample", suffix="Jr."))
    'Walter Sample Jr.'
    >>> shown_name(PersonName(given="小明", family="王"))
    '王小明'
    """
    if name.given and name.family and not name.particle and _is_east_asian(name.family) and _is_east_asian(name.given):
        return name.family + name.given
    return " ".join(filter(None, (name.given, name.particle, name.family, name.suffix)))


def name_of(shown: str, people: Mapping[str, PersonName]) -> PersonName:
    """Return the parts of a shown name: those in a record's `people`, else those that the name itself tells."""
    known = people.get(shown)
    if known is None:
        return parse_name(shown)
    return known if known.family or known.given else parse_name(shown).model_copy(update={"orcid": known.orcid})


def filed_name(name: PersonName) -> str:
    """Return the part of a name by which an index sorts it: the family name without small particles.

    A particle in small letters does not count (van Gogh under G), one with a capital does (Van Gool under V). A group
    is sorted by its first word except “The”.

    >>> filed_name(parse_name("Luc Van Gool")), filed_name(parse_name("The Maze Collaboration"))
    ('Van Gool', 'Maze Collaboration')
    """
    family = name.family or name.given or name.particle or name.suffix or ""
    if name.corporate:
        return re.sub(r"^the\s+(?=\S)", "", family, flags=re.IGNORECASE)
    return _PREFIX.sub("", family)


def in_usual_case(names: Sequence[PersonName]) -> list[PersonName]:
    """Return the names of one paper; if all of them are in capitals, in usual case instead.

    >>> [shown_name(name) for name in in_usual_case([parse_name("VAN DER BERG, JEAN-LUC A."), parse_name("LI, BO")])]
    ['Jean-Luc A. van der Berg', 'Bo Li']
    """
    people = [name for name in names if name.family and name.given and not name.corporate]
    shown = [shown_name(name) for name in people]
    if not people or not all(text == text.upper() != text.lower() for text in shown):
        return list(names)
    if not any(len(word) > 1 for name in people for word in re.findall(r"\w+", name.given or "")):
        shown = [name.family or "" for name in people if len(name.family or "") > 3]
        if not shown:
            return list(names)
    return [_in_usual_case(name) if name in people else name for name in names]


def _in_usual_case(name: PersonName) -> PersonName:
    words = (name.family or "").split()
    count = next((at for at, word in enumerate(words[:-1]) if word.lower() not in _PARTICLES), len(words) - 1)
    particle = " ".join(filter(None, (name.particle, *words[:count]))).lower()
    return name.model_copy(
        update={
            "given": " ".join(map(_capitalised_given, (name.given or "").split())),
            "particle": particle or None,
            "family": _capitalised(" ".join(words[count:])),
            "suffix": re.sub("^[JS]R", lambda match: match[0].capitalize(), name.suffix) if name.suffix else None,
        }
    )


def _capitalised_given(word: str) -> str:
    """Return a given name, which is in capitals, with a capital only at the beginning of each word. Two letters without
    a vowel are initials and stay (JP).
    """
    return word if re.fullmatch(r"[^\W\d_AEIOUY]{2}", word) else _capitalised(word)


def _capitalised(text: str) -> str:
    """Return a text in capitals with a capital only at the beginning of each word, and behind Mc or an apostrophe."""
    return re.sub(
        r"(MC|[^\W\d_]['’])?([^\W\d_])([^\W\d_]*)",
        lambda match: (match[1] or "").capitalize() + match[2] + match[3].lower(),
        text,
    )


def _bare(text: str) -> str:
    """Return a name, given as a text, without what people put behind it: footnote marks, brackets, “et al.”."""
    while True:
        shorter = text.rstrip(" ,;")
        for pattern in (_OTHERS, _BRACKETED, _FOOTNOTE):
            shorter = pattern.sub("", shorter) or shorter
        if shorter == text:
            return text
        text = shorter


def _group(text: str) -> PersonName:
    before, comma, article = text.rpartition(", ")
    return PersonName(family=f"{article} {before}" if comma and article.lower() == "the" else text, corporate=True)


def _person(pieces: list[str]) -> PersonName:
    """Return the parts of a person's name, given as the pieces between its commas; empty if nothing is left without
    degrees.
    """
    pieces = [piece for at, piece in enumerate(pieces) if piece and not (at and _is_degree(piece, at, pieces))]
    if not pieces:
        return PersonName()
    suffix = next((piece for piece in pieces[1:] if _SUFFIX.fullmatch(piece)), None)
    pieces = [piece for at, piece in enumerate(pieces) if not at or piece != suffix]
    if len(pieces) == 1:
        name = _given_first(pieces[0].split())
    else:
        name = _family_first(pieces[0].split(), " ".join(pieces[1:]).split())
    return name.model_copy(update={"suffix": suffix}) if suffix else name


def _is_degree(piece: str, at: int, pieces: list[str]) -> bool:
    """Return whether the piece at position `at` is a degree: MD right after a family name alone may be initials, and is
    none.
    """
    return bool(_DEGREE.fullmatch(piece)) and (at > 1 or " " in pieces[0] or len(piece.replace(".", "")) > 2)


def _family_first(family: list[str], given: list[str]) -> PersonName:
    """Return the parts of a name such as “van der Berg, Jan” or “Berg, Jan van der”, given as the words before the
    comma (`family`) and after it (`given`).
    """
    given, suffix = _without_suffix(given, 1)
    if not suffix:
        family, suffix = _without_suffix(family, 1)
    moved = len(given)
    while moved > 1 and given[moved - 1].islower() and given[moved - 1] in _PARTICLES:
        moved -= 1
    family = [*given[moved:], *family]
    count = next((at for at, word in enumerate(family[:-1]) if not _is_small(word)), len(family) - 1)
    return _named(given[:moved], family[:count], family[count:], suffix)


def _given_first(words: list[str]) -> PersonName:
    if len(words) > 1 and all(_is_east_asian(word) for word in words):
        return _named(words[1:], [], words[:1], None)
    while len(words) > 2 and _DEGREE.fullmatch(words[-1]):
        words = words[:-1]
    words, suffix = _without_suffix(words, _FEWEST_WORDS_WITH_ROMAN - 1)
    start = _family_start(words)
    rest = words[start:]
    count = next((at for at, word in enumerate(rest[:-1]) if not _is_small(word)), len(rest) - 1)
    return _named(words[:start], rest[: max(count, 0)], rest[max(count, 0) :], suffix)


def _family_start(words: list[str]) -> int:
    """Return the position of the word with which the family name begins, its particles included."""
    last = len(words) - 1
    small = [
        at for at in range(1, last) if _is_small(words[at]) and (not words[0].islower() or words[at] in _PARTICLES)
    ]
    if small:
        joins = words[small[0]] in _JOINING and small[0] > 1
        return small[0] - 1 if joins else small[0]
    if last > 1 and words[last - 1] in _CAPITALISED and words[last] not in _VIETNAMESE:
        return last - 2 if last > 2 and words[last - 2] in _CAPITALISED else last - 1
    return max(last, 0)


def _without_suffix(words: list[str], fewest: int) -> tuple[list[str], str | None]:
    """Return the words without the suffix at their end, and the suffix; None and all words if there is none, or if
    fewer than `fewest` words would remain. A lone V is an initial.
    """
    if len(words) > fewest and _SUFFIX.fullmatch(words[-1]) and words[-1] != "V" and not words[-1].islower():
        return words[:-1], words[-1]
    return words, None


def _named(given: list[str], particle: list[str], family: list[str], suffix: str | None) -> PersonName:
    texts = (" ".join(given), " ".join(particle), " ".join(family), suffix)
    return PersonName(**{key: text or None for key, text in zip(NAME_PARTS, texts, strict=True)})


def _is_small(word: str) -> bool:
    """Return whether a word begins with a small letter, also behind an apostrophe; in names such words are
    particles.
    """
    return word.lstrip("'’")[:1].islower()


def _is_east_asian(text: str) -> bool:
    return bool(_EAST_ASIAN.fullmatch(text.replace(" ", "")))
