"""How text becomes the terms of the search: one specification, written twice.

`assets/js/search/tokens.js` does the same in the browser; `tests/golden/tokens.json`
holds the cases that both must pass. The specification:

1. A *run* is a longest stretch of letters, numbers and combining marks (Unicode
   categories L, N, M) and of characters that show nothing (soft hyphen, zero-width
   space and joiners, byte order mark).
2. A *compound* is runs held together by exactly one of: a hyphen or dash
   (`- ‐ ‑ ‒ – −`), `_`, `.`, `&`, `^`, an apostrophe (`' ’`), or a comma between a
   digit and exactly three digits. Everything else parts compounds.
3. The English endings `'s 't 'd 'll 're 've 'm` are dropped. A comma inside a
   compound is dropped (4,338 is 4338). A dot between two digits stays (1.5). At
   the other marks the compound falls into *parts*.
4. Each part is *folded*: compatibility decomposition (NFKD, so ² is 2 and ﬁ is fi),
   the accents, points and variation selectors of `_DROPPED` and what shows nothing
   taken out, lower case, the letters of `_SPELT` spelt out (ß is ss, ø is o),
   composition (NFC). Marks that carry a word's meaning (Devanagari vowels, the
   Japanese dakuten) stay. What folding parted (½ is 1⁄2) is parted.
5. Within a part, stretches in a script written without spaces or with endings glued
   on (`_PAIRED`: Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer) give each pair
   of neighbours, and the last character alone, so that every character begins some
   term; in a query the last character counts only where it stands alone. Other
   stretches are one term.
6. A compound with several parts or with a dot gives its *joined* form as well: all
   parts without marks between them, provided that it is at most 40 characters, has
   something besides digits, and nothing of step 5. So `LLaVA-1.5` gives llava, 1.5,
   llava15; `72.5` only 72.5; `mm1.5` mm1.5 and mm15. A single Latin letter
   followed by `*` gives `star` as a second part: `V*` is v and vstar.
7. lunr's English stop words are dropped. Terms of three or more letters a to z and
   nothing else are stemmed by Porter's algorithm as lunr.js has it. A term is cut
   after 40 characters. No other language is stemmed.

Letters are those of the Unicode version that runs: a letter younger than that is
no letter. Nothing else depends on the machine.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lunr.stemmer import PorterStemmer
from lunr.stop_word_filter import WORDS

LONGEST = 40
"""Characters after which a term is cut."""

_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_DROPPED = (
    "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # accents
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors
)
_SPELT = str.maketrans(
    dict(zip("ßæœøđðłıħþς", ("ss", "ae", "oe", "o", "d", "d", "l", "i", "h", "th", "σ"), strict=True))
)
_PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_DOT = r"(?<=[0-9])\.(?=[0-9])"
_COMMA = r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"
_HYPHENS = "\\-\u2010\u2011\u2012\u2013\u2212"
_DROP = re.compile(f"[{_UNSEEN}{_DROPPED}]")
_IS_UNSEEN = re.compile(f"[{_UNSEEN}]")
_SPLIT = re.compile(rf"(?<![0-9])\.|\.(?![0-9])|[{_HYPHENS}_&^'’]")
_ENDING = re.compile(r"['’](?:[sStTdDmM]|[lL][lL]|[rRvV][eE])(?![^\W_])")
_SEGMENT = re.compile(f"[{_PAIRED}]+|[^{_PAIRED}]+")
_HAS_PAIRED = re.compile(f"[{_PAIRED}]")
_PLAIN = re.compile("[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Word:
    """One compound of a text.

    `terms` are the terms of its parts in order, `joined` that of the whole, if it
    has one. `start` and `end` are where it stands, in code points. `last` is its last
    stretch, folded but not stemmed: what a reader who still types may want to
    go on with. `whole` is all of it, folded, without the marks between.
    """

    start: int
    end: int
    terms: tuple[str, ...]
    joined: str | None
    last: str
    whole: str


class _Stemmer(PorterStemmer):  # type: ignore[misc,unused-ignore]
    """lunr.py's stemmer, made to agree with lunr.js where the two differ.

    lunr.js turns a final y into i after any consonant but the first letter
    (try, tri) and never after a vowel (array stays); it does not treat yy as a double
    consonant; and it takes no suffix for the whole word (`eed`).
    """

    b: str

    def step1c(self) -> None:
        if self.k >= 2 and self.b[self.k] == "y" and self.b[self.k - 1] not in "aeiou":
            self.b = self.b[: self.k] + "i" + self.b[self.k + 1 :]

    def doublec(self, j: int) -> bool:
        return self.b[j] != "y" and bool(super().doublec(j))

    def ends(self, s: str) -> bool:
        if s in {"sses", "ies", "eed"} and self.k == len(s) - 1:
            return False
        return bool(super().ends(s))


_STEMMER = _Stemmer()
STOP_WORDS: frozenset[str] = frozenset(WORDS)


@functools.lru_cache(maxsize=1 << 17)
def stem(term: str) -> str:
    """The stem of a folded term, or the term itself where it is no plain Latin word."""
    return str(_STEMMER.stem(term)) if _PLAIN.fullmatch(term) else term


def fold(text: str) -> str:
    """Step 4 of the specification, for any text."""
    if text.isascii():
        return text.lower()
    text = _DROP.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", text.lower().translate(_SPELT))


def words(text: str, *, query: bool = False, stops: bool = True) -> Iterator[Word]:
    """The compounds of a text that give a term, in order.

    `query` applies step 5 as for a query; `stops` drops stop words.
    """
    for match in _compound(_marks(text)).finditer(text):
        found, joined, last, whole = _read(match.group(1), bool(match.group(2)), query, stops)
        if found or joined or not stops:
            yield Word(match.start(), match.end(1), found, joined, last, whole)


@functools.lru_cache(maxsize=1 << 16)
def _read(raw: str, star: bool, query: bool, stops: bool) -> tuple[tuple[str, ...], str | None, str, str]:
    """Terms, joined term, last stretch and whole of one compound; most come again and again."""
    parts = [piece for part in _parts(raw) for piece in _pieces(fold(part))]
    segments = [segment for part in parts for segment in _SEGMENT.findall(part)]
    starred = star and len(parts) == 1 and bool(re.fullmatch("[a-z]", parts[0]))
    whole = "".join(parts).replace(".", "") + ("star" if starred else "")
    compound = starred or len(parts) > 1 or any("." in part for part in parts)
    found = tuple(term for segment in segments for term in _terms(segment, query, stops))
    return found, join(whole, stops=stops) if compound else None, segments[-1] if segments else "", whole


def join(whole: str, *, stops: bool = True) -> str | None:
    """The joined term of a compound's folded text, or None where it has none."""
    if len(whole) > LONGEST or not re.search("[^0-9]", whole) or _HAS_PAIRED.search(whole):
        return None
    return None if stops and whole in STOP_WORDS else stem(whole)


def terms(text: str, *, stops: bool = True) -> list[str]:
    """The terms that a text is indexed by, in order, repeats kept."""
    found: list[str] = []
    for raw, star in _compound(_marks(text)).findall(text):
        found += _indexed(raw, star != "", stops)
    return found


def sequence(text: str) -> list[str]:
    """The terms of a text's parts in order, without joined forms and stop words: what neighbours are told by."""
    found = _compound(_marks(text)).findall(text)
    return [term for raw, star in found for term in _read(raw, star != "", False, True)[0]]


def surfaces(texts: Iterable[str]) -> set[str]:
    """The folded words of some texts, not stemmed, each once: what a misspelling is compared with."""
    compounds = {raw for text in texts for raw, _ in _compound(_marks(text)).findall(text)}
    return {word for raw in compounds for word in plain(raw)}


@functools.lru_cache(maxsize=1 << 16)
def _indexed(raw: str, star: bool, stops: bool) -> tuple[str, ...]:
    found, joined, _, _ = _read(raw, star, False, stops)
    return (*found, joined) if joined else found


def plain(text: str) -> list[str]:
    """The folded stretches of a text, neither stemmed nor paired: for names and keys."""
    return [
        piece
        for match in _compound(_marks(text)).finditer(text)
        for part in _parts(match.group(1))
        for piece in _pieces(fold(part))
    ]


def is_paired(text: str) -> bool:
    """Whether any of a text is in a script of step 5."""
    return bool(_HAS_PAIRED.search(text))


def _terms(segment: str, query: bool, stops: bool) -> list[str]:
    if _HAS_PAIRED.search(segment):
        pairs = [segment[at : at + 2] for at in range(len(segment) - 1)]
        return pairs if query and pairs else [*pairs, segment[-1]]
    if stops and segment in STOP_WORDS:
        return []
    return [stem(segment[:LONGEST])]


def _parts(compound: str) -> list[str]:
    if compound.isalnum():
        return [compound]
    return [part for part in _SPLIT.split(_ENDING.sub("", compound).replace(",", "")) if part]


def _pieces(folded: str) -> list[str]:
    """What folding left of a part, parted where it holds what is no letter, number or mark."""
    if folded.isalnum():
        return [folded]
    run = _run(_marks(folded))
    found = re.findall(f"{run}(?:{_DOT}{run})*", folded)
    return [piece for piece in found if re.search(r"[^\W_]", piece)]


def _marks(text: str) -> str:
    """The marks and unseen characters of a text: what `\\w` misses of a run."""
    if text.isascii():
        return ""
    rare = {char for char in set(text) if char > "\x7f"}
    found = {char for char in rare if unicodedata.category(char)[0] == "M" or _IS_UNSEEN.match(char)}
    return "".join(sorted(found))


def _run(marks: str) -> str:
    return rf"(?:[^\W_]|[{marks}])+" if marks else r"[^\W_]+"


@functools.lru_cache(maxsize=256)
def _compound(marks: str) -> re.Pattern[str]:
    run = _run(marks)
    return re.compile(rf"({run}(?:(?:{_COMMA}|[{_HYPHENS}_.&^'’]){run})*)(\*?)")
