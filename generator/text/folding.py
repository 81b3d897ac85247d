"""Folds texts for comparing, sorting, addresses and search by sound: without case, accents and punctuation."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from anyascii import anyascii

from .analysis import fold
from .collation import Collation

_OTHER = ""
"""The initial of what begins with no letter of a known script and no digit."""
_SCRIPTS = {
    "GREEK": "Grek", "COPTIC": "Copt", "CYRILLIC": "Cyrl", "GLAGOLITIC": "Glag", "GEORGIAN": "Geor", "ARMENIAN": "Armn",
    "HEBREW": "Hebr", "ARABIC": "Arab", "SYRIAC": "Syrc", "THAANA": "Thaa", "NKO": "Nkoo", "ETHIOPIC": "Ethi",
    "TIFINAGH": "Tfng", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr",
    "ORIYA": "Orya", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "SINHALA": "Sinh",
    "THAI": "Thai", "LAO": "Laoo", "TIBETAN": "Tibt", "MYANMAR": "Mymr", "KHMER": "Khmr", "MONGOLIAN": "Mong",
    "CHEROKEE": "Cher", "HANGUL": "Hang", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "BOPOMOFO": "Bopo", "CJK": "Hani",
}  # fmt: skip
"""The first word of a letter's Unicode name, to the script's code in ISO 15924, in the order in which Unicode sorts."""
_LETTER_ORDER = {"0–9": 1} | {code: 2 + at for at, code in enumerate(dict.fromkeys(_SCRIPTS.values()))} | {_OTHER: 99}

_ASCII_MARKS = re.compile("[^0-9a-z]+")
_LONE_GREEK = re.compile("(?<![\u03b1-\u03c9])[\u03b1-\u03c9](?![\u03b1-\u03c9])")
_LANGUAGES = ((re.compile(r"(?<![^\W_])([a-z])\+\+"), r"\1pp"), (re.compile(r"(?<![^\W_])([a-z])#"), r"\1-sharp"))
"""Programming languages that are called after a letter: C++ is cpp, C# is c-sharp."""
_TITLE_WORDS = re.compile(r"[^\W_]+(?:[+#]+(?![^\W_])|(?<=(?<![^\W_])[^\W_])\*)?")
"""Letters and digits, with the marks that are part of a name: C++, C#, A*."""

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ALPHABETS: Final = "\u0370-\u058f\u0900-\u0963\u0966-\u0dff\u10a0-\u10ff\u1f00-\u1fff"
"""Greek, Cyrillic, Armenian, the scripts of India, Georgian. Arabic and Hebrew are no use: they leave out most
vowels, so that nobody would type what their letters give.
"""
_KOREAN: Final = "\uac00-\ud7a3"
_KANA = re.compile("[\u3040-\u30ff]")
_SOUNDED = re.compile(f"[{_HAN}{_KOREAN}{_ALPHABETS}]")
_RUN = re.compile(f"(?P<han>[{_HAN}]+)|[{_KOREAN}]{{2,}}|[{_ALPHABETS}]{{3,}}")
_SYLLABLES: Final = (2, 3)
"""How many neighbouring characters are a word of Chinese, which has no spaces; the run as a whole is one up to four."""
_LONGEST_NAME: Final = 4
_OWN_CASE = re.compile(r"(?!e[-–])[^\W\d_](?:[^\W\d_A-Za-z]?[-–_*\d]|[A-Z])")
"""How a text begins whose first letter is a symbol, such as `p-adic`, or in its own case, such as `mRNA`."""


def slug(text: str) -> str:
    """Return the text as a part of an address: lower-case letters a–z, digits and single hyphens; empty if it has
    neither letter nor digit.

    A Greek letter that stands alone becomes its name. Other scripts are transliterated, Chinese by the Mandarin sound
    of each character.

    >>> slug("Bjørn Ødegård"), slug("DM²S²"), slug("α-divergences"), slug("图像 и звук"), slug("C++")
    ('bjorn-odegard', 'dm2s2', 'alpha-divergences', 'tu-xiang-i-zvuk', 'cpp')
    """
    plain = fold(text)
    for pattern, spelt in _LANGUAGES:
        plain = pattern.sub(spelt, plain)
    if not plain.isascii():
        plain = _LONE_GREEK.sub(lambda letter: unicodedata.name(letter[0]).split()[-1].lower(), plain)
        plain = "".join(char if char.isascii() else _transliterated(char) for char in plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@functools.lru_cache(maxsize=1 << 14)
def _transliterated(char: str) -> str:
    """Return the letters a to z and digits that stand for a character, with a hyphen on each side for a Chinese one; a
    space for a character that is no letter, number or vowel sign.
    """
    plain = _sound(char)
    if unicodedata.category(char)[0] == "M":
        return plain
    if not char.isalnum():
        return " "
    return f"-{plain}-" if unicodedata.name(char, "").startswith("CJK") else plain


def romanised(text: str) -> list[str]:
    """Return the words of a text that stand in another script, in Latin letters, each once.

    Chinese gives the Mandarin sound of each two and each three neighbouring characters, without tones, as one word;
    what is typed apart (`sheng diao`) is joined by the search. A character has its commonest sound. Nothing is given
    for a text with kana, since Japanese reads the same characters otherwise, nor for words of one or two letters, which
    are mostly function words.

    >>> romanised("汉语声调 and Дискурс")
    ['hanyu', 'yusheng', 'shengdiao', 'hanyusheng', 'yushengdiao', 'hanyushengdiao', 'diskurs']
    """
    if not _SOUNDED.search(text) or _KANA.search(text):
        return []
    return list(dict.fromkeys(word for run in _RUN.finditer(fold(text)) for word in _spelt(run)))


def _spelt(run: re.Match[str]) -> Iterator[str]:
    syllables = [_sound(char) for char in run[0]]
    if not run["han"]:
        yield "".join(syllables)
        return
    for size in _SYLLABLES:
        yield from _joined(syllables, size)
    if len(syllables) == _LONGEST_NAME or len(syllables) == 1:
        yield "".join(syllables)


def _joined(syllables: Sequence[str], size: int) -> Iterator[str]:
    for at in range(len(syllables) - size + 1):
        yield "".join(syllables[at : at + size])


@functools.lru_cache(maxsize=1 << 14)
def _sound(char: str) -> str:
    return _ASCII_MARKS.sub("", anyascii(char).lower())


def capitalised(text: str) -> str:
    """Return a title with a capital at its beginning, unless it begins with a symbol or a name in its own case.

    >>> capitalised("spectral gaps"), capitalised("p-adic groups"), capitalised("mRNA")
    ('Spectral gaps', 'p-adic groups', 'mRNA')
    """
    return text if _OWN_CASE.match(text) else text[:1].upper() + text[1:]


def initial(text: str) -> str:
    """Return the heading under which an index lists a text.

    It is the first letter without accent, `A` to `Z`; `0–9` for a digit; for another script its code in ISO 15924, such
    as `Grek`; an empty text if the first letter is of a script not known here, or there is none.

    >>> initial("«Étude»"), initial("3D"), initial("Ωmega"), initial("灯")
    ('E', '0–9', 'Grek', 'Hani')
    """
    for char in fold(text):
        if char.isalnum():
            letter = char.upper()[0]
            if "A" <= letter <= "Z":
                return letter
            return "0–9" if char.isdigit() else _SCRIPTS.get(unicodedata.name(char, "").partition(" ")[0], _OTHER)
    return _OTHER


@functools.lru_cache(maxsize=1 << 16)
def sort_key(text: str) -> tuple[str, str]:
    """Return the key by which texts are sorted as readers expect, by the Unicode Collation Algorithm.

    Leading punctuation is ignored; case and accents only count between texts that are otherwise equal.
    """
    start = next((at for at, char in enumerate(text) if char.isalnum()), 0)
    return _collator().key(text[start:]), text


@functools.cache
def _collator() -> Collation:
    return Collation()


def in_letter_order(letters: Iterable[str]) -> list[str]:
    """Return the headings that `initial` gives, in order: `A` to `Z`, `0–9`, then the codes of other scripts, the empty
    one last.
    """
    return sorted(letters, key=lambda title: (_LETTER_ORDER.get(title, 0), title))


def folded(text: str) -> str:
    """Return the text in lower case without accents; each run of other characters than letters and digits becomes one
    space.

    >>> folded("Vision–Language, à la carte!")
    'vision language a la carte'
    """
    if text.isascii():
        return _ASCII_MARKS.sub(" ", text.lower()).strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def fold_title(title: str) -> str:
    """Return a title without case, punctuation and spaces, so that different ways of typing one title become equal.

    Signs that make another name of a word stay, as in C++.

    >>> fold_title("DM²S²: Deep Sets") == fold_title("DM2S2 – Deep  sets")
    True
    >>> fold_title("Planning in C++") == fold_title("Planning in C")
    False
    """
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(_TITLE_WORDS.findall(plain)) or plain.strip()
