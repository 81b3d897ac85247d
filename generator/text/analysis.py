"""How text becomes the terms of the search: one specification, written twice.

`assets/js/search/analysis.js` does the same in the browser, function by function; `analysis.json` holds the characters
and numbers that both read, `tests/golden/tokens.json` the cases that both must pass. The specification:

1. A *run* is a longest stretch of letters, numbers and combining marks (Unicode
   categories L, N, M) and of characters that show nothing (soft hyphen, zero-width
   space and joiners, byte order mark).
2. A *compound* is runs held together by exactly one of: a hyphen or dash
   (`- ‐ ‑ ‒ – −`), `_`, `.`, `&`, `^`, an apostrophe (`' ’`), or a comma between a
   digit and exactly three digits. Everything else parts compounds.
3. The English endings `'s 't 'd 'll 're 've 'm` are dropped. A comma inside a
   compound is dropped (4,338 is 4338). A dot between two digits stays (1.5). At
   the other marks the compound falls into *parts*. Signs that a name consists of
   are spelt out: `C++` is cplusplus, `C#` (one letter) csharp, `.NET` dotnet.
4. Each part is *folded*: compatibility decomposition (NFKD, so ² is 2 and ﬁ is fi),
   the accents, points and variation selectors of `dropped` and what shows nothing
   taken out, lower case, the letters of `spelt_out` spelt out (ß is ss, ø is o),
   composition (NFC). Marks that carry a word's meaning (Devanagari vowels, the
   Japanese dakuten, the breve of й) stay. What folding parted (½ is 1⁄2) is parted.
   A Greek letter without another beside it is spelt out: `β-VAE` is beta and vae.
5. Within a part, stretches in a script written without spaces or with endings glued
   on (`paired`: Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer) give each pair
   of neighbours, and the last character alone, so that every character begins some
   term; in a query the last character counts only where it stands alone. Other
   stretches are one term.
6. A compound with several parts or with a dot gives its *joined* form as well: all
   parts without marks between them, provided that it is at most 40 characters, has
   something besides digits, and nothing of step 5. So `LLaVA-1.5` gives llava, 1.5,
   llava15; `72.5` only 72.5; `mm1.5` mm1.5 and mm15. A single Latin letter
   followed by `*` gives `star` as a second part: `V*` is v and vstar. A `+` that
   ends a word with a letter does so, too: `DINO+` is dino and dinoplus.
7. The stop words of the text's language are dropped; those of English are lunr's.
   In English, terms of three or more letters a to z and nothing else are stemmed by
   Porter's algorithm as lunr.js has it; in the languages of `languages.json`, terms
   of three or more characters without a digit by Snowball's. A term is cut after 40
   characters. A word that is elided before an apostrophe (`l'image`) gives no term.

Letters are those of the Unicode version that runs: a letter younger than that is
no letter. Nothing else depends on the machine.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from lunr.stemmer import PorterStemmer
from lunr.stop_word_filter import WORDS

from .languages import ENGLISH, LANGUAGES, stemmer, stop_words
from .pieces import Remembered, pieces_of

_DATA = json.loads(Path(__file__).with_name("analysis.json").read_text(encoding="utf-8"))
LONGEST: Final[int] = _DATA["longest"]
"""The most characters of a term; longer ones are cut."""
STOP_WORDS: Final[frozenset[str]] = frozenset(WORDS)

_UNSEEN: Final[str] = _DATA["unseen"]
PAIRED: Final = "".join(_DATA["paired"])
"""The characters of scripts without spaces between words (step 5), as inside `[…]` of a regular expression."""
_DOT: Final[str] = _DATA["digit_dot"]
_HYPHENS: Final[str] = _DATA["hyphens"]
_SIGNS: Final[Mapping[str, str]] = _DATA["signs"]
_NAMED: Final = ("++", "#")
"""Signs that are part of a name, so that `C++` is no C."""
_GREEK: Final = _DATA["greek"].split()
_SPELT = str.maketrans(_DATA["spelt_out"])
_DROP = re.compile(f"{_DATA['breve']}|[{_UNSEEN}{''.join(_DATA['dropped'])}]")
_IS_UNSEEN = re.compile(f"[{_UNSEEN}]")
_SPLIT = re.compile(rf"(?<![0-9])\.|\.(?![0-9])|[{_HYPHENS}_&^'’]")
_ENDING = re.compile(rf"{_DATA['ending']}(?![^\W_])")
_SEGMENT = re.compile(f"[{PAIRED}]+|[^{PAIRED}]+")
_HAS_PAIRED = re.compile(f"[{PAIRED}]")
_PLAIN = re.compile(_DATA["stemmed"])
_LETTERS = re.compile(_DATA["stemmed_elsewhere"])
_SHOWN = re.compile(r"[^\W_]")
_NOT_DIGITS = re.compile("[^0-9]")
_ALONE = re.compile(_DATA["greek_alone"])
_PLAIN_WORDS = re.compile("([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)[.,?!%]?")
"""One word, or several joined by hyphens, with nothing else but a mark that parts it from what follows."""


@dataclass(frozen=True, slots=True)
class Word:
    """A compound of a text (step 2), with the terms that it gives.

    `terms` are the terms of its parts in order, `joined` is its joined form, or None. It is in the text from `start` to
    `end`, in code points. `last` is its last stretch, folded but not stemmed, which a reader who is still typing may
    continue. `whole` is the whole compound, folded and without marks.
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


class Analysis(NamedTuple):
    """What the index stores of a text.

    `terms` are those by which the text is found, in order, with repeats and joined forms. `sequence` are the terms of
    the parts without joined forms and stop words, from which bigrams and phrases are made. `surfaces` are the folded
    words, not stemmed, with which misspelt words are compared.

    >>> analyse("Fine-grained LLaVA-ST")
    Analysis(terms=('fine', 'grain', 'finegrain', 'llava', 'st', 'llavast'),
             sequence=('fine', 'grain', 'llava', 'st'), surfaces=('fine', 'grained', 'llava', 'st'))
    """

    terms: tuple[str, ...]
    sequence: tuple[str, ...]
    surfaces: tuple[str, ...]


class Analyser:
    """Analyses texts and caches the results, since the titles of tags, venues and authors recur with many papers.

    Code that works on many texts makes one, passes it on, and drops it at the end of the work.
    """

    def __init__(self) -> None:
        self._analyses: dict[tuple[str, bool, str], Analysis] = {}

    def analyse(self, text: str, *, stops: bool = True, language: str = ENGLISH) -> Analysis:
        """Return the result of the function `analyse`, from the cache if the text was analysed before."""
        analysis = self._analyses.get((text, stops, language))
        if analysis is None:
            analysis = self._analyses[text, stops, language] = analyse(text, stops=stops, language=language)
        return analysis


def analyse(text: str, *, stops: bool = True, language: str = ENGLISH) -> Analysis:
    """Return the terms, sequence and surfaces of a text by the rules of a language; all are empty for a text without
    words.

    If `stops` is False, `terms` keeps stop words; `sequence` never has any.
    """
    return _join_analyses(list(map(analysed_pieces(stops, language).__getitem__, pieces_of(text))))


class _Analyses(Remembered[Analysis]):
    """The analyses of pieces of texts, remembered. No compound holds white space, so each piece is analysed alone."""

    def __init__(self, stops: bool, language: str) -> None:
        super().__init__()
        self._how = (stops, language)

    def find(self, piece: str) -> Analysis:
        """Return the analysis of a piece that is not remembered."""
        if match := _PLAIN_WORDS.fullmatch(piece):  # what nearly all pieces are
            return _analysed_words(match[1].lower().split("-"), *self._how)
        return _join_analyses([_analysed(*compound, *self._how) for compound in _compounds(piece).findall(piece)])


def _join_analyses(found: Sequence[Analysis]) -> Analysis:
    if len(found) == 1:
        return found[0]
    return Analysis(*(tuple(chain.from_iterable(part)) for part in (zip(*found, strict=True) if found else [()] * 3)))


analysed_pieces = functools.cache(_Analyses)


@functools.lru_cache(maxsize=1 << 16)
def _analysed(raw: str, sign: str, stops: bool, language: str) -> Analysis:
    """Return the analysis of one compound, a text and the sign behind it; `stops` leaves stop words out."""
    if not sign and _PLAIN_WORDS.fullmatch(raw):
        return _analysed_words(raw.lower().split("-"), stops, language)
    own, joined, _, _, folded = _read(raw, sign, False, stops, language)
    parted = own if stops else _read(raw, sign, False, True, language)[0]
    return Analysis((*own, joined) if joined else own, parted, folded)


def _analysed_words(words: Sequence[str], stops: bool, language: str) -> Analysis:
    """Return what `_analysed` does of a compound that consists of words of a–z and digits, given in small letters, and
    of hyphens between them: the same in a third of the time.
    """
    stopped = folded_stop_words(language)
    sequence = tuple([stem(word[:LONGEST], language) for word in words if word not in stopped])
    own = sequence if stops else tuple([stem(word[:LONGEST], language) for word in words])
    joined = join("".join(words), stops=stops, language=language) if len(words) > 1 else None
    return Analysis((*own, joined) if joined else own, sequence, tuple(words))


@functools.lru_cache(maxsize=1 << 17)
def stem(term: str, language: str = ENGLISH) -> str:
    """Return the stem of a folded term in a language (step 7): `grain` for `grained`.

    A term that is not stemmed, such as one with a digit, is returned as it is.
    """
    if language == ENGLISH:
        return str(_STEMMER.stem(term)) if _PLAIN.fullmatch(term) else term
    return (_snowball(language)(term) or term) if _LETTERS.fullmatch(term) else term


def forget_words() -> None:
    """Drop what is remembered of words: much memory, once all texts of a survey are read."""
    for known in (analysed_pieces, _analysed, stem, _read):
        known.cache_clear()


@functools.cache
def _snowball(language: str) -> Callable[[str], str]:
    return stemmer(language)


def is_stop_word(term: str, language: str = ENGLISH) -> bool:
    """Return whether a folded term is a stop word of the language."""
    return term in folded_stop_words(language)


@functools.cache
def folded_stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language, folded."""
    return STOP_WORDS if language == ENGLISH else frozenset(plain(" ".join(stop_words(language))))


def fold(text: str) -> str:
    """Return a text in lower case and without accents, as terms are compared: `Ørsted Straße` gives `orsted strasse`.

    Marks that carry a word's meaning stay (step 4 of the specification above).
    """
    if text.isascii():
        return text.lower()
    text = _DROP.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", text.lower().translate(_SPELT))


def words(text: str, *, query: bool = False, stops: bool = True, language: str = ENGLISH) -> Iterator[Word]:
    """Yield the compounds of a text in order, analysed by the rules of a language; those that give no term are left
    out.

    `LLaVA-1.5 sees` gives two. With `query`, the last character of a Chinese or Japanese stretch gives a term only if
    it stands alone, since a reader may still be typing (step 5). If `stops` is False, stop words are kept.
    """
    for match in _compounds(text).finditer(text):
        raw, sign = match.groups()
        own, joined, last, whole, _ = _read(raw, sign, query, stops, language)
        if own or joined or not stops:
            yield Word(match.start(), match.end(1 if sign == "*" else 2), own, joined, last, whole)


@functools.lru_cache(maxsize=1 << 16)
def _read(
    raw: str, sign: str, query: bool, stops: bool, language: str
) -> tuple[tuple[str, ...], str | None, str, str, tuple[str, ...]]:
    """Return of one compound: its own terms, the term of the whole (None if it gives none), its last stretch of
    characters of one kind, the whole, folded and without marks, and all its folded parts.
    """
    written = folded = _folded(raw, sign)
    whole = spoken = _joined(folded, sign)
    if len(bare := _elided(language).sub("", raw)) < len(raw):
        folded = _folded(bare, sign)
        spoken = _joined(folded, sign)
    segments = [segment for part in folded for segment in _SEGMENT.findall(part)]
    compound = len(folded) > 1 or "".join(folded) != spoken
    own = tuple(term for segment in segments for term in _segment_terms(segment, query, stops, language))
    joined = join(spoken, stops=stops, language=language) if compound else None
    return own, joined, segments[-1] if segments else "", whole, tuple(written)


def _joined(folded: Sequence[str], sign: str) -> str:
    """Return the folded parts of a compound as one word without full stops; a `sign` that is a part is spelt out."""
    whole = "".join(folded).replace(".", "")
    signed = (sign == "+" and _NOT_DIGITS.search(whole)) or (sign == "*" and re.fullmatch("[a-z]", whole))
    return whole + _SIGNS[sign] if signed else whole


@functools.cache
def _elided(language: str) -> re.Pattern[str]:
    """Return the pattern of an article that an apostrophe parts from its word, such as `l'`; most languages have
    none.
    """
    elided = LANGUAGES[language].get("elided", "") if language != ENGLISH else ""
    return re.compile(f"^(?:{elided.replace(' ', '|')})['’]" if elided else "^(?!)", re.IGNORECASE)


def join(whole: str, *, stops: bool = True, language: str = ENGLISH) -> str | None:
    """Return the joined term of a compound, stemmed by the rules of the language; `whole` is its folded text without
    marks (step 6). None if it is longer than `LONGEST`, of digits only, has a character of `PAIRED`, or is a stop word
    of the language (if `stops`).
    """
    if len(whole) > LONGEST or not _NOT_DIGITS.search(whole) or is_paired(whole):
        return None
    return None if stops and is_stop_word(whole, language) else stem(whole, language)


def terms(text: str, *, stops: bool = True, language: str = ENGLISH) -> list[str]:
    """Return the terms by which a text is found, in order and with repetitions: `Analysis.terms` as a list."""
    return list(analyse(text, stops=stops, language=language).terms)


def plain(text: str) -> list[str]:
    """Return the words of a text folded, but not stemmed and not cut into pairs of characters: for names and keys."""
    return [piece for raw, sign in _compounds(text).findall(text) for piece in _folded(raw, sign)]


def is_paired(text: str) -> bool:
    """Return whether a text has a character of a script without spaces (step 5), such as Chinese."""
    return not text.isascii() and bool(_HAS_PAIRED.search(text))


def _segment_terms(segment: str, query: bool, stops: bool, language: str) -> list[str]:
    if is_paired(segment):
        pairs = [segment[at : at + 2] for at in range(len(segment) - 1)]
        return pairs if query and pairs else [*pairs, segment[-1]]
    if stops and is_stop_word(segment, language):
        return []
    return [stem(segment[:LONGEST], language)]


def _folded(compound: str, sign: str) -> list[str]:
    """Return the folded parts of a compound, cut anew where folding left a mark; signs of a name are spelt out."""
    if compound.isalnum() and compound.isascii():
        pieces = [compound.lower()]
    else:
        pieces = [piece for part in _parts(compound) for piece in _pieces(fold(part))]
    if pieces and compound[0] == ".":
        pieces[0] = _SIGNS["."] + pieces[0]
    if pieces and sign in _NAMED:
        pieces[-1] += _SIGNS[sign]
    return pieces


def _parts(compound: str) -> list[str]:
    """Return the parts into which a compound falls at its marks, without English endings such as `'s`."""
    if compound.isalnum():
        return [compound]
    return [part for part in _SPLIT.split(_ENDING.sub("", compound).replace(",", "")) if part]


def _pieces(folded: str) -> list[str]:
    """Return the words in a folded part; Greek letters that stand alone are spelt out."""
    folded = folded if folded.isascii() else _ALONE.sub(lambda letter: _GREEK[ord(letter[0]) - ord("α")], folded)
    if folded.isalnum():
        return [folded]
    return [piece for piece in _piece(_marks(folded)).findall(folded) if _SHOWN.search(piece)]


def _marks(text: str) -> str:
    """Return the combining marks and unseen characters of a text, sorted: what patterns of word characters lack."""
    rare = {char for char in set(text) if char > "\x7f"}
    marks = {char for char in rare if unicodedata.category(char)[0] == "M" or _IS_UNSEEN.match(char)}
    return "".join(sorted(marks))


@functools.lru_cache(maxsize=256)
def _piece(marks: str) -> re.Pattern[str]:
    run = rf"(?:[^\W_]|[{marks}])+" if marks else r"[^\W_]+"
    return re.compile(f"{run}(?:{_DOT}{run})*")


def _compounds(text: str) -> re.Pattern[str]:
    """Return the pattern that finds the compounds in a text; that for ASCII finds the same in half the time."""
    return _compound("", "[A-Za-z0-9]") if text.isascii() else _compound(_marks(text), r"[^\W_]")


@functools.lru_cache(maxsize=256)
def _compound(marks: str, letter: str) -> re.Pattern[str]:
    run = rf"(?:{letter}|[{marks}])+" if marks else f"{letter}+"
    dot = rf"(?:(?<!{letter})(?<!\.)\.(?={_DATA['dotted']}(?!{letter})))?"
    held = rf"{run}(?:(?:{_DATA['digit_comma']}|[{_HYPHENS}_.&^'’]){run})*"
    sign = rf"(?<=[A-Za-z])\+\+|(?<!{letter}[A-Za-z])(?<=[A-Za-z])#|\+(?!\+|{letter})|\*|"
    return re.compile(f"({dot}{held})({sign})")
