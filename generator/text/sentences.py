"""Splits a text into sentences, and cuts the phrases that may be shown as evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from ..records.evidence import EVIDENCE_WORDS, Location

_WORD = re.compile(r"https?://\S+|\w+(?:['’.-]\w+)*")
_LONGEST = 24
"""Characters of a word that a phrase is widened by; no quotation may slip in as one long word."""
_REST = re.compile("\\S{0,6}[^\\s\u2e80-\U0010ffff]*")
"""What still belongs to a word; in a script without spaces six characters at most."""
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z0-9“‘\"'(\[])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|et al|vs|v\.s|cf|resp|w\.r\.t|Fig|Eq|Sec|No|approx)|\b[A-Z])\.$")
_LONGEST_ABBREVIATION = len("approx.")


@lru_cache(maxsize=64)
def sentence_starts(text: str) -> tuple[int, ...]:
    """Return the offsets at which the sentences of a text begin; the first is 0."""
    starts = [0]
    for end in _SENTENCE_END.finditer(text):
        stop = end.start() + 1
        if not _ABBREVIATION.search(text, max(starts[-1], stop - _LONGEST_ABBREVIATION), stop):
            starts.append(end.end())
    return tuple(starts)


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """Return the start and end of the sentence of a text in which the character at `offset` is; its end is the start of
    the next sentence.
    """
    starts = sentence_starts(text)
    index = bisect_right(starts, offset) - 1
    return starts[index], starts[index + 1] if index + 1 < len(starts) else len(text)


def location_of(part: str, text: str, offset: int) -> Location:
    """Return the location of the character at `offset` in `text`, which is the `part` of a paper.

    Only in the part `abstract` it names the sentence, from 1.
    """
    if part != "abstract":
        return Location(part)
    return Location(part, bisect_right(sentence_starts(text), offset))


def phrase_at(text: str, start: int, end: int, *, around: int = 0) -> str:
    """Return the words of a text from `start` to `end`, with up to `around` more on each side in the same sentence.

    A word that begins before `start` or ends after `end` is taken whole. The phrase has at most seven words, since more
    would be a quotation.

    >>> phrase_at("models such as CLIP are limited", 15, 19, around=2)
    'such as CLIP are limited'
    """
    start -= _rest_of_word(text[max(0, start - _LONGEST) : start][::-1])
    end += _rest_of_word(text[end : end + _LONGEST])
    core = text[start:end].split()
    while len(core) > 1 and count_words(" ".join(core)) > EVIDENCE_WORDS:
        core.pop()
    spare = EVIDENCE_WORDS - count_words(" ".join(core))
    low, high = sentence_at(text, start)
    # Where a word was too long to be taken whole, what is next to it is its rest and no word.
    before = [] if text[start - 1 : start].strip() else text[max(low, start - 200) : start].rsplit(None, around)
    after = [] if text[end : end + 1].strip() else text[end : min(high, end + 200)].split(None, around)
    left = min(around, len(before), (spare + 1) // 2)
    right = min(around, len(after), spare - left)
    lead, tail = before[-left:] if left else [], after[:right]
    if any(len(word) > _LONGEST for word in (*lead, *tail)):
        lead, tail = [], []  # a script without spaces: its next "word" is a sentence
    while (lead or tail) and count_words(" ".join([*lead, *core, *tail])) > EVIDENCE_WORDS:
        (tail.pop() if len(tail) >= len(lead) else lead.pop(0))
    phrase = " ".join([*lead, *core, *tail])
    return phrase.strip(" ,;:") or phrase


def _rest_of_word(text: str) -> int:
    """Return how many of the first characters of a text still belong to the word before it."""
    rest = _REST.match(text)
    return rest.end() if rest else 0


def count_words(text: str) -> int:
    """Return how many words a phrase has for the limit on evidence: `4,500` is two words, a web address one."""
    if text.replace(" ", "").isalnum():
        return len(text.split())
    return len(_WORD.findall(text))
