"""The languages beside English whose stop words and stems the search knows, and the detection of a text's language.

`languages.json` has for each: its name in Snowball; codes and names that bibliographies give it (`tags`); its function
words (`stops`); the characters by which it is detected (those of its own `script` without those of `not`, or `letters`
that English lacks); the words that are `elided` before an apostrophe; and how to restore endings whose accents were
removed (`restored`), where the stemmer needs them (Portuguese `cao` was `ção`).

Text in other languages is treated like English: its words are folded, and those with other letters than a–z are not
stemmed.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from lunr.stop_word_filter import WORDS

ENGLISH: Final = "en"
LANGUAGES: Final[Mapping[str, Mapping[str, Any]]] = json.loads(
    Path(__file__).with_name("languages.json").read_text(encoding="utf-8")
)
"""From the code of a language to its entry in `languages.json`."""

_WORD = re.compile(r"[^\W\d_]+")
_LOWER = re.compile(r"(?<![\w'’&@-])(?![A-Z]+(?![^\W\d_]))(?![b-df-hjl-np-rtx]\b)[^\W\d_]+(?![\w&@-])")
"""A word that is no part of a compound (multi-task), no abbreviation (NER) and no letter: those are the same in all
languages."""
_FEWEST: Final = 2
"""Words and letters that must speak for a language before a text is taken for one in it."""
_LEAST: Final = 0.5
"""A word that no other language has is 1; one that several have is a part of 1 for each."""
_AHEAD: Final = 1.5
"""By how much more must speak for it than for English."""
_LETTER: Final = 0.5
"""What a letter that English lacks speaks for a language, beside a word's 1."""
_FREQUENT: Final = {"es": 1.3, "fr": 1.6, "it": 1.2, "pt": 1.2}
"""How much more is written in some languages than in others of their kin, which share many words with them."""
_PLAINLY_ENGLISH: Final = frozenset("the of and with that this which are we".split())
_ENOUGH: Final = 4
"""Of those, so many tell English at a glance."""
_BEGINNING: Final = 50
"""Words of a text that are looked at for those first: mostly they are enough."""


def language_of_tag(tag: str | None) -> str | None:
    """Return the code of the language that a tag or name in a bibliography means (`fr-CA`, `fre`, `French`).

    It is `en` for English and for languages that the search does not know, and None without a tag.
    """
    if not tag or not (name := _WORD.match(tag.strip().lower())):
        return None
    return _tags().get(name[0], ENGLISH)


@cache
def _tags() -> Mapping[str, str]:
    return {tag: code for code, known in LANGUAGES.items() for tag in (code, known["name"], *known["tags"].split())}


def detect(text: str, default: str = ENGLISH) -> str:
    """Return the code of a text's language; `default` if it cannot be told.

    The script decides, or else the function words in the text and the letters that English lacks.

    >>> detect("Réseaux de neurones pour la reconnaissance des images")
    'fr'
    """
    for most in (_BEGINNING, -1):
        if len(_PLAINLY_ENGLISH.intersection(text.split(None, most))) >= _ENOUGH:
            return ENGLISH
    if not text.isascii() and (script := _by_script(text.lower())):
        return script
    words = {word.lower() for word in _LOWER.findall(text)}
    votes: defaultdict[str, float] = defaultdict(float)
    spoke: Counter[str] = Counter()
    known = _speaking()
    for word in words:
        speaking = known.get(word, ())
        for code in speaking:
            # Words that English shares speak for it in full: most texts are in English, also short ones.
            votes[code] += 1 if code == ENGLISH else 1 / len(speaking)
            spoke[code] += 1
    for letter in set().union(*(word for word in words if word not in known)) & _letters().keys():
        for code in (speaking := _letters()[letter]):
            if code in votes:
                votes[code] += _LETTER / len(speaking)
                spoke[code] += 1
    if not votes:
        return default
    best = max(sorted(votes), key=lambda code: (votes[code] * _FREQUENT.get(code, 1), code == ENGLISH))
    clear = spoke[best] >= _FEWEST and votes[best] >= max(_LEAST, _AHEAD * votes.get(ENGLISH, 0))
    return best if clear else default


def stop_words(code: str) -> Sequence[str]:
    """Return the stop words of a language, not folded. Raises KeyError for an unknown code."""
    return sorted(WORDS) if code == ENGLISH else LANGUAGES[code]["stops"].split()


def stemmer(code: str) -> Callable[[str], str]:
    """Return a function from a folded word of a language to its stem. Raises KeyError for a code that is not in
    `LANGUAGES`.
    """
    import snowballstemmer  # most surveys are in English, which needs none of it

    stem: Callable[[str], str] = snowballstemmer.stemmer(LANGUAGES[code]["name"]).stemWord
    restored = [(re.compile(pattern), full) for pattern, full in LANGUAGES[code].get("restored", ())]
    if not restored:
        return stem

    def restoring(word: str) -> str:
        for pattern, full in restored:
            word = pattern.sub(full, word)
        return stem(word)

    return restoring


def _by_script(text: str) -> str | None:
    """Return the language whose own script most letters of a text are of; English if the script is of several
    languages, None if no script has most letters.
    """
    counts = Counter(text)
    letters = {char: counts[char] for char in chain.from_iterable(_WORD.findall("".join(counts)))}
    for code, script, others in _scripts():
        own = sum(count for char, count in letters.items() if script.match(char))
        if 2 * own > sum(letters.values()):
            return ENGLISH if others & letters.keys() else code
    return None


@cache
def _scripts() -> Sequence[tuple[str, re.Pattern[str], frozenset[str]]]:
    return [
        (code, re.compile(f"[{known['script']}]"), frozenset(known.get("not", "")))
        for code, known in LANGUAGES.items()
        if "script" in known
    ]


@cache
def _speaking() -> Mapping[str, Sequence[str]]:
    """Return for each function word the codes of the languages that have it."""
    speaking: defaultdict[str, list[str]] = defaultdict(list)
    for code in (ENGLISH, *LANGUAGES):
        for word in {part for stop in stop_words(code) for part in _WORD.findall(stop.lower())}:
            speaking[word].append(code)
    return dict(speaking)


@cache
def _letters() -> Mapping[str, Sequence[str]]:
    """Return for each letter that English lacks the codes of the languages that have it."""
    speaking: defaultdict[str, list[str]] = defaultdict(list)
    for code, known in LANGUAGES.items():
        for letter in known.get("letters", ""):
            speaking[letter].append(code)
    return dict(speaking)
