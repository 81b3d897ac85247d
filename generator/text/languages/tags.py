"""Language tags (BCP 47) for the names that bibliographies use: codes of two or three letters, names in any language,
or of LaTeX.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers

_OF_LATEX = dict(
    pair.split()
    for pair in (
        "american en-US, usenglish en-US, british en-GB, ukenglish en-GB, canadian en-CA, australian en-AU, "
        "newzealand en-NZ, ngerman de, germanb de, austrian de-AT, naustrian de-AT, swissgerman de-CH, "
        "nswissgerman de-CH, frenchb fr, acadian fr-CA, canadien fr-CA, brazil pt-BR, brazilian pt-BR, "
        "portuges pt, mexican es-MX, castilian es, magyar hu, norsk nb, farsi fa, polutonikogreek el, polygreek el, "
        "deutsch de, francais fr, espanol es, italiano it, portugues pt, "
        "ancientgreek grc, moderngreek el, bahasa id, bahasai id, indon id, bahasam ms, meyalu ms, slovene sl, "
        "lowersorbian dsb, uppersorbian hsb, samin se, serbianc sr-Cyrl, flemish nl-BE, mandarin zh, moldavian ro"
    ).split(", ")
)
"""Names of the package babel, and some that databases use; the others are English."""
_TO_LATEX = {
    code: name
    for name, code in (
        pair.split()
        for pair in (
            "bulgarian bg, catalan ca, croatian hr, czech cs, danish da, dutch nl, english en, estonian et, "
            "finnish fi, french fr, galician gl, german de, greek el, hungarian hu, italian it, japanese ja, latin la, "
            "latvian lv, lithuanian lt, norsk nb, nynorsk nn, polish pl, portuguese pt, romanian ro, russian ru, "
            "slovak sk, slovene sl, spanish es, swedish sv, turkish tr, ukrainian uk, brazilian pt-BR"
        ).split(", ")
    )
}
_NONE = frozenset(("mis", "mul", "und", "zxx", "none", "multiple languages", "undetermined", "not specified"))
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_PARTED = re.compile(r"\s*(?:[;,/|\n]|\band\b|\bund\b|\bet\b|(?<=\w) y (?=\w))\s*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def language_tag(text: str) -> str | None:
    """Return the tag of the language that a text names, the first if it names several; None if it names no known
    language.

    >>> names = ("eng", "Deutsch", "ngerman", "pt_br", "Chinese (Simplified)", "阿拉伯语", "Seaish")
    >>> [language_tag(text) for text in names]
    ['en', 'de', 'de', 'pt-BR', 'zh', 'ar', None]
    """
    text = re.sub(r"^(?:in|lang|language)[:\s]+(?=\w)", "", text.strip(), flags=re.IGNORECASE)[:100]
    for part in dict.fromkeys((text, *_PARTED.split(text)[:1], re.sub(r"\s*\(.*", "", text))):
        if part.casefold() in _NONE:
            return None
        if tag := _by_code(part) or _by_name(part):
            return tag
    return None


def is_languages(text: str) -> bool:
    """Return whether every word of a text, split at spaces and hyphens, is the English name of a language.

    >>> is_languages("Telugu-English"), is_languages("English Ropes"), is_languages("Deutsch")
    (True, False, False)
    """
    return all(_plain(word) in _names_in_english() for word in re.split(r"[\s-]+", text))


def latex_language(tag: str | None) -> str | None:
    """Return the name of a language for BibLaTeX's `langid`; None without a tag, and if versions of LaTeX name it
    differently.

    >>> latex_language("de-AT"), latex_language("pt-BR"), latex_language("zh")
    ('german', 'brazilian', None)
    """
    return _TO_LATEX.get(tag) or _TO_LATEX.get(tag.partition("-")[0]) if tag else None


@lru_cache(maxsize=256)
def language_name(tag: str, own: str) -> str:
    """Return the name of a language in the language `own`; the tag itself if that has no name for it.

    >>> language_name("de", "en"), language_name("pt-BR", "fr"), language_name("xx", "en")
    ('German', 'portugais brésilien', 'xx')
    """
    named = _names_in(own)
    return str(named.get(tag.replace("-", "_")) or named.get(tag.partition("-")[0]) or tag)


def _names_in(own: str) -> Mapping[str, str]:
    """Return the names of languages by code, as the language `own` calls them; in English if Babel does not know that
    one.
    """
    try:
        return Locale.parse(own, sep="-").languages
    except (UnknownLocaleError, ValueError):
        return _english()


def _by_code(text: str) -> str | None:
    """Return a tag in its usual form, `EN_us` as en-US, `ger` as de, without parts that are no script and no country;
    None if the text is no tag of a language.
    """
    if not _TAG.fullmatch(text):
        return None
    head, *rest = re.split("[-_]", text)
    code = get_global("language_aliases").get(head.lower(), head.lower()).partition("_")[0]
    if code not in _english():
        return None
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    territories = get_global("territory_languages")
    country = next((part.upper() for part in rest if len(part) == 2 and part.upper() in territories), "")
    return "-".join(filter(None, (code, script, country)))


def _by_name(text: str) -> str | None:
    name = _plain(text)
    if not name:
        return None
    code = (
        _OF_LATEX.get(name.replace(" ", ""))
        or _names_in_english().get(name)
        or _own_names().get(name)
        or _foreign_names().get(name)
    )
    return code.replace("_", "-") if code else None


def _plain(text: str) -> str:
    """Return the name of a language in small letters, without accents and marks, with single spaces."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = [char for char in letters if not unicodedata.combining(char)]
    kept = (char if char.isalnum() or unicodedata.category(char) == "Mc" else " " for char in bare)
    return " ".join("".join(kept).split())


@cache
def _english() -> Mapping[str, str]:
    """Return the English names of languages by code."""
    return Locale("en").languages


@cache
def _names_in_english() -> Mapping[str, str]:
    names = {_plain(name): code for code, name in _english().items()}
    return names | {"norwegian": "no", "chinese": "zh", "greek": "el"}


@cache
def _own_names() -> Mapping[str, str]:
    """Return the codes of languages by what they call themselves; loaded only for a name that is none in English."""
    found: dict[str, str] = {}
    for code in sorted(locale_identifiers()):
        if "_" not in code and (name := Locale(code).languages.get(code)):
            found.setdefault(_plain(name), code)
    return found


@cache
def _foreign_names() -> Mapping[str, str]:
    """Return the codes of languages by what other languages call them; of a name with two meanings, the one that more
    languages know, and none if equally many do. It takes a second, so it is made only for a name that nothing else
    knows.
    """
    meanings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for own in locale_identifiers():
        if "_" not in own:
            for code, name in Locale(own).languages.items():
                meanings[_plain(name)][code] += 1
    ranked = {name: counts.most_common(2) for name, counts in meanings.items()}
    return {name: first[0] for name, (first, *second) in ranked.items() if not second or first[1] > second[0][1]}
